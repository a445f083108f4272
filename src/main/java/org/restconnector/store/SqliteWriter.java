package org.restconnector.store;

import java.sql.SQLException;
import java.time.Clock;
import java.util.List;

/**
 * The one thread that writes. What waits while it syncs to disk shares its next commit, so that many
 * callers cost one sync; each has a savepoint, so that one that fails takes no other with it.
 */
final class SqliteWriter implements AutoCloseable {
    private static final int GROUP = 256;

    private final FaultHook faults;
    private final SqlErrors errors;
    private final WriteQueue queue = new WriteQueue(GROUP);
    private final SqliteTransactions transactions;
    private final Thread thread;

    SqliteWriter(SqliteFile file, Clock clock, FaultHook faults, SqlErrors errors) {
        this.faults = faults;
        this.errors = errors;
        this.transactions = new SqliteTransactions(file, clock);
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

    /** Whether it takes what is to be written; ends with {@link #close} at the latest. */
    boolean isWorking() {
        return thread.isAlive();
    }

    /** Empties the write-ahead log, if nobody reads from it just now. */
    void shortenLog() {
        transactions.shortenLogSoon();
        // a commit, behind which there is time for it
        write(transaction -> null);
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
        transactions.disconnect();
    }

    private void commitOrFail(List<WriteUnit<?>> group) {
        try {
            commit(group);
        } catch (SqliteTransactions.LostException e) {
            transactions.abandon();
            oneByOne(group, e.getCause());
        } catch (Throwable e) {
            transactions.abandon();
            group.forEach(unit -> unit.completeExceptionally(forOneCaller(e)));
        }
    }

    /** One of the group lost the transaction for all of them: only that one is to fail. */
    private void oneByOne(List<WriteUnit<?>> group, Throwable cause) {
        if (group.size() == 1) {
            group.get(0).completeExceptionally(cause);
        } else {
            group.forEach(unit -> commitOrFail(List.of(unit)));
        }
    }

    private void commit(List<WriteUnit<?>> group) throws SQLException, SqliteTransactions.LostException {
        transactions.begin(queue::isClosed);
        for (WriteUnit<?> unit : group) {
            if (!unit.failed()) {
                transactions.run(unit);
            }
        }
        faults.at("commit-before");
        transactions.commit();
        faults.at("commit-after");
        group.forEach(WriteUnit::complete);
        transactions.boundLog();
    }

    /** An exception that several threads throw would gather what each of them adds to it. */
    private Throwable forOneCaller(Throwable failure) {
        return failure instanceof SQLException ? errors.translate(failure) : failure;
    }
}
