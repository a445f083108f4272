package org.restconnector.json;

import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.JsonPathException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A JSONPath to the records of a page: {@code $}, {@code $.data[*]}, {@code $.data[?(@.open)]}. Safe for use by many threads. */
public final class RecordsPath {
    private final String text;
    private final JsonPath path;
    private final Optional<JsonPath> container;
    private final boolean filtered;
    private final boolean searched;

    private RecordsPath(String text, JsonPath path, Optional<JsonPath> container, boolean filtered) {
        this.text = text;
        this.path = path;
        this.container = container;
        this.filtered = filtered;
        // a filter on the way may find nothing in a good page; a name that is looked for everywhere may not
        this.searched = container.isPresent()
                && container.get().getPath().contains("..")
                && !container.get().getPath().contains("?");
    }

    /** @throws IllegalArgumentException if the text is no JSONPath, saying why */
    public static RecordsPath of(String text) {
        String path = text.strip();
        int tail = LastBracket.of(path);
        String inside =
                tail < 0 ? "" : path.substring(tail + 1, path.length() - 1).strip();
        boolean filtered = inside.startsWith("?");
        boolean split = tail > 0 && (filtered || inside.equals("*"));
        return new RecordsPath(
                path,
                JsonPaths.compile(path),
                split ? Optional.of(JsonPaths.compile(path.substring(0, tail))) : Optional.empty(),
                filtered);
    }

    /**
     * What a page holds at the path.
     *
     * @param elements each as it stands there, whatever its type
     * @param source what the page held before a filter at the path's end left some out
     * @param missing whether there is nothing at the path, not even {@code null}
     */
    public record Selection(List<Object> elements, List<Object> source, boolean missing) {}

    public Selection select(Object document) {
        if (container.isEmpty()) {
            return selection(read(path, document));
        }
        Optional<Found> parent = read(container.get(), document);
        if (searched && parent.isPresent() && parent.get().value() instanceof List<?> found && found.isEmpty()) {
            return new Selection(List.of(), List.of(), true);
        }
        if (parent.isEmpty()
                || parent.get().value() == null
                || !filtered && isArray(parent.get().value())) {
            return selection(parent);
        }
        List<Object> elements = selection(read(path, document)).elements();
        return new Selection(elements, filtered ? source(parent.get().value()) : elements, false);
    }

    /** A value that is there, if only as {@code null}. */
    private record Found(Object value) {}

    private static Optional<Found> read(JsonPath path, Object document) {
        if (document == null) {
            return path.getPath().equals("$") ? Optional.of(new Found(null)) : Optional.empty();
        }
        try {
            return Optional.of(new Found(path.read(document, JsonPaths.CONFIGURATION)));
        } catch (JsonPathException e) {
            return Optional.empty();
        }
    }

    private boolean isArray(Object value) {
        return value instanceof List && container.orElseThrow().isDefinite();
    }

    private static Selection selection(Optional<Found> found) {
        if (found.isEmpty() || found.get().value() == null) {
            return new Selection(List.of(), List.of(), found.isEmpty());
        }
        List<Object> elements = elements(found.get().value());
        return new Selection(elements, elements, false);
    }

    @SuppressWarnings("unchecked")
    private static List<Object> elements(Object value) {
        return value instanceof List<?> list ? (List<Object>) list : Arrays.asList(value);
    }

    private List<Object> source(Object value) {
        if (container.isPresent() && !container.get().isDefinite()) {
            return ((List<?>) value)
                    .stream().flatMap(item -> elements(item).stream()).toList();
        }
        return elements(value);
    }

    /** How far it can be followed while a document is being read. */
    public PlainPath plain() {
        return PlainPath.of(path);
    }

    /** The arrays of a document down to its third level, as {@code $.items (25)}. */
    public static List<String> arrays(Object document) {
        List<String> found = new ArrayList<>();
        collect("$", document, 3, found);
        return found;
    }

    private static void collect(String path, Object value, int levels, List<String> found) {
        if (value instanceof List<?> list) {
            found.add(path + " (" + list.size() + ")");
        } else if (value instanceof Map<?, ?> map && levels > 0) {
            map.forEach((name, child) -> collect(path + "." + name, child, levels - 1, found));
        }
    }

    /** As it was written. */
    @Override
    public String toString() {
        return text;
    }
}
