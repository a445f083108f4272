package org.restconnector.http;

import java.util.Objects;

/** A request that brought no usable answer; the code is what a run's result shows. */
public abstract class Fault extends Exception {
    private final String code;

    Fault(String code, String message, Throwable cause) {
        super(message, cause);
        this.code = Objects.requireNonNull(code, "code");
    }

    /** {@code http_status}, {@code timeout}, {@code connection}... */
    public String code() {
        return code;
    }
}
