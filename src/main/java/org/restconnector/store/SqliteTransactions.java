package org.restconnector.store;

import java.sql.Connection;
import java.sql.SQLException;
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

    private final SqliteFile file;
    private final Clock clock;
    /** null until the first transaction, and after a fault. */
    private Connection connection;

    private Statements statements;

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
