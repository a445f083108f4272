package org.restconnector.observe;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The overview as it was read last: read again when somebody asks and it is a second old. Whoever asks waits
 * so long and no longer, as the store may be away. Safe for use by many threads.
 */
final class LatestOverview {
    static final Duration FRESH = Duration.ofSeconds(1);

    /** After that, the last one says nothing any more. */
    static final Duration GOOD = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(LatestOverview.class);

    private record Read(Overview overview, long at) {}

    private final Supplier<Overview> reader;
    private final Executor thread;
    private final LongSupplier nanos;
    private final Duration patience;
    private Optional<Read> last = Optional.empty();
    private Optional<FutureTask<Overview>> reading = Optional.empty();

    /** @param thread reads, one overview at a time */
    LatestOverview(Supplier<Overview> reader, Executor thread, LongSupplier nanos, Duration patience) {
        this.reader = reader;
        this.thread = thread;
        this.nanos = nanos;
        this.patience = patience;
    }

    /** Empty if the store has not been read for a minute. */
    Optional<Overview> get() {
        Optional<Overview> fresh = within(FRESH);
        if (fresh.isPresent()) {
            return fresh;
        }
        try {
            FutureTask<Overview> task = task();
            Overview read = task.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return Optional.of(read);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("The overview is not up to date", e);
        }
        return within(GOOD);
    }

    private synchronized Optional<Overview> within(Duration age) {
        return last.filter(read -> nanos.getAsLong() - read.at() < age.toNanos())
                .map(Read::overview);
    }

    private synchronized FutureTask<Overview> task() {
        if (reading.isPresent()) {
            return reading.get();
        }
        FutureTask<Overview> task = new FutureTask<>(this::read);
        reading = Optional.of(task);
        thread.execute(task);
        return task;
    }

    private Overview read() {
        try {
            Overview overview = reader.get();
            synchronized (this) {
                last = Optional.of(new Read(overview, nanos.getAsLong()));
            }
            return overview;
        } finally {
            synchronized (this) {
                reading = Optional.empty();
            }
        }
    }
}
