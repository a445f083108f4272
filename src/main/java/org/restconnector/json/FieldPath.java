package org.restconnector.json;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The place of a field within a record, written {@code id}, {@code user.id}, {@code $.user.id} or
 * {@code $['a.b']}. A top-level field whose name holds a dot wins over the path.
 */
public final class FieldPath {
    private final String text;
    private final List<String> steps;

    private FieldPath(String text, List<String> steps) {
        this.text = text;
        this.steps = steps;
    }

    /** @throws IllegalArgumentException if the text is not such a path, saying why */
    public static FieldPath of(String text) {
        return new FieldPath(text.strip(), FieldPathParser.parse(text.strip()));
    }

    /** The value there; empty if it is missing or null. */
    public Optional<Object> find(Object record) {
        if (record instanceof Map<?, ?> map && map.get(text) != null) {
            return Optional.of(map.get(text));
        }
        Object value = record;
        for (String step : steps) {
            value = child(value, step);
            if (value == null) {
                return Optional.empty();
            }
        }
        return Optional.of(value);
    }

    private static Object child(Object value, String step) {
        if (value instanceof Map<?, ?> map) {
            return map.get(step);
        }
        if (value instanceof List<?> list && !step.isEmpty() && step.chars().allMatch(Character::isDigit)) {
            int index = Integer.parseInt(step);
            return index < list.size() ? list.get(index) : null;
        }
        return null;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FieldPath path && path.steps.equals(steps);
    }

    @Override
    public int hashCode() {
        return Objects.hash(steps);
    }

    /** As it was written. */
    @Override
    public String toString() {
        return text;
    }
}
