package org.restconnector.push;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.restconnector.json.Json;

/**
 * What is added to a record and taken out of it before it is sent. A record that nothing changes goes out
 * as the very bytes that came; in the others only the changed fields are written anew.
 *
 * @param removed the name of the field that is not sent
 * @param metadata merged into the record's {@code metadata}
 * @param batchIdField the field that takes the batch's id, which is its Idempotency-Key; empty: none
 */
record RecordForm(String removed, boolean addStream, Map<String, Object> metadata, String batchIdField) {
    private static final String STREAM = "stream";
    private static final String METADATA = "metadata";

    RecordForm {
        Objects.requireNonNull(removed, "removed");
        Objects.requireNonNull(batchIdField, "batchIdField");
    }

    /** Whether the record's bytes depend on the batch it is in. */
    boolean byBatch() {
        return !batchIdField.isEmpty();
    }

    /** @param batchId of the batch it will be in */
    byte[] render(byte[] record, String stream, String batchId) {
        boolean adds = addStream || !metadata.isEmpty() || byBatch();
        if (!adds && !mayHold(record, removed)) {
            return record;
        }
        RecordFields fields = RecordFields.of(record);
        Map<String, byte[]> set = changes(fields, stream, batchId);
        if (set.isEmpty() && fields.find(removed).isEmpty()) {
            return record;
        }
        return splice(fields, set);
    }

    private Map<String, byte[]> changes(RecordFields fields, String stream, String batchId) {
        Map<String, byte[]> set = new LinkedHashMap<>();
        if (addStream) {
            set.put(STREAM, Json.write(stream));
        }
        if (!metadata.isEmpty()) {
            set.put(METADATA, merged(fields));
        }
        if (byBatch()) {
            set.put(batchIdField, Json.write(batchId));
        }
        return set;
    }

    private byte[] merged(RecordFields fields) {
        Optional<byte[]> there = fields.find(METADATA).map(fields::value).filter(value -> value[0] == '{');
        Map<String, byte[]> set = new LinkedHashMap<>();
        metadata.forEach((name, value) -> set.put(name, Json.write(value)));
        return new RecordForm("", false, Map.of(), "")
                .splice(RecordFields.of(there.orElse(new byte[] {'{', '}'})), set);
    }

    /** The fields in their order, changed ones in their places, new ones behind them. */
    private byte[] splice(RecordFields fields, Map<String, byte[]> set) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(fields.json().length + 128);
        Map<String, byte[]> left = new LinkedHashMap<>(set);
        List<byte[]> parts = new ArrayList<>();
        for (RecordFields.Field field : fields.fields()) {
            if (set.containsKey(field.name())) {
                byte[] value = left.remove(field.name());
                if (value != null) {
                    parts.add(pair(field.name(), value));
                }
            } else if (removed.isEmpty() || !field.name().equals(removed)) {
                parts.add(java.util.Arrays.copyOfRange(fields.json(), field.start(), field.end()));
            }
        }
        left.forEach((name, value) -> parts.add(pair(name, value)));
        out.write('{');
        for (int i = 0; i < parts.size(); i++) {
            if (i > 0) {
                out.write(',');
            }
            out.writeBytes(parts.get(i));
        }
        out.write('}');
        return out.toByteArray();
    }

    private static byte[] pair(String name, byte[] value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(Json.write(name));
        out.write(':');
        out.writeBytes(value);
        return out.toByteArray();
    }

    /** Whether the bytes hold the quoted name, or an escape that might spell it. */
    private static boolean mayHold(byte[] json, String name) {
        if (name.isEmpty()) {
            return false;
        }
        byte[] quoted = Json.write(name);
        for (int i = 0; i < json.length; i++) {
            if (json[i] == '\\' && i + 1 < json.length && (json[i + 1] == 'u' || json[i + 1] == '/')) {
                return true;
            }
            if (json[i] == '"'
                    && i + quoted.length <= json.length
                    && java.util.Arrays.equals(json, i, i + quoted.length, quoted, 0, quoted.length)) {
                return true;
            }
        }
        return false;
    }
}
