package org.restconnector.push;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.restconnector.json.Json;

/** The top-level fields of a JSON object and where each stands, so that what is not changed stays byte for byte. */
record RecordFields(byte[] json, List<Field> fields) {

    /**
     * @param start of its name, the quote included
     * @param valueStart where its value begins
     * @param end behind its value
     */
    record Field(String name, int start, int valueStart, int end) {}

    RecordFields {
        fields = List.copyOf(fields);
    }

    /** @param json one object as {@link Json} accepts it */
    static RecordFields of(byte[] json) {
        List<Field> fields = new ArrayList<>();
        try (JsonParser parser = Json.mapper().createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("a record is a JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                int start = (int) parser.currentTokenLocation().getByteOffset();
                parser.nextToken();
                int valueStart = (int) parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                // a string or a number is read lazily: only then is its end known
                parser.finishToken();
                fields.add(new Field(name, start, valueStart, end(parser, json, valueStart)));
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("the record is damaged: " + Json.complaint(e), e);
        }
        return new RecordFields(json, fields);
    }

    /** A number's end is known only once the character behind it was read. */
    private static int end(JsonParser parser, byte[] json, int valueStart) {
        if (!parser.currentToken().isNumeric()) {
            return (int) parser.currentLocation().getByteOffset();
        }
        int end = valueStart;
        while (end < json.length && "+-.eE0123456789".indexOf(json[end]) >= 0) {
            end++;
        }
        return end;
    }

    /** The last field of that name, which is the one that counts. */
    Optional<Field> find(String name) {
        return fields.stream().filter(field -> field.name().equals(name)).reduce((first, second) -> second);
    }

    /** The bytes of a field's value. */
    byte[] value(Field field) {
        return java.util.Arrays.copyOfRange(json, field.valueStart(), field.end());
    }
}
