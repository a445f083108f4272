package org.restconnector.store;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Lets others write as long as one has written oneself. Used by one thread. */
final class Pace {
    private static final long SHORTEST_NANOS = Duration.ofMillis(2).toNanos();
    private static final long LONGEST_NANOS = Duration.ofMillis(200).toNanos();

    private final BooleanSupplier goOn;
    private long begun = System.nanoTime();

    /** @param goOn asked before each part of the work */
    Pace(BooleanSupplier goOn) {
        this.goOn = Objects.requireNonNull(goOn, "goOn");
    }

    /** @return false if the work is to end */
    boolean next() {
        if (isOver()) {
            return false;
        }
        long spent = System.nanoTime() - begun;
        LockSupport.parkNanos(Math.max(SHORTEST_NANOS, Math.min(spent, LONGEST_NANOS)));
        begun = System.nanoTime();
        return !isOver();
    }

    private boolean isOver() {
        return Thread.currentThread().isInterrupted() || !goOn.getAsBoolean();
    }
}
