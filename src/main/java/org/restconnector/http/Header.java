package org.restconnector.http;

import java.util.Objects;

/** A header field of a request or an answer. */
public record Header(String name, String value) {
    public Header {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(value, "value");
    }
}
