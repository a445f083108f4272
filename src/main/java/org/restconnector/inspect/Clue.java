package org.restconnector.inspect;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A way in which further pages may be had.
 *
 * @param parameters those of a pull that say so, in order
 * @param reason what points to it
 */
record Clue(Map<String, String> parameters, String reason) {
    Clue {
        parameters = new LinkedHashMap<>(parameters);
        Objects.requireNonNull(reason, "reason");
    }

    /** @param pairs names and values of parameters, one after the other */
    static Clue of(String reason, String kind, String... pairs) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("pagination", kind);
        for (int i = 0; i < pairs.length; i += 2) {
            parameters.put(pairs[i], pairs[i + 1]);
        }
        return new Clue(parameters, reason);
    }

    String kind() {
        return parameters.get("pagination");
    }

    /** The same with one parameter more, or another. */
    Clue with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(parameters);
        more.put(name, value);
        return new Clue(more, reason);
    }
}
