package org.restconnector.push;

/** The bytes of requests that are in work, so that no number of them fills the memory. Safe for use by many threads. */
final class BodyBudget {
    private final long most;
    private long taken;

    BodyBudget(long most) {
        this.most = most;
    }

    /** Takes all of it or nothing. */
    synchronized boolean take(long bytes) {
        if (bytes > most - taken) {
            return false;
        }
        taken += bytes;
        return true;
    }

    synchronized void give(long bytes) {
        taken -= bytes;
    }
}
