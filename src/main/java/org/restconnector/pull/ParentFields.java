package org.restconnector.pull;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.restconnector.json.FieldPath;
import org.restconnector.settings.Parameters;

/**
 * The fields of a fetch's incoming record that each child record gets: {@code id} as {@code _parent_id},
 * {@code user.id} as {@code _parent_user_id}.
 */
record ParentFields(List<FieldPath> paths) {
    private static final String PREFIX = "_parent_";

    ParentFields {
        paths = List.copyOf(paths);
    }

    static ParentFields of(Parameters parameters) {
        List<FieldPath> paths = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (String path : parameters.list("parentFields")) {
            parameters.parsed("parentFields", all -> FieldPath.of(path)).ifPresent(paths::add);
            if (!names.add(name(path))) {
                parameters.problem("parentFields", "names two fields that both become '" + name(path) + "'");
            }
        }
        return new ParentFields(paths);
    }

    private static String name(String path) {
        String plain = path.replaceFirst("^\\$\\.?", "").replaceAll("\\[['\"]?|['\"]?]", ".");
        return PREFIX + plain.replaceAll("\\.+$", "").replaceAll("^\\.+", "").replaceAll("\\.+", "_");
    }

    /** The page with these fields in each of its records; a field of a child that has such a name gives way. */
    Page into(Page page, Map<String, Object> parent) {
        if (paths.isEmpty()) {
            return page;
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        paths.forEach(
                path -> fields.put(name(path.toString()), path.find(parent).orElse(null)));
        return new Page(
                page.response(),
                page.facts(),
                with(page.records(), fields),
                () -> with(page.again().get(), fields),
                page.source());
    }

    private static List<Map<String, Object>> with(List<Map<String, Object>> records, Map<String, Object> fields) {
        return records.stream().map(record -> with(record, fields)).toList();
    }

    private static Map<String, Object> with(Map<String, Object> record, Map<String, Object> fields) {
        Map<String, Object> all = new LinkedHashMap<>(record);
        all.putAll(fields);
        return all;
    }
}
