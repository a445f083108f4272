package org.restconnector.alert;

import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.restconnector.json.Json;

/** How a pull or flow was when it was last looked at: named times, numbers and texts, stored as JSON. */
final class Seen {
    private final Map<String, Object> fields;

    private Seen(Map<String, Object> fields) {
        this.fields = fields;
    }

    static Seen nothing() {
        return new Seen(new HashMap<>());
    }

    static Seen of(String json) {
        Map<String, Object> fields = new HashMap<>();
        try {
            if (Json.read(json) instanceof Map<?, ?> read) {
                read.forEach((name, value) -> fields.put(String.valueOf(name), value));
            }
        } catch (IOException e) {
            throw new IllegalStateException("what alerts have stored is not JSON: " + json, e);
        }
        return new Seen(fields);
    }

    Seen copy() {
        return new Seen(new HashMap<>(fields));
    }

    Optional<Instant> time(String name) {
        return number(name).map(Instant::ofEpochMilli);
    }

    Optional<Long> number(String name) {
        return Optional.ofNullable(fields.get(name)).map(value -> ((Number) value).longValue());
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(fields.get(name)).map(String::valueOf);
    }

    void put(String name, Instant time) {
        put(name, time.toEpochMilli());
    }

    void put(String name, long number) {
        fields.put(name, number);
    }

    void put(String name, String text) {
        fields.put(name, text);
    }

    void remove(String name) {
        fields.remove(name);
    }

    String json() {
        return Json.text(new java.util.TreeMap<>(fields));
    }
}
