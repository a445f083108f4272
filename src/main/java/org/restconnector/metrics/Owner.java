package org.restconnector.metrics;

import java.util.Objects;

/** The pull or flow that something is counted for; a fetch counts as a pull. */
public record Owner(Kind kind, String name) {
    public Owner {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(name, "name");
    }

    /** In which direction records go. */
    public enum Kind {
        PULL,
        FLOW
    }

    public static Owner pull(String name) {
        return new Owner(Kind.PULL, name);
    }

    public static Owner flow(String name) {
        return new Owner(Kind.FLOW, name);
    }
}
