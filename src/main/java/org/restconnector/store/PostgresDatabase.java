package org.restconnector.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** PostgreSQL, a connection of the pool for each transaction; its clock is the only one. */
final class PostgresDatabase implements Database {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresDatabase.class);
    private static final int TRIES = 5;
    /** Commits are durable here even where the server's default is that they need not be. */
    private static final String BEGIN_WRITE = "SELECT (extract(epoch FROM now()) * 1000)::bigint,"
            + " CASE WHEN current_setting('synchronous_commit') = 'off'"
            + " THEN set_config('synchronous_commit', 'on', true) END";

    private static final String BEGIN_READ = "SELECT (extract(epoch FROM now()) * 1000)::bigint";
    private static final String SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY";

    private final DataSource dataSource;
    private final Runnable closePool;
    private final SqlErrors errors;
    private final FaultHook faults;

    /** @param closePool what to do with the pool at the end: nothing for one that belongs to a host */
    PostgresDatabase(DataSource dataSource, Runnable closePool, SqlErrors errors, FaultHook faults) {
        this.dataSource = dataSource;
        this.closePool = closePool;
        this.errors = errors;
        this.faults = faults;
    }

    @Override
    public Dialect dialect() {
        return Dialect.POSTGRESQL;
    }

    @Override
    public <T> T write(Store.Work<T> work) {
        return repeatedly(connection -> {
            long now = now(connection, BEGIN_WRITE);
            T result = work.run(new Transaction(connection, now));
            faults.at("commit-before");
            connection.commit();
            faults.at("commit-after");
            return result;
        });
    }

    @Override
    public <T> T read(Store.Work<T> work) {
        return repeatedly(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute(SNAPSHOT);
            }
            T result = work.run(new Transaction(connection, now(connection, BEGIN_READ)));
            connection.rollback();
            return result;
        });
    }

    /** Says in the log what on the server makes commits less than durable. */
    void warnOfWeakSettings() {
        String fsync = read(transaction -> {
            try (Statement statement = transaction.connection().createStatement();
                    ResultSet row = statement.executeQuery("SHOW fsync")) {
                row.next();
                return row.getString(1);
            }
        });
        if (fsync.equals("off")) {
            LOG.warn("PostgreSQL runs with fsync=off: what was committed can be lost when its machine fails");
        }
    }

    /** A connection for the caller alone, which is to close it. */
    Connection connect() throws SQLException {
        return dataSource.getConnection();
    }

    /** Every caller works in a thread of its own. */
    @Override
    public boolean isWorking() {
        return true;
    }

    @Override
    public Map<String, Path> files() {
        return Map.of();
    }

    /** Autovacuum does: the space is used again, which bounds the files. */
    @Override
    public void compact(Pace pace) {}

    @Override
    public void close() {
        closePool.run();
    }

    private <T> T repeatedly(OnConnection<T> body) {
        for (int attempt = 1; ; attempt++) {
            try {
                return once(body);
            } catch (Throwable e) {
                if (attempt == TRIES || !SqlErrors.isConflict(e)) {
                    throw errors.translate(e);
                }
                LOG.debug("Transaction {} of {} met a conflict", attempt, TRIES, e);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(
                        ThreadLocalRandom.current().nextLong(5L << attempt)));
            }
        }
    }

    private <T> T once(OnConnection<T> body) throws Exception {
        try (Connection connection = dataSource.getConnection()) {
            boolean autoCommit = connection.getAutoCommit();
            connection.setAutoCommit(false);
            try {
                return body.run(connection);
            } catch (Throwable e) {
                rollBack(connection, e);
                throw e;
            } finally {
                restore(connection, autoCommit);
            }
        }
    }

    private static void rollBack(Connection connection, Throwable cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    private static void restore(Connection connection, boolean autoCommit) {
        try {
            connection.setAutoCommit(autoCommit);
        } catch (SQLException e) {
            LOG.debug("A broken connection goes back to its pool", e);
        }
    }

    private static long now(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    @FunctionalInterface
    private interface OnConnection<T> {
        T run(Connection connection) throws Exception;
    }
}
