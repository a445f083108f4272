package org.restconnector.store;

import java.time.Instant;

/**
 * The durable truth: runs, run locks, checkpoints, states of pulls, jobs, batches and dead letters in one SQL database. Everything
 * a caller was told is done has been committed to disk. Safe for use by many threads.
 */
public interface Store extends AutoCloseable {
    /** The name under which the store stands in a Camel registry. */
    String BEAN = "rest-connector-store";

    /**
     * Runs the work in one transaction and returns after its commit is durable. Work of several
     * threads may share one commit; it may be run again after a conflict, so it must touch nothing
     * but the database.
     *
     * @throws StoreException if the database cannot be reached, is full, or refuses the work; nothing
     *     of it is stored then
     */
    <T> T write(Work<T> work);

    /**
     * Runs the work on a consistent snapshot, beside writers.
     *
     * @throws StoreException as {@link #write}
     */
    <T> T read(Work<T> work);

    /**
     * The time by which runs are recorded: the database's on PostgreSQL, the process clock's on SQLite.
     *
     * @throws StoreException if the database cannot be reached
     */
    Instant now();

    Runs runs();

    Checkpoints checkpoints();

    PullStates states();

    /** Which pulls are paused. */
    PullPauses pauses();

    DeliveredRecords delivered();

    DeadLetters deadLetters();

    Jobs jobs();

    Batches batches();

    /** The webhooks of flows that are still to be called. */
    Webhooks webhooks();

    /** How many records this process has dealt with lately. */
    Throughput throughput();

    RefreshTokens refreshTokens();

    /** Removes what is too old. */
    Retention retention();

    /** What alerts remember, and the events that wait. */
    Alerts alerts();

    /** What an operator wants to know of all that is stored. */
    Survey survey();

    /** Tables of users in this store's own database, for {@code table-sink}. */
    Tables tables();

    @Override
    void close();

    /** What is done within a transaction. */
    @FunctionalInterface
    interface Work<T> {
        T run(Transaction transaction) throws Exception;
    }
}
