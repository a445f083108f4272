package org.restconnector.pull;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The runs that read the pages together, each going on where the one before failed: kept with the
 * checkpoint.
 *
 * @param runs their ids
 * @param deadLettered records that they dead-lettered
 */
record Generation(List<String> runs, long deadLettered) {
    static final Generation NONE = new Generation(List.of(), 0);

    Generation {
        runs = List.copyOf(runs);
    }

    /**
     * What a checkpoint says of them; nothing in one of an older program.
     *
     * @throws IllegalArgumentException if the text is no checkpoint
     */
    static Generation of(String checkpoint) {
        Map<?, ?> fields = Position.parse(checkpoint);
        return fields.get("runs") instanceof List<?> runs && fields.get("deadLettered") instanceof Number number
                ? new Generation(runs.stream().map(String::valueOf).toList(), number.longValue())
                : NONE;
    }

    Generation and(String run, long more) {
        return new Generation(Stream.concat(runs.stream(), Stream.of(run)).toList(), deadLettered + more);
    }

    /** What is kept with a checkpoint. */
    Map<String, Object> fields() {
        return Map.of("runs", runs, "deadLettered", deadLettered);
    }
}
