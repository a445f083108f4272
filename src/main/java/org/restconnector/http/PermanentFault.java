package org.restconnector.http;

import java.util.Objects;
import java.util.OptionalInt;

/** A fault that trying again would not mend. */
public final class PermanentFault extends Fault {
    private final OptionalInt status;

    public PermanentFault(String code, String message) {
        this(code, message, null);
    }

    public PermanentFault(String code, String message, Throwable cause) {
        this(code, message, OptionalInt.empty(), cause);
    }

    /** @param status of an answer that came, and whose body cannot be read */
    public PermanentFault(String code, String message, OptionalInt status, Throwable cause) {
        super(code, message, cause);
        this.status = Objects.requireNonNull(status, "status");
    }

    /** Of an answer that came, and whose body cannot be read. */
    public OptionalInt status() {
        return status;
    }
}
