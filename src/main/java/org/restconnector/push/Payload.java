package org.restconnector.push;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.restconnector.json.Json;
import org.restconnector.settings.Parameters;

/**
 * The form of a request's body around its records.
 *
 * @param single whether it is the one record itself
 */
record Payload(boolean single, byte[] before, byte[] after) {
    private static final String OBJECT = "object:";

    Payload {
        Objects.requireNonNull(before, "before");
        Objects.requireNonNull(after, "after");
    }

    private static final Payload RECORD = new Payload(true, new byte[0], new byte[0]);
    private static final Payload ARRAY = new Payload(false, new byte[] {'['}, new byte[] {']'});

    /** From {@code payload} and {@code payloadFields}. */
    static Payload of(Parameters parameters, long batchSize) {
        String form = parameters
                .text("payload")
                .orElse(batchSize == 1 ? "record" : "array")
                .strip();
        if (!form.startsWith(OBJECT) && parameters.outOfPlace("payloadFields")) {
            parameters.problem("payloadFields", "goes with payload object:FIELD, but payload is " + form);
        }
        Map<String, Object> fields = JsonParameters.object(parameters, "payloadFields");
        if (form.equals("record")) {
            if (batchSize > 1) {
                parameters.problem(
                        "payload",
                        "is 'record', but batchSize is " + batchSize + "; allowed for batches are array, object:FIELD");
            }
            return RECORD;
        }
        if (form.startsWith(OBJECT) && form.length() > OBJECT.length()) {
            return object(parameters, form.substring(OBJECT.length()), fields);
        }
        if (!form.equals("array")) {
            parameters.problem("payload", "is '" + form + "'; allowed are record, array, object:FIELD");
        }
        return ARRAY;
    }

    private static Payload object(Parameters parameters, String field, Map<String, Object> fields) {
        if (fields.containsKey(field)) {
            parameters.problem("payloadFields", "holds '" + field + "', where payload puts the records");
        }
        ByteArrayOutputStream before = new ByteArrayOutputStream();
        byte[] fixed = Json.write(fields);
        before.write(fixed, 0, fixed.length - 1);
        if (!fields.isEmpty()) {
            before.write(',');
        }
        before.writeBytes(Json.write(field));
        before.write(':');
        before.write('[');
        return new Payload(false, before.toByteArray(), new byte[] {']', '}'});
    }

    /** How many bytes stand around the records. */
    int frame() {
        return before.length + after.length;
    }

    /** The records of a body that was {@link #render}ed, byte for byte. */
    List<byte[]> records(byte[] body) {
        if (single) {
            return List.of(body);
        }
        byte[] array = Arrays.copyOfRange(body, before.length - 1, body.length - after.length + 1);
        List<byte[]> records = new ArrayList<>();
        try (JsonParser parser = Json.mapper().createParser(array)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                int start = (int) parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                records.add(Arrays.copyOfRange(
                        array, start, (int) parser.currentLocation().getByteOffset()));
            }
            return records;
        } catch (IOException e) {
            throw new IllegalArgumentException("the stored batch is damaged: " + Json.complaint(e), e);
        }
    }

    /** @param records rendered ones, at least one */
    byte[] render(List<byte[]> records) {
        if (single) {
            return records.get(0);
        }
        int size =
                frame() + records.stream().mapToInt(record -> record.length + 1).sum();
        try (ByteArrayOutputStream body = new ByteArrayOutputStream(size)) {
            body.write(before);
            for (int i = 0; i < records.size(); i++) {
                if (i > 0) {
                    body.write(',');
                }
                body.write(records.get(i));
            }
            body.write(after);
            return body.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException("a buffer in memory takes every byte", e);
        }
    }
}
