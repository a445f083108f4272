package org.restconnector.store;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/** Tells from a database's error what to do about it, and says it in words. */
final class SqlErrors {
    private static final int SQLITE_BUSY = 5;
    private static final int SQLITE_LOCKED = 6;
    /** https://www.postgresql.org/docs/current/errcodes-appendix.html: serialization failure, deadlock. */
    private static final Set<String> CONFLICTS = Set.of("40001", "40P01");

    private final Dialect dialect;
    private final String database;

    /** @param database its name in messages, without any secret */
    SqlErrors(Dialect dialect, String database) {
        this.dialect = dialect;
        this.database = database;
    }

    static boolean isBusy(SQLException e) {
        int code = primaryCode(e);
        return code == SQLITE_BUSY || code == SQLITE_LOCKED;
    }

    /** Whether the same work may pass when it is tried again at once. */
    static boolean isConflict(Throwable failure) {
        return sqlException(failure)
                .map(e -> e.getSQLState() != null && CONFLICTS.contains(e.getSQLState()))
                .orElse(false);
    }

    /** What the caller is to see of a failed work: its own exceptions as they are, the database's in words. */
    RuntimeException translate(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        Throwable found = failure instanceof SqlFailure carried ? carried.getCause() : failure;
        if (found instanceof RuntimeException own) {
            return own;
        }
        if (found instanceof SQLException e) {
            return new StoreException("the store " + database + " failed: " + words(e), e);
        }
        return new StoreException("the store's work failed: " + failure, failure);
    }

    private String words(SQLException e) {
        return dialect == Dialect.SQLITE ? sqliteWords(e) : postgresWords(e);
    }

    private static String sqliteWords(SQLException e) {
        return switch (primaryCode(e)) {
            case SQLITE_BUSY, SQLITE_LOCKED -> "another process keeps the database locked; end it, or try again";
            case 8 -> "the database cannot be written; check its permissions, and that it was not moved";
            case 10 -> "reading or writing the disk failed: " + e.getMessage();
            case 11 -> "the database file is damaged; restore it from a backup: " + e.getMessage();
            case 13 -> "the disk is full";
            case 14 -> "the database file cannot be opened; check that it exists, and its permissions";
            case 26 -> "the file is not a SQLite database; name another one, or move it away";
            default -> e.getMessage();
        };
    }

    private String postgresWords(SQLException e) {
        SQLException cause = root(e);
        String state = cause.getSQLState() == null ? "" : cause.getSQLState();
        if (state.equals("53100")) {
            return "the disk is full";
        }
        if (state.startsWith("08")
                || state.startsWith("57P")
                || state.startsWith("28")
                || state.equals("53300")
                || state.equals("3D000")
                || state.isEmpty()) {
            return "cannot reach PostgreSQL: " + cause.getMessage();
        }
        return cause.getMessage();
    }

    /** A pool wraps what the driver said; of a batch, the next one tells the reason and no values. */
    private static SQLException root(SQLException e) {
        SQLException found = e;
        if (e instanceof BatchUpdateException && e.getNextException() != null) {
            return e.getNextException();
        }
        for (Throwable t = e.getCause(); t != null; t = t.getCause()) {
            if (t instanceof SQLException deeper) {
                found = deeper;
            }
        }
        return found;
    }

    private static Optional<SQLException> sqlException(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof SQLException e) {
                return Optional.of(e);
            }
        }
        return Optional.empty();
    }

    /** The lowest byte of SQLite's extended result codes. */
    private static int primaryCode(SQLException e) {
        return e.getErrorCode() & 0xff;
    }
}
