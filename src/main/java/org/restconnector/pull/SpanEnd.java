package org.restconnector.pull;

import java.util.Objects;
import java.util.Optional;

/**
 * The end of a span of an incremental pull.
 *
 * @param reached what is to be stored
 * @param next empty if it was the last
 */
record SpanEnd(Optional<SinceValue> reached, Optional<Span> next) {
    SpanEnd {
        Objects.requireNonNull(reached, "reached");
        Objects.requireNonNull(next, "next");
    }
}
