package org.restconnector;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.restconnector.settings.Durations;
import org.restconnector.store.Retention;
import org.restconnector.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes what is too old from the store, soon after the start and then again and again, until it is closed. */
final class RetentionTimer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("Retention");
    /** The start has other things to do. */
    private static final Duration FIRST_AFTER = Duration.ofSeconds(30);

    private static final long SECONDS_TO_END = 10;

    private final Retention retention;
    private final Duration kept;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread made = new Thread(work, "connector-retention");
        made.setDaemon(true);
        return made;
    });

    RetentionTimer(Retention retention, Duration kept) {
        this.retention = Objects.requireNonNull(retention, "retention");
        this.kept = Objects.requireNonNull(kept, "kept");
    }

    void start() {
        long every = Retention.every(kept).toMillis();
        thread.scheduleWithFixedDelay(
                () -> sweep(() -> !thread.isShutdown()),
                Math.min(every, FIRST_AFTER.toMillis()),
                every,
                TimeUnit.MILLISECONDS);
    }

    /** Once, on this thread. */
    void sweep(BooleanSupplier goOn) {
        try {
            retention.sweep(kept, goOn).filter(removed -> !removed.isNothing()).ifPresent(this::report);
        } catch (StoreException e) {
            LOG.warn(
                    "what is older than {} (connector.retention) could not be removed, which is tried again: {}",
                    Durations.text(kept),
                    e.getMessage());
        } catch (RuntimeException e) {
            // a timer that fails once would be silent for good
            LOG.warn("what is older than {} (connector.retention) could not be removed", Durations.text(kept), e);
        }
    }

    private void report(Retention.Removed removed) {
        LOG.info(
                "removed what is older than {} (connector.retention): {} jobs, {} records of jobs, {} runs,"
                        + " {} dead letters; and {} idempotency keys",
                Durations.text(kept),
                removed.jobs(),
                removed.records(),
                removed.runs(),
                removed.deadLetters(),
                removed.keys());
    }

    /** Waits for the transaction under way. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(SECONDS_TO_END, TimeUnit.SECONDS)) {
                LOG.debug("The removal of what is too old does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
