package org.restconnector.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes. What waits while it syncs to disk shares its next commit, so that many
 * callers cost one sync; each has a savepoint, so that one that fails takes no other with it.
 */
final class SqliteWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteWriter.class);
    private static final int GROUP = 256;
    private static final long BUSY_MILLIS = 30_000;

    private final SqliteFile file;
    private final Clock clock;
    private final FaultHook faults;
    private final SqlErrors errors;
    private final WriteQueue queue = new WriteQueue(GROUP);
    private final Thread thread;
    /** Used by the writer's thread alone; null until the first write, and after a fault. */
    private Connection connection;

    SqliteWriter(SqliteFile file, Clock clock, FaultHook faults, SqlErrors errors) {
        this.file = file;
        this.clock = clock;
        this.faults = faults;
        this.errors = errors;
        this.thread = new Thread(this::loop, "connector-store-writer");
        thread.setDaemon(true);
        thread.start();
    }

    <T> T write(Store.Work<T> work) {
        if (Thread.currentThread() == thread) {
            throw new IllegalStateException("a write within a write would wait for itself");
        }
        WriteUnit<T> unit = new WriteUnit<>(work);
        queue.add(unit);
        try {
            return unit.await();
        } catch (Throwable e) {
            throw errors.translate(e);
        }
    }

    /** Lets the commit under way end; what still waits fails. */
    @Override
    public void close() {
        queue.close();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void loop() {
        List<WriteUnit<?>> group = queue.next();
        while (!group.isEmpty()) {
            commitOrFail(group);
            group = queue.next();
        }
        disconnect();
    }

    private void commitOrFail(List<WriteUnit<?>> group) {
        try {
            commit(group);
        } catch (TransactionLostException e) {
            alone(group, e);
        } catch (Throwable e) {
            abandon();
            group.forEach(unit -> unit.completeExceptionally(copy(e)));
        }
    }

    /** One of the group lost the transaction for all of them: each is done by itself. */
    private void alone(List<WriteUnit<?>> group, TransactionLostException lost) {
        abandon();
        if (group.size() == 1) {
            group.get(0).completeExceptionally(lost.getCause());
            return;
        }
        for (WriteUnit<?> unit : group) {
            commitOrFail(List.of(unit));
        }
    }

    private void commit(List<WriteUnit<?>> group) throws SQLException, TransactionLostException {
        begin();
        try (Statement statement = connection.createStatement()) {
            for (WriteUnit<?> unit : group) {
                if (!unit.failed()) {
                    run(unit, statement);
                }
            }
            faults.at("commit-before");
            statement.execute("COMMIT");
            faults.at("commit-after");
        }
        group.forEach(WriteUnit::complete);
    }

    private void run(WriteUnit<?> unit, Statement statement) throws TransactionLostException, SQLException {
        statement.execute("SAVEPOINT unit");
        try {
            unit.run(new Transaction(connection, clock.millis()));
            release(statement, "RELEASE unit");
        } catch (TransactionLostException e) {
            throw e;
        } catch (Throwable e) {
            rollBack(statement, e);
            unit.fail(e);
        }
    }

    private static void release(Statement statement, String sql) throws TransactionLostException {
        try {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new TransactionLostException(e);
        }
    }

    private static void rollBack(Statement statement, Throwable cause) throws TransactionLostException {
        try {
            statement.execute("ROLLBACK TO unit");
            statement.execute("RELEASE unit");
        } catch (SQLException e) {
            // A full disk, among others, ends the whole transaction.
            throw new TransactionLostException(cause);
        }
    }

    private void begin() throws SQLException {
        if (connection == null) {
            connection = file.connect(true);
        }
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(BUSY_MILLIS);
        while (true) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("BEGIN IMMEDIATE");
                return;
            } catch (SQLException e) {
                if (!SqlErrors.isBusy(e) || System.nanoTime() >= deadline || queue.isClosed()) {
                    throw e;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
        }
    }

    /** Ends a transaction whose state is not known; the next write begins with a connection of its own. */
    private void abandon() {
        if (connection != null) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("ROLLBACK");
            } catch (SQLException e) {
                LOG.debug("Nothing was left to roll back", e);
            }
        }
        disconnect();
    }

    private void disconnect() {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException e) {
                LOG.warn("The connection to {} could not be closed: {}", file.path(), e.getMessage());
            }
            connection = null;
        }
    }

    /** Each caller gets an exception of its own, as they are thrown by several threads. */
    private Throwable copy(Throwable failure) {
        return failure instanceof SQLException ? errors.translate(failure) : failure;
    }

    /** The transaction that a group shares is gone, with what all of them wrote. */
    private static final class TransactionLostException extends Exception {
        TransactionLostException(Throwable cause) {
            super(cause);
        }
    }
}
