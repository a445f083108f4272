package org.restconnector.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What alerts keep, shared by instances and over restarts: how each pull and flow was when it was last looked at, and
 * the events that were not handed over yet.
 */
public interface Alerts {

    /** @param direction {@code pull} or {@code flow} */
    record Subject(String direction, String name) {
        public Subject {
            Objects.requireNonNull(direction, "direction");
            Objects.requireNonNull(name, "name");
        }
    }

    /**
     * @param version grows with each change
     * @param state JSON
     */
    record Known(long version, String state) {}

    /** What is known of each pull and flow. */
    Map<Subject, Known> known();

    /**
     * Puts a state in the place of the one that was known, and its events behind those that wait, in one transaction.
     *
     * @param before the known version; empty if nothing was known
     * @param events JSON
     * @return false if another instance was faster: nothing is stored then
     */
    boolean learn(Subject subject, Optional<Long> before, String state, List<String> events);

    /** The number of the newest dead letter of all; 0 if there never was one. */
    long newestLetter();

    /** The dead letters of a pull or flow behind that number; empty if there is none. */
    Optional<Letters> lettersAfter(Subject subject, long seq);

    /**
     * @param newest the number of the last one
     * @param id of the last one
     * @param status of the last one
     * @param reason of the last one
     */
    record Letters(long count, long newest, String id, OptionalInt status, String reason) {}

    /** The first event that nobody else has, for so long: then it may be taken again. */
    Optional<Event> take(Duration time);

    /**
     * @param body JSON
     * @param tries with this one
     */
    record Event(long seq, Instant createdAt, String body, int tries) {}

    void handedOver(Event event);

    /** It was not taken, and is to be tried again after that time. */
    void postpone(Event event, Duration time);

    /** Events that wait. */
    long waiting();

    /** Gives up the events that have waited longer than that, and the oldest beyond that number; returns how many. */
    int giveUp(Duration age, int most);
}
