package org.restconnector.store;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.Set;

/** Names the table in what the database says of it, and leaves what it says of itself as it is. */
final class TableFailure {
    // https://www.postgresql.org/docs/15/errcodes-appendix.html: not supported, data, constraint, dependent objects,
    // syntax or access rule, program limit.
    private static final Set<String> OF_TABLES = Set.of("0A", "22", "23", "2B", "42", "54");
    // https://www.sqlite.org/rescode.html: error, too big, constraint, mismatch.
    private static final Set<Integer> OF_TABLES_SQLITE = Set.of(1, 18, 19, 20);

    private TableFailure() {}

    /** @throws SQLException the given one, if it is not about the table */
    static StoreException of(Dialect dialect, TableName table, SQLException failure) throws SQLException {
        // The message of a batch quotes the row's values.
        SQLException cause = failure instanceof BatchUpdateException && failure.getNextException() != null
                ? failure.getNextException()
                : failure;
        String state = String.valueOf(cause.getSQLState());
        boolean ofTable = dialect == Dialect.SQLITE
                ? OF_TABLES_SQLITE.contains(cause.getErrorCode() & 0xff)
                : OF_TABLES.contains(state.substring(0, Math.min(2, state.length())));
        if (ofTable) {
            // PostgreSQL's second line quotes the row too, unless the connection forbids it.
            return new StoreException(
                    "table " + table + ": " + cause.getMessage().split("\n", 2)[0], cause);
        }
        throw cause;
    }
}
