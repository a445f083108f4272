package org.restconnector.observe;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the store every second whether it answers. It counts as away when it has not done so for some seconds, and
 * as back when it has done so twice: what comes and goes within seconds is no reason to take an instance out.
 */
final class StoreWatch implements Runnable {
    static final Duration EVERY = Duration.ofSeconds(1);
    static final Duration AWAY_AFTER = Duration.ofSeconds(5);

    private static final int BACK_AFTER = 2;
    private static final long NONE = Long.MIN_VALUE;
    private static final Logger LOG = LoggerFactory.getLogger(StoreWatch.class);

    private final Runnable question;
    private final LongSupplier nanos;
    /** When the store was asked first of those times that it has not answered since; NONE if it answers. */
    private long silentSince = NONE;

    private int answers;
    private boolean away;

    StoreWatch(Runnable question, LongSupplier nanos) {
        this.question = question;
        this.nanos = nanos;
    }

    @Override
    public void run() {
        asking();
        try {
            question.run();
            answered();
        } catch (RuntimeException e) {
            LOG.debug("The store does not answer", e);
            failed();
        }
    }

    /** Whether the store answers, as of the last seconds. */
    synchronized boolean isUp() {
        look();
        return !away;
    }

    private synchronized void asking() {
        if (silentSince == NONE) {
            silentSince = nanos.getAsLong();
        }
    }

    private synchronized void answered() {
        look();
        silentSince = NONE;
        answers++;
        if (answers >= BACK_AFTER) {
            away = false;
        }
    }

    private synchronized void failed() {
        answers = 0;
        look();
    }

    private void look() {
        if (silentSince != NONE && nanos.getAsLong() - silentSince >= AWAY_AFTER.toNanos()) {
            if (!away) {
                LOG.warn("the store has not answered for {} s: this instance is not ready", AWAY_AFTER.toSeconds());
            }
            away = true;
            answers = 0;
        }
    }
}
