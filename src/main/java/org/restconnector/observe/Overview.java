package org.restconnector.observe;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How all pulls and flows did at a time.
 *
 * @param at by the store's time
 * @param deadLetters how many there are, by pull or flow
 * @param fileBytes sizes of the store's files, by what they hold
 */
record Overview(
        Instant at,
        List<PullStatus> pulls,
        List<FlowStatus> flows,
        Map<String, Long> deadLetters,
        Map<String, Long> fileBytes) {
    Overview {
        Objects.requireNonNull(at, "at");
        pulls = List.copyOf(pulls);
        flows = List.copyOf(flows);
        deadLetters = Map.copyOf(deadLetters);
        fileBytes = Map.copyOf(fileBytes);
    }
}
