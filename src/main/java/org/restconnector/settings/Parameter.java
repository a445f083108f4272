package org.restconnector.settings;

import java.util.Objects;
import java.util.Optional;

/**
 * A parameter that a template declares.
 *
 * @param description begins with {@code Secret.} where its value must never be shown
 */
public record Parameter(String name, String description, Optional<String> defaultValue, boolean required) {
    public Parameter {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(defaultValue, "defaultValue");
    }

    public boolean secret() {
        return description.startsWith("Secret.");
    }
}
