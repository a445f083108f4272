package org.restconnector.pull;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.Objects;
import java.util.Optional;
import org.restconnector.http.HeaderLines;

/** Where a value goes in a request: {@code name} of a query parameter, {@code header:Name}, {@code body:/json/pointer}. */
record Placement(Kind kind, String name) {
    enum Kind {
        QUERY,
        HEADER,
        BODY
    }

    Placement {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(name, "name");
    }

    /** @throws IllegalArgumentException if the text names no place; the message goes on after the parameter's name */
    static Placement of(String text) {
        String place = text.strip();
        if (place.startsWith("header:")) {
            String name = place.substring("header:".length());
            if (!HeaderLines.isName(name)) {
                throw new IllegalArgumentException("is '" + text + "', but '" + name + "' is no header name");
            }
            return new Placement(Kind.HEADER, name);
        }
        if (place.startsWith("body:")) {
            return new Placement(Kind.BODY, pointer(text, place.substring("body:".length())));
        }
        if (place.isEmpty()) {
            throw new IllegalArgumentException(
                    "is empty; allowed are the name of a query parameter, header:Name or body:/json/pointer");
        }
        return new Placement(Kind.QUERY, place);
    }

    private static String pointer(String text, String pointer) {
        if (pointer.length() < 2 || !pointer.startsWith("/")) {
            throw new IllegalArgumentException("is '" + text + "'; a place in the body is written body:/json/pointer");
        }
        return JsonPointer.compile(pointer).toString();
    }

    /** As users write it. */
    String text() {
        return switch (kind) {
            case QUERY -> name;
            case HEADER -> "header:" + name;
            case BODY -> "body:" + name;
        };
    }

    /** The JSON pointer, if the place is in the body. */
    Optional<JsonPointer> pointer() {
        return kind == Kind.BODY ? Optional.of(JsonPointer.compile(name)) : Optional.empty();
    }
}
