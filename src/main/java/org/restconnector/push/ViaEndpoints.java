package org.restconnector.push;

import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.camel.Endpoint;

/**
 * What flows know of the endpoints that their records pass: as pulls see them.
 *
 * @param find makes the endpoint of a URI
 * @param away whether the endpoint could not be reached
 * @param status that it answered with, if it speaks HTTP
 * @param words what it said
 */
public record ViaEndpoints(
        Function<String, Endpoint> find,
        Predicate<Throwable> away,
        Function<Throwable, OptionalInt> status,
        Function<Throwable, String> words) {
    public ViaEndpoints {
        Objects.requireNonNull(find, "find");
        Objects.requireNonNull(away, "away");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(words, "words");
    }
}
