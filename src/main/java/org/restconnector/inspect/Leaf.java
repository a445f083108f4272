package org.restconnector.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A single value of a document, outside its arrays; or a link of a list of links.
 *
 * @param path JSONPath of it
 * @param keys the names on the way
 * @param value text, number, boolean; empty for {@code null}
 */
record Leaf(String path, List<String> keys, Optional<Object> value) {
    private static final int DEEPEST = 6;
    private static final List<String> RELATIONS = List.of("rel", "relation", "type");
    private static final List<String> TARGETS = List.of("href", "url", "uri", "link");

    Leaf {
        Objects.requireNonNull(path, "path");
        keys = List.copyOf(keys);
        Objects.requireNonNull(value, "value");
    }

    static List<Leaf> of(Object document) {
        List<Leaf> found = new ArrayList<>();
        collect("$", List.of(), document, found);
        return found;
    }

    private static void collect(String path, List<String> keys, Object value, List<Leaf> found) {
        if (keys.size() > DEEPEST) {
            return;
        }
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, child) ->
                    collect(path + step(String.valueOf(name)), with(keys, String.valueOf(name)), child, found));
        } else if (value instanceof List<?> list) {
            list.forEach(element -> link(path, keys, element, found));
        } else if (!keys.isEmpty()) {
            found.add(new Leaf(path, keys, Optional.ofNullable(value)));
        }
    }

    /** The element of a list of links that leads on. */
    private static void link(String path, List<String> keys, Object element, List<Leaf> found) {
        if (!(element instanceof Map<?, ?> link)) {
            return;
        }
        for (String relation : RELATIONS) {
            for (String target : TARGETS) {
                if ("next".equals(link.get(relation)) && link.get(target) instanceof String url) {
                    String place = path + "[?(@." + relation + "=='next')]." + target;
                    found.add(new Leaf(place, with(with(keys, "next"), target), Optional.of(url)));
                }
            }
        }
    }

    private static List<String> with(List<String> keys, String key) {
        List<String> longer = new ArrayList<>(keys);
        longer.add(key);
        return longer;
    }

    /** A name as a step of a JSONPath. */
    static String step(String name) {
        return name.matches("[A-Za-z_][A-Za-z0-9_]*")
                ? "." + name
                : "['" + name.replace("\\", "\\\\").replace("'", "\\'") + "']";
    }

    /** The last name, letters and digits alone, in lower case. */
    String word() {
        return plain(keys.get(keys.size() - 1));
    }

    /** The name before the last, alike; empty if there is none. */
    String parent() {
        return keys.size() < 2 ? "" : plain(keys.get(keys.size() - 2));
    }

    String name() {
        return keys.get(keys.size() - 1);
    }

    static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    Optional<String> text() {
        return value.filter(String.class::isInstance).map(String.class::cast);
    }

    /** As a whole number, written as one or in digits. */
    Optional<Long> number() {
        return value.filter(v -> v instanceof Integer
                        || v instanceof Long
                        || v instanceof String text && text.matches("\\d{1,12}"))
                .map(v -> Long.valueOf(String.valueOf(v)));
    }
}
