package org.restconnector.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connections that only read, each transaction on a snapshot of its own, beside the writer. */
final class SqliteReaders implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteReaders.class);
    private static final int CONNECTIONS = 4;
    private static final long WAIT_SECONDS = 30;

    private final SqliteFile file;
    private final Clock clock;
    private final SqlErrors errors;
    private final Semaphore permits = new Semaphore(CONNECTIONS);
    private final Deque<Reader> idle = new ArrayDeque<>();
    private boolean closed;

    SqliteReaders(SqliteFile file, Clock clock, SqlErrors errors) {
        this.file = file;
        this.clock = clock;
        this.errors = errors;
    }

    <T> T read(Store.Work<T> work) {
        acquirePermit();
        try {
            return onConnection(work);
        } catch (Exception e) {
            throw errors.translate(e);
        } finally {
            permits.release();
        }
    }

    private <T> T onConnection(Store.Work<T> work) throws Exception {
        Reader reader = take();
        boolean reusable = false;
        try {
            reader.execute("BEGIN");
            T result = work.run(new Transaction(reader.connection, reader.statements, clock.millis()));
            reader.execute("ROLLBACK");
            reusable = true;
            return result;
        } finally {
            giveBack(reader, reusable);
        }
    }

    private void acquirePermit() {
        try {
            if (!permits.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw new StoreException("no place to read from the store was free for " + WAIT_SECONDS + " s; all "
                        + CONNECTIONS + " are in use");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted while waiting to read", e);
        }
    }

    /** One of the connections. */
    private record Reader(Connection connection, Statements statements) {
        void execute(String sql) throws SQLException {
            try (Statements.Use use = statements.use(sql)) {
                use.statement().execute();
                use.keep();
            }
        }
    }

    private Reader take() throws SQLException {
        synchronized (this) {
            if (closed) {
                throw new StoreException("the store is closed");
            }
            if (!idle.isEmpty()) {
                return idle.pop();
            }
        }
        Connection connection = file.connect(false);
        return new Reader(connection, Statements.keeping(connection));
    }

    private void giveBack(Reader reader, boolean reusable) {
        synchronized (this) {
            if (reusable && !closed) {
                idle.push(reader);
                return;
            }
        }
        close(reader);
    }

    @Override
    public synchronized void close() {
        closed = true;
        idle.forEach(SqliteReaders::close);
        idle.clear();
    }

    private static void close(Reader reader) {
        try {
            reader.connection.close();
        } catch (SQLException e) {
            LOG.debug("A reading connection could not be closed", e);
        }
    }
}
