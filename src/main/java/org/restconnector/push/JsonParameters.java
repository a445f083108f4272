package org.restconnector.push;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.restconnector.json.Json;
import org.restconnector.settings.Parameters;

/** Parameters that hold a JSON object. */
final class JsonParameters {
    private JsonParameters() {}

    /** The object's fields in their order; none if it is not given. */
    static Map<String, Object> object(Parameters parameters, String name) {
        Map<String, Object> fields = new LinkedHashMap<>();
        parameters.parsed(name, JsonParameters::parse).ifPresent(fields::putAll);
        return fields;
    }

    private static Map<String, Object> parse(String text) {
        if (text.isBlank()) {
            return Map.of();
        }
        try {
            if (Json.read(text) instanceof Map<?, ?> object) {
                Map<String, Object> fields = new LinkedHashMap<>();
                object.forEach((field, value) -> fields.put(String.valueOf(field), value));
                return fields;
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("is no JSON: " + Json.complaint(e), e);
        }
        throw new IllegalArgumentException("is no JSON object, as in {\"source\":\"shop\"}");
    }
}
