package org.restconnector.log;

import java.util.Objects;
import java.util.Optional;

/**
 * Who asked for a change.
 *
 * @param name {@code key 1a2b} (the first digits of the key's SHA-256, never the key) or {@code cli USER}
 * @param address where a request came from
 */
public record Actor(String name, Optional<String> address) {
    public Actor {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(address, "address");
    }

    /** Whoever runs this program. */
    public static Actor commandLine() {
        return new Actor("cli " + System.getProperty("user.name", "?"), Optional.empty());
    }
}
