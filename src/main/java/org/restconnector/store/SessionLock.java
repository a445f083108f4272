package org.restconnector.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection of its own that holds an advisory lock of PostgreSQL: the server lets go of the lock when the
 * process dies. Used by one thread at a time.
 */
final class SessionLock implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SessionLock.class);
    private static final int NETWORK_TIMEOUT_MILLIS = (int) TimeUnit.SECONDS.toMillis(10);

    private final Callable<Connection> connect;
    private Connection connection;
    private long key;
    private boolean locked;

    SessionLock(Callable<Connection> connect) {
        this.connect = connect;
    }

    /** The key of an instance's lock: advisory locks are a whole database's, epochs those of one schema. */
    static long key(UUID instance) {
        return instance.getMostSignificantBits() ^ instance.getLeastSignificantBits();
    }

    /**
     * Runs an update on that connection, which it makes anew and locks anew if need be.
     *
     * @return how many rows were changed
     */
    int update(UUID instance, String sql, Object... parameters) throws Exception {
        try {
            lock(key(instance));
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                return Sql.bind(statement, parameters).executeUpdate();
            }
        } catch (Exception e) {
            // what is left of the session would hold the lock beside the next one
            abort();
            throw e;
        }
    }

    private void lock(long wanted) throws Exception {
        if (connection == null) {
            connection = connect.call();
            connection.setAutoCommit(true);
            connection.setNetworkTimeout(Runnable::run, NETWORK_TIMEOUT_MILLIS);
        }
        if (locked && key != wanted) {
            unlock();
        }
        if (!locked) {
            key = wanted;
            // false while the server has not noticed that an earlier connection broke: the next call tries again
            locked = call("SELECT pg_try_advisory_lock(?)");
        }
    }

    private void unlock() throws SQLException {
        call("SELECT pg_advisory_unlock(?)");
        locked = false;
    }

    private boolean call(String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, key);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    private void abort() {
        locked = false;
        if (connection != null) {
            try (Connection broken = connection) {
                connection = null;
                broken.abort(Runnable::run);
                // a pool learns from the exception that it must not hand it out again
                broken.prepareStatement("SELECT 1").close();
            } catch (SQLException e) {
                LOG.debug("A broken connection goes back to its pool", e);
            }
        }
    }

    /** Lets go of the lock; the connection may go back to a pool. */
    @Override
    public void close() {
        try {
            if (locked) {
                unlock();
            }
            if (connection != null) {
                connection.close();
                connection = null;
            }
        } catch (SQLException e) {
            LOG.debug("The lock goes with its connection", e);
            abort();
        }
    }
}
