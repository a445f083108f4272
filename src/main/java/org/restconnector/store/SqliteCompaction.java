package org.restconnector.store;

import java.sql.SQLException;
import java.sql.Statement;

/** Shortens the database file where most of what is free in it will not be needed soon. */
final class SqliteCompaction {
    /** Moving a page costs about as much as writing it. */
    private static final int PAGES_AT_ONCE = 100;

    /** A file that is always a little too large need not grow again for the next records. */
    private static final int RESERVE_PAGES = 1024;

    private static final int RESERVE_SHARE = 8;

    private SqliteCompaction() {}

    /** @return whether there is more to do */
    static boolean step(Transaction transaction) throws SQLException {
        long pages = number(transaction, "PRAGMA page_count");
        long free = number(transaction, "PRAGMA freelist_count");
        long spare = free - Math.max(RESERVE_PAGES, pages / RESERVE_SHARE);
        // of a file that somebody else made, pages may not move
        if (spare <= 0 || number(transaction, "PRAGMA auto_vacuum") == 0) {
            return false;
        }
        try (Statement statement = transaction.connection().createStatement()) {
            // as an update: the driver would take the first page for the first row, and stop there
            statement.executeUpdate("PRAGMA incremental_vacuum(" + Math.min(spare, PAGES_AT_ONCE) + ")");
        }
        return true;
    }

    private static long number(Transaction transaction, String sql) {
        return Sql.query(transaction, row -> row.getLong(1), sql).get(0);
    }
}
