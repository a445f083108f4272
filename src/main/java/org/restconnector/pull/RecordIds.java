package org.restconnector.pull;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.restconnector.json.FieldPath;
import org.restconnector.json.Json;

/** What a record is known by: the values of its primary key, else its content. */
final class RecordIds {
    private RecordIds() {}

    /** The key's values joined with {@code |}; the content's SHA-256 if there is no key, or a value is missing. */
    static String of(Map<String, Object> record, List<FieldPath> primaryKey) {
        if (primaryKey.isEmpty()) {
            return content(record);
        }
        StringBuilder id = new StringBuilder();
        for (FieldPath field : primaryKey) {
            Optional<Object> value = field.find(record);
            if (value.isEmpty()) {
                return content(record);
            }
            id.append(id.isEmpty() ? "" : "|").append(text(value.get()));
        }
        return id.toString();
    }

    private static String text(Object value) {
        return value instanceof String text ? text : Json.text(value);
    }

    /** The SHA-256 of the record's compact UTF-8 JSON, in hexadecimal digits. */
    static String content(Map<String, Object> record) {
        return HexFormat.of().formatHex(Fingerprint.sha256().digest(Json.write(record)));
    }
}
