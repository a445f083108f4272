package org.restconnector.settings;

import java.util.Objects;

/**
 * A parameter that cannot be accepted.
 *
 * @param parameter its name
 * @param message what is wrong and what is allowed; names the parameter, shows no secret
 */
public record Problem(String parameter, String message) {
    public Problem {
        Objects.requireNonNull(parameter, "parameter");
        Objects.requireNonNull(message, "message");
    }
}
