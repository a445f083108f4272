package org.restconnector.pull;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What the requests of an incremental run ask for, or those of one of its windows. It stays the same
 * from the first page to the last, also where a later run goes on with it.
 *
 * @param since as it is sent: text or a number; empty where there is none yet
 * @param until as {@code since}
 * @param end the time of {@code until}, for windows
 */
record Span(Optional<Object> since, Optional<Object> until, Optional<Instant> end) {
    Span {
        Objects.requireNonNull(since, "since");
        Objects.requireNonNull(until, "until");
        Objects.requireNonNull(end, "end");
    }

    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        since.ifPresent(value -> fields.put("since", value));
        until.ifPresent(value -> fields.put("until", value));
        end.ifPresent(time -> fields.put("end", time.toString()));
        return fields;
    }

    /** @throws IllegalArgumentException if the fields are not of {@link #fields} */
    static Span of(Map<?, ?> fields) {
        try {
            return new Span(
                    Optional.ofNullable(fields.get("since")),
                    Optional.ofNullable(fields.get("until")),
                    Optional.ofNullable(fields.get("end")).map(String::valueOf).map(Instant::parse));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("the end of its window is no time", e);
        }
    }
}
