package org.restconnector.reload;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.restconnector.inspect.RouteFileSearch.Found;

/**
 * Tells when route files have changed: what they hold decides, not their times, and not before nobody has written
 * for a moment, since editors write in steps. Used by one thread.
 */
final class FileWatch {
    private final Supplier<List<Found>> look;
    private final LongSupplier nanos;
    private final Duration quiet;
    private List<Found> seen;
    private List<Found> told;
    private long seenAt;

    /**
     * @param known what was there at the start
     * @param quiet how long nobody has to have written
     */
    FileWatch(List<Found> known, Supplier<List<Found>> look, LongSupplier nanos, Duration quiet) {
        this.told = List.copyOf(known);
        this.seen = told;
        this.look = Objects.requireNonNull(look, "look");
        this.nanos = Objects.requireNonNull(nanos, "nanos");
        this.quiet = Objects.requireNonNull(quiet, "quiet");
    }

    /** All files, if they differ from what was told last and are written. */
    Optional<List<Found>> changed() {
        List<Found> now = List.copyOf(look.get());
        if (!now.equals(seen)) {
            seen = now;
            seenAt = nanos.getAsLong();
        }
        boolean written = nanos.getAsLong() - seenAt >= quiet.toNanos();
        if (now.equals(told) || !written) {
            return Optional.empty();
        }
        told = now;
        return Optional.of(now);
    }
}
