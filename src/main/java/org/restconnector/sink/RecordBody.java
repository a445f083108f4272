package org.restconnector.sink;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.restconnector.json.Json;

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
        if (!(value instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException(
                    "a record is an object, or a list of them; this is of type " + Json.typeName(value));
        }
        Map<String, Object> record = new LinkedHashMap<>();
        map.forEach((name, field) -> record.put(String.valueOf(name), isJson(field) ? field : asJson(name, field)));
        return record;
    }

    private static boolean isJson(Object value) {
        if (value instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> field : map.entrySet()) {
                if (!(field.getKey() instanceof String) || !isJson(field.getValue())) {
                    return false;
                }
            }
            return true;
        }
        if (value instanceof List<?> list) {
            for (Object element : list) {
                if (!isJson(element)) {
                    return false;
                }
            }
            return true;
        }
        return value == null
                || value instanceof String
                || value instanceof Integer
                || value instanceof Long
                || value instanceof Boolean
                || value instanceof BigDecimal
                || value instanceof BigInteger;
    }

    private static Object asJson(Object name, Object value) {
        try {
            return Json.read(Json.text(value));
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "field '" + name + "' holds a " + value.getClass().getName() + ", which has no form in JSON", e);
        }
    }
}
