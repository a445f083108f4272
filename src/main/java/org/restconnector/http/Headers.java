package org.restconnector.http;

import java.util.List;
import java.util.Optional;

/** The header fields of an answer in their order; names without regard to case. */
public record Headers(List<Header> fields) {
    public static final Headers NONE = new Headers(List.of());

    public Headers {
        fields = List.copyOf(fields);
    }

    public Optional<String> first(String name) {
        return all(name).stream().findFirst();
    }

    public List<String> all(String name) {
        return fields.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .map(Header::value)
                .toList();
    }
}
