package org.restconnector.store;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** Records that could not be delivered, with the reason. */
public interface DeadLetters {
    /** Stores it; the returned one has its id and time. */
    DeadLetter add(Transaction transaction, NewDeadLetter letter);

    /** Newest first. */
    List<DeadLetter> list(Filter filter, int limit);

    /**
     * Newest first, from one page to the next. A search for words looks through so many rows at a time: a page
     * may hold fewer than {@code limit}, or none, and be followed by another.
     *
     * @param before what the page before says comes {@code next}
     */
    Found page(Filter filter, int limit, Optional<String> before);

    /** @param next empty for the last page */
    record Found(List<DeadLetter> letters, Optional<String> next) {}

    /** How many of this pull or flow there are, but no more than {@code most}. */
    long count(String from, long most);

    Optional<DeadLetter> find(String id);

    long count(Filter filter);

    /**
     * Asks for them to be sent again. A flow's record goes back to its queue at once and is no dead letter
     * any longer; a pull's waits until a process takes it from {@link #replays}.
     *
     * @return those of the ids of which there is something to replay
     */
    List<String> replay(List<String> ids);

    /** As {@link #replay(List)}, all that match by now; how many they are. */
    long replay(Filter filter);

    /** @return those of the ids that were there */
    List<String> discard(List<String> ids);

    /** Discards all that match by now; how many they were. */
    long discard(Filter filter);

    /** The pulls of which dead letters are to be sent again. */
    List<String> pullsToReplay();

    /**
     * Takes dead letters of a pull whose replay was asked for, oldest first; no other instance that is
     * alive gets them. They stay until {@link #replayed} or {@link #refused}, and are taken again until then.
     */
    List<DeadLetter> replays(String pull, int limit);

    /**
     * The destination has taken it: it is no dead letter any longer.
     *
     * @throws LockLostException if another instance has taken it over: the transaction must not commit
     */
    void replayed(Transaction transaction, String id);

    /**
     * The destination has refused it again: it stays, with the new reason.
     *
     * @param attempts that were made this time
     * @return as it is now; empty if it was discarded meanwhile
     * @throws LockLostException as {@link #replayed}
     */
    Optional<DeadLetter> refused(
            Transaction transaction, String id, OptionalInt lastStatus, String reason, int attempts);

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

        /** {@code from=orders, since=2026-01-31T12:00:00Z}; {@code all} without any. */
        @Override
        public String toString() {
            Map<String, Optional<?>> parts = new LinkedHashMap<>();
            parts.put("from", from);
            parts.put("tenant", tenant);
            parts.put("stream", stream);
            parts.put("job", job);
            parts.put("since", since);
            parts.put("until", until);
            parts.put("error", error);
            String text = parts.entrySet().stream()
                    .filter(part -> part.getValue().isPresent())
                    .map(part -> part.getKey() + "=" + part.getValue().get())
                    .collect(Collectors.joining(", "));
            return text.isEmpty() ? "all" : text;
        }
    }
}
