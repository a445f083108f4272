package org.restconnector.inspect;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.restconnector.settings.Parameter;

/**
 * A kamelet as its users see it.
 *
 * @param choices the allowed values of the parameters that are a choice
 */
public record Kamelet(String name, String description, List<Parameter> parameters, Map<String, List<String>> choices) {
    public Kamelet {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(description, "description");
        parameters = List.copyOf(parameters);
        choices = Map.copyOf(choices);
    }

    Optional<Parameter> parameter(String parameter) {
        return parameters.stream().filter(one -> one.name().equals(parameter)).findFirst();
    }
}
