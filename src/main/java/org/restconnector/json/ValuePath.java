package org.restconnector.json;

import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.JsonPathException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A JSONPath to one value of a page: {@code $.paging.next}. Safe for use by many threads. */
public final class ValuePath {
    private final String text;
    private final JsonPath path;

    private ValuePath(String text, JsonPath path) {
        this.text = text;
        this.path = path;
    }

    /** @throws IllegalArgumentException if the text is no JSONPath, saying why */
    public static ValuePath of(String text) {
        return new ValuePath(text.strip(), JsonPaths.compile(text));
    }

    /** The value there, the first where the path finds several; empty if it is missing or null. */
    public Optional<Object> find(Object document) {
        return all(document).stream().findFirst();
    }

    /** The values there, those that are null left out; one at most, unless the path searches. */
    public List<Object> all(Object document) {
        if (document == null) {
            return List.of();
        }
        try {
            Object found = path.read(document, JsonPaths.CONFIGURATION);
            if (path.isDefinite()) {
                return found == null ? List.of() : List.of(found);
            }
            return ((List<?>) found)
                    .stream().filter(Objects::nonNull).map(Object.class::cast).toList();
        } catch (JsonPathException e) {
            return List.of();
        }
    }

    /** How far it can be followed while a document is being read. */
    public PlainPath plain() {
        return PlainPath.of(path);
    }

    /** As it was written. */
    @Override
    public String toString() {
        return text;
    }
}
