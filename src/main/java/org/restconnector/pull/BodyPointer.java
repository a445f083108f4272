package org.restconnector.pull;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.restconnector.http.PermanentFault;
import org.restconnector.json.Json;

/** Sets a value within a JSON body; objects missing on the way are made, all else stays as it is. */
final class BodyPointer {
    private BodyPointer() {}

    /** @throws PermanentFault {@code config}, if the pointer leads through what is neither object nor array */
    static void set(Object root, JsonPointer pointer, Object value) throws PermanentFault {
        Object at = root;
        for (JsonPointer rest = pointer; ; rest = rest.tail()) {
            boolean last = rest.tail().matches();
            if (at instanceof Map<?, ?> map) {
                at = inMap(map, rest.getMatchingProperty(), last, value);
            } else if (at instanceof List<?> list) {
                at = inList(list, rest.getMatchingIndex(), last, value, pointer);
            } else {
                throw new PermanentFault(
                        "config", "the body has " + Json.typeName(at) + " on the way of body:" + pointer);
            }
            if (last) {
                return;
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static Object inMap(Map<?, ?> map, String name, boolean last, Object value) {
        Map<String, Object> fields = (Map<String, Object>) map;
        if (last) {
            fields.put(name, value);
        } else if (fields.get(name) == null) {
            fields.put(name, new LinkedHashMap<String, Object>());
        }
        return fields.get(name);
    }

    @SuppressWarnings("unchecked")
    private static Object inList(List<?> list, int index, boolean last, Object value, JsonPointer pointer)
            throws PermanentFault {
        List<Object> items = (List<Object>) list;
        if (index < 0 || index > items.size() || index == items.size() && !last) {
            throw new PermanentFault(
                    "config", "the body has an array of " + items.size() + " on the way of body:" + pointer);
        }
        if (last && index == items.size()) {
            items.add(value);
        } else if (last) {
            items.set(index, value);
        }
        return items.get(index);
    }
}
