package org.restconnector.http;

/** A fault that trying again would not mend. */
public final class PermanentFault extends Fault {
    public PermanentFault(String code, String message) {
        super(code, message, null);
    }

    public PermanentFault(String code, String message, Throwable cause) {
        super(code, message, cause);
    }
}
