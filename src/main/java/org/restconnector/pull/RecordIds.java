package org.restconnector.pull;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.restconnector.json.FieldPath;
import org.restconnector.json.Json;

/** What records are known by: the values of their primary key, else their content. Used by one thread. */
final class RecordIds {
    private final List<FieldPath> primaryKey;
    private final MessageDigest digest = Fingerprint.sha256();

    RecordIds(List<FieldPath> primaryKey) {
        this.primaryKey = List.copyOf(primaryKey);
    }

    /** The key's values joined with {@code |}; the content's SHA-256 if there is no key, or a value is missing. */
    String of(Map<String, Object> record) {
        if (primaryKey.isEmpty()) {
            return content(record);
        }
        if (primaryKey.size() == 1) {
            return primaryKey.get(0).find(record).map(Json::plain).orElseGet(() -> content(record));
        }
        StringBuilder id = new StringBuilder();
        for (FieldPath field : primaryKey) {
            Optional<Object> value = field.find(record);
            if (value.isEmpty()) {
                return content(record);
            }
            id.append(id.isEmpty() ? "" : "|").append(Json.plain(value.get()));
        }
        return id.toString();
    }

    /** The SHA-256 of the record's compact UTF-8 JSON, in hexadecimal digits. */
    String content(Object record) {
        return HexFormat.of().formatHex(digest.digest(Json.write(record)));
    }
}
