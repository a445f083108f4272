package org.restconnector.push;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.restconnector.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes that are repeated while the store is away, until the flow stops: what a target said must not be
 * lost. Safe for use by many threads.
 */
final class StoreWrites {
    private static final Duration AWAY = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(StoreWrites.class);

    private final String flow;
    private final CountDownLatch stopping;

    StoreWrites(String flow, CountDownLatch stopping) {
        this.flow = flow;
        this.stopping = stopping;
    }

    /** @param what is written, as the log names it */
    void persist(String what, Runnable write) {
        persist(what, () -> {
            write.run();
            return true;
        });
    }

    /** As {@link #persist(String, Runnable)}, with what the write returns. */
    <T> T persist(String what, Supplier<T> write) {
        boolean told = false;
        while (true) {
            try {
                return write.get();
            } catch (StoreException e) {
                if (!told) {
                    LOG.warn("flow {}: cannot store {}, trying on: {}", flow, what, e.getMessage());
                    told = true;
                }
                if (stopsWithin(AWAY)) {
                    throw e;
                }
            }
        }
    }

    private boolean stopsWithin(Duration time) {
        try {
            return stopping.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
