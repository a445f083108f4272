package org.restconnector.push;

import java.time.Duration;

/** Counts what happened within a moment that has just passed. Safe for use by many threads. */
final class Recent {
    private static final long MOMENT_NANOS = Duration.ofMillis(50).toNanos();
    private static final int MOST = 512;

    private long begin = System.nanoTime();
    private int before;
    private int now;

    synchronized void add() {
        pass();
        now++;
    }

    /** How many were {@link #add}ed in the last full moment. */
    synchronized int count() {
        pass();
        return Math.min(MOST, before);
    }

    private void pass() {
        long passed = System.nanoTime() - begin;
        if (passed >= MOMENT_NANOS) {
            before = passed >= 2 * MOMENT_NANOS ? 0 : now;
            now = 0;
            begin += passed - passed % MOMENT_NANOS;
        }
    }
}
