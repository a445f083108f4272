package org.restconnector.json;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes records of what users' routes hand over: maps of their own, with values as {@link Json#read(String)} makes them. */
public final class JsonRecord {
    private JsonRecord() {}

    /**
     * The value as a record; other fields than JSON knows become what they are in JSON.
     *
     * @throws IllegalArgumentException if the value is no Map, or a field has no form in JSON, saying which
     */
    public static Map<String, Object> of(Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException("a record is an object; this is of type " + Json.typeName(value));
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
