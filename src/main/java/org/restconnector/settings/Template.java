package org.restconnector.settings;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A route template as its users see it.
 *
 * @param kind the product's template that this one is, or is a copy of: {@code rest-pull}
 */
public record Template(String id, String kind, String description, List<Parameter> parameters) {
    public Template {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(description, "description");
        parameters = List.copyOf(parameters);
    }

    public Optional<Parameter> parameter(String name) {
        return parameters.stream().filter(p -> p.name().equals(name)).findFirst();
    }
}
