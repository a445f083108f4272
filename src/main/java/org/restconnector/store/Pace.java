package org.restconnector.store;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * How much is removed in one transaction, and how long others then have the writer to themselves: as many rows as
 * take it some milliseconds, and twice that time. Used by one thread.
 */
final class Pace {
    private static final int FEWEST_ROWS = 100;
    private static final int MOST_ROWS = 4000;
    private static final long AIM_NANOS = Duration.ofMillis(4).toNanos();
    private static final long SHORTEST_NANOS = Duration.ofMillis(2).toNanos();
    private static final long LONGEST_NANOS = Duration.ofMillis(200).toNanos();

    private final BooleanSupplier goOn;
    private int rows = FEWEST_ROWS;
    private long spent;

    /** @param goOn asked before each part of the work */
    Pace(BooleanSupplier goOn) {
        this.goOn = Objects.requireNonNull(goOn, "goOn");
    }

    /** Rows of another kind take another time. */
    void reset() {
        rows = FEWEST_ROWS;
    }

    /** How many the next transaction is to remove at most. */
    int rows() {
        return rows;
    }

    <T> T write(Database database, Store.Work<T> work) {
        return database.write(transaction -> {
            long begun = System.nanoTime();
            T result = work.run(transaction);
            spent = System.nanoTime() - begun;
            return result;
        });
    }

    /** @return false if the work is to end */
    boolean next() {
        rows = spent > AIM_NANOS
                ? Math.max(FEWEST_ROWS, rows / 2)
                : spent < AIM_NANOS / 2 ? Math.min(MOST_ROWS, rows * 2) : rows;
        if (isOver()) {
            return false;
        }
        LockSupport.parkNanos(Math.max(SHORTEST_NANOS, Math.min(2 * spent, LONGEST_NANOS)));
        return !isOver();
    }

    private boolean isOver() {
        return Thread.currentThread().isInterrupted() || !goOn.getAsBoolean();
    }
}
