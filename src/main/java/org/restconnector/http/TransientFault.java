package org.restconnector.http;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** A fault that may be gone at the next try: a broken connection, a timeout, a busy server. */
public final class TransientFault extends Fault {
    private final Optional<Integer> status;
    private final Optional<Duration> retryAfter;

    public TransientFault(String code, String message, Throwable cause) {
        super(code, message, cause);
        this.status = Optional.empty();
        this.retryAfter = Optional.empty();
    }

    /** @param retryAfter how long the server asked to wait */
    public TransientFault(String message, int status, Optional<Duration> retryAfter) {
        super("http_status", message, null);
        this.status = Optional.of(status);
        this.retryAfter = Objects.requireNonNull(retryAfter, "retryAfter");
    }

    public Optional<Integer> status() {
        return status;
    }

    public Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
