package org.restconnector.inspect;

import java.util.Objects;

/**
 * The text of a route file.
 *
 * @param name as its user knows it
 */
public record RouteSource(String name, String text) {
    public RouteSource {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(text, "text");
    }
}
