package org.restconnector.inspect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The plain values of records by their paths, down to the second level; only of fields that all records have. */
final class Fields {
    private Fields() {}

    static Map<String, List<Object>> of(List<Map<String, Object>> records) {
        Map<String, List<Object>> columns = new LinkedHashMap<>();
        for (Map<String, Object> record : records) {
            record.forEach((name, value) -> {
                if (value instanceof Map<?, ?> child) {
                    child.forEach((inner, grandchild) -> add(columns, path(name, inner), grandchild));
                } else {
                    add(columns, path(name), value);
                }
            });
        }
        columns.values().removeIf(values -> values.size() < records.size());
        return columns;
    }

    private static void add(Map<String, List<Object>> columns, String path, Object value) {
        if (value != null && !(value instanceof Map) && !(value instanceof List)) {
            columns.computeIfAbsent(path, name -> new ArrayList<>()).add(value);
        }
    }

    private static String path(Object... names) {
        StringBuilder path = new StringBuilder();
        boolean plain = true;
        for (Object name : names) {
            plain &= String.valueOf(name).matches("[^.\\[\\]'\"*?()\\s$,|]+");
        }
        for (Object name : names) {
            String text = String.valueOf(name);
            path.append(plain ? (path.isEmpty() ? "" : ".") + text : Leaf.step(text));
        }
        return plain ? path.toString() : "$" + path;
    }
}
