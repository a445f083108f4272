package org.restconnector.sink;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.restconnector.json.Json;
import org.restconnector.json.JsonRecord;

/** Reads the records of a message: a Map, a list of Maps, or JSON of either as text, bytes or a stream. */
final class RecordBody {
    private RecordBody() {}

    /**
     * The records in their order, in maps of their own, with values as the JSON reader makes them.
     *
     * @throws IllegalArgumentException if the body is none of these, saying what it is
     */
    static List<Map<String, Object>> read(Exchange exchange) throws InvalidPayloadException {
        Object body = exchange.getMessage().getBody();
        Object value = body instanceof Map || body instanceof List ? body : parse(exchange);
        List<Map<String, Object>> records = new ArrayList<>();
        if (value instanceof List<?> list) {
            list.forEach(element -> records.add(record(element)));
        } else {
            records.add(record(value));
        }
        return records;
    }

    private static Object parse(Exchange exchange) throws InvalidPayloadException {
        if (exchange.getMessage().getBody() == null) {
            throw new IllegalArgumentException(
                    "the body is empty; a record (an object) or a list of records is needed");
        }
        byte[] bytes = exchange.getMessage().getMandatoryBody(byte[].class);
        try {
            return Json.read(bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new IllegalArgumentException("the body is not JSON of a record or a list of records", e);
        }
    }

    private static Map<String, Object> record(Object value) {
        if (!(value instanceof Map)) {
            throw new IllegalArgumentException(
                    "a record is an object, or a list of them; this is of type " + Json.typeName(value));
        }
        return JsonRecord.of(value);
    }
}
