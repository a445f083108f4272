package org.restconnector.sink;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.restconnector.json.FieldPath;
import org.restconnector.json.Json;

/**
 * What a record is known by: the values of its own primary key where one is given, else what the
 * pull says (the headers {@code RecordId}, {@code RecordIds}), else the SHA-256 of its JSON.
 */
record RecordKey(List<FieldPath> primaryKey) {

    /**
     * @param paths commas between; may be empty
     * @throws IllegalArgumentException if one of them is not a path
     */
    static RecordKey of(String paths) {
        return new RecordKey(Arrays.stream(paths.split(","))
                .filter(path -> !path.isBlank())
                .map(FieldPath::of)
                .toList());
    }

    /**
     * One id a record, in their order.
     *
     * @throws IllegalArgumentException if a record has no value, or no plain one, for its primary key
     */
    List<String> ids(Exchange exchange, List<Map<String, Object>> records) {
        if (!primaryKey.isEmpty()) {
            return records.stream().map(this::id).toList();
        }
        Collection<?> given = exchange.getMessage().getHeader("RecordIds", Collection.class);
        if (given == null) {
            String one = exchange.getMessage().getHeader("RecordId", String.class);
            boolean single = one != null && !one.isEmpty() && records.size() == 1;
            return single
                    ? List.of(one)
                    : records.stream().map(RecordKey::sha256).toList();
        }
        if (given.size() != records.size()) {
            throw new IllegalArgumentException("the header RecordIds holds " + given.size() + " ids, the body "
                    + records.size() + " records; change both, or set primaryKey");
        }
        return new ArrayList<>(given.stream().map(String::valueOf).toList());
    }

    private String id(Map<String, Object> record) {
        if (primaryKey.size() == 1) {
            return value(record, primaryKey.get(0));
        }
        // Escaped, so that no two keys become one: ("a|b", "c") and ("a", "b|c").
        return primaryKey.stream()
                .map(path -> value(record, path).replace("\\", "\\\\").replace("|", "\\|"))
                .collect(Collectors.joining("|"));
    }

    private static String value(Map<String, Object> record, FieldPath path) {
        Object value = path.find(record)
                .orElseThrow(() ->
                        new IllegalArgumentException("the record has no value for its primary key '" + path + "'"));
        if (value instanceof Map || value instanceof List) {
            throw new IllegalArgumentException("the record's primary key '" + path + "' is an " + Json.typeName(value)
                    + "; a string, a number or a boolean is needed");
        }
        return value.toString();
    }

    private static String sha256(Map<String, Object> record) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Json.write(record)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
