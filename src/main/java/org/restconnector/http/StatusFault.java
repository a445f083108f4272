package org.restconnector.http;

/** An answer whose status is final: neither a success nor one to try again for. */
public final class StatusFault extends Fault {
    private final int status;

    public StatusFault(String code, String message, int status) {
        super(code, message, null);
        this.status = status;
    }

    public int status() {
        return status;
    }
}
