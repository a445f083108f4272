package org.restconnector.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Records that could not be delivered, with the reason. */
public interface DeadLetters {
    /** Stores it; the returned one has its id and time. */
    DeadLetter add(Transaction transaction, NewDeadLetter letter);

    /** Newest first. */
    List<DeadLetter> list(Filter filter, int limit);

    Optional<DeadLetter> find(String id);

    long count(Filter filter);

    /**
     * Where a dead letter came from.
     *
     * @param direction {@code pull} or {@code flow}
     * @param name the pull's or flow's name
     * @param stream empty for pulls
     * @param tenant empty for pulls
     * @param job the run's id for pulls, the job's for flows
     */
    record Origin(String direction, String name, Optional<String> stream, Optional<String> tenant, String job) {}

    /**
     * @param record the record's compact JSON, UTF-8, as it came
     * @param reason the destination's words, at most 4,096 characters of them
     */
    record NewDeadLetter(
            Origin origin, String recordId, byte[] record, OptionalInt lastStatus, String reason, int attempts) {}

    /** @param id UUIDv7 as text */
    record DeadLetter(String id, Instant createdAt, NewDeadLetter letter) {}

    /**
     * All that is given must match.
     *
     * @param since the earliest time
     * @param until the time before which it is
     * @param error a part of the reason, without regard to case
     */
    record Filter(
            Optional<String> from,
            Optional<String> tenant,
            Optional<String> stream,
            Optional<String> job,
            Optional<Instant> since,
            Optional<Instant> until,
            Optional<String> error) {
        public static final Filter ALL = new Filter(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
