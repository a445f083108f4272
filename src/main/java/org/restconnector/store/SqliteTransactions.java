package org.restconnector.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The writer's connection and the transaction on it that a group of units shares. Not safe for several threads. */
final class SqliteTransactions {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteTransactions.class);
    private static final long BUSY_MILLIS = 30_000;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** A long reader is not to hold up every commit. */
    private static final long LOG_EMPTIED_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private static final int LOG_BUSY_MILLIS = 100;

    private final SqliteFile file;
    private final Clock clock;
    /** null until the first transaction, and after a fault. */
    private Connection connection;

    private Statements statements;
    private long logEmptiedAt = System.nanoTime();
    private volatile boolean logIsToBeShort;

    SqliteTransactions(SqliteFile file, Clock clock) {
        this.file = file;
        this.clock = clock;
    }

    /** Waits for other processes that write. */
    void begin(BooleanSupplier givenUp) throws SQLException {
        if (connection == null) {
            connection = file.connect(true);
            statements = Statements.keeping(connection);
        }
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(BUSY_MILLIS);
        while (true) {
            try {
                execute("BEGIN IMMEDIATE");
                return;
            } catch (SQLException e) {
                if (!SqlErrors.isBusy(e) || System.nanoTime() >= deadline || givenUp.getAsBoolean()) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    void commit() throws SQLException {
        execute("COMMIT");
    }

    /** The next {@link #boundLog} empties the log however short it is. Of any thread. */
    void shortenLogSoon() {
        logIsToBeShort = true;
    }

    /**
     * Empties a log that has become long, between two transactions: SQLite does so by itself only at a moment
     * without any reader, which under load may never come.
     */
    void boundLog() {
        boolean late = System.nanoTime() - logEmptiedAt > LOG_EMPTIED_EVERY_NANOS;
        if (logIsToBeShort || (late && file.logBytes() > SqliteFile.LOG_BYTES)) {
            logIsToBeShort = false;
            emptyLog();
            logEmptiedAt = System.nanoTime();
        }
    }

    private void emptyLog() {
        try (Statement statement = connection.createStatement()) {
            // everybody who writes waits for this; a long reader makes it end early, and it is tried again
            statement.execute("PRAGMA busy_timeout = " + LOG_BUSY_MILLIS);
            statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
            statement.execute("PRAGMA busy_timeout = " + SqliteFile.BUSY_MILLIS);
        } catch (SQLException e) {
            LOG.debug("The log of {} could not be emptied", file.path(), e);
            disconnect();
        }
    }

    /** Runs it within a savepoint; its own failure is its own, and undone. */
    void run(WriteUnit<?> unit) throws SQLException, LostException {
        execute("SAVEPOINT unit");
        try {
            unit.run(new Transaction(connection, statements, clock.millis()));
        } catch (Throwable e) {
            undo(e);
            unit.fail(e);
            return;
        }
        try {
            execute("RELEASE unit");
        } catch (SQLException e) {
            throw new LostException(e);
        }
    }

    /** Ends a transaction whose state is not known; the next one gets a connection of its own. */
    void abandon() {
        if (connection == null) {
            return;
        }
        try {
            execute("ROLLBACK");
        } catch (SQLException e) {
            LOG.debug("Nothing was left to roll back", e);
        }
        disconnect();
    }

    void disconnect() {
        if (connection == null) {
            return;
        }
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.warn("The connection to {} could not be closed: {}", file.path(), e.getMessage());
        }
        connection = null;
    }

    private void undo(Throwable cause) throws LostException {
        try {
            execute("ROLLBACK TO unit");
            execute("RELEASE unit");
        } catch (SQLException e) {
            // A full disk, among others, ends the whole transaction.
            throw new LostException(cause);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statements.Use use = statements.use(sql)) {
            use.statement().execute();
            use.keep();
        }
    }

    /** The transaction that a group shares is gone, with what all of them wrote. */
    static final class LostException extends Exception {
        LostException(Throwable cause) {
            super(cause);
        }
    }
}
