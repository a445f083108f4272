package org.restconnector.store;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One execution of a pull, as it stands in the store.
 *
 * @param id UUIDv7 as text
 * @param endedAt empty while it runs
 * @param error empty unless {@code status} is {@link Status#FAILED}
 * @param state JSON: the value that an incremental pull has reached, {@code null} if there is none yet; empty for
 *     pulls that are not incremental
 */
public record Run(
        String id,
        String pull,
        Status status,
        Instant startedAt,
        Optional<Instant> endedAt,
        Counters counters,
        boolean resumed,
        List<String> warnings,
        Optional<RunError> error,
        Optional<String> state) {
    public Run {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(pull, "pull");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(startedAt, "startedAt");
        Objects.requireNonNull(endedAt, "endedAt");
        Objects.requireNonNull(counters, "counters");
        warnings = List.copyOf(warnings);
        Objects.requireNonNull(error, "error");
        Objects.requireNonNull(state, "state");
    }

    /** A run of a pull that is not incremental. */
    public Run(
            String id,
            String pull,
            Status status,
            Instant startedAt,
            Optional<Instant> endedAt,
            Counters counters,
            boolean resumed,
            List<String> warnings,
            Optional<RunError> error) {
        this(id, pull, status, startedAt, endedAt, counters, resumed, warnings, error, Optional.empty());
    }

    /** What became of it, named as in a run's result. */
    public enum Status {
        RUNNING,
        COMPLETED,
        FAILED;

        /** {@code running}, {@code completed} or {@code failed}. */
        public String text() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** What a run has counted so far. */
    public record Counters(long requests, long pages, long records, long delivered, long skipped, long deadLettered) {
        public static final Counters ZERO = new Counters(0, 0, 0, 0, 0, 0);

        public Counters plus(Counters more) {
            return new Counters(
                    requests + more.requests,
                    pages + more.pages,
                    records + more.records,
                    delivered + more.delivered,
                    skipped + more.skipped,
                    deadLettered + more.deadLettered);
        }
    }

    /**
     * Why a run failed.
     *
     * @param code one of the codes of a run's result, {@code http_status}
     */
    public record RunError(String code, String message) {
        public RunError {
            Objects.requireNonNull(code, "code");
            Objects.requireNonNull(message, "message");
        }
    }
}
