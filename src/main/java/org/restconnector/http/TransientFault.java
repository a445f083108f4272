package org.restconnector.http;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** A fault that may be gone at the next try: a broken connection, a timeout, a busy server. */
public sealed class TransientFault extends Fault permits TokenFault {
    private final Optional<Integer> status;
    private final Optional<Duration> retryAfter;

    public TransientFault(String code, String message, Throwable cause) {
        this(code, message, cause, Optional.empty(), Optional.empty());
    }

    /** @param retryAfter how long the server asked to wait */
    public TransientFault(String message, int status, Optional<Duration> retryAfter) {
        this("http_status", message, null, Optional.of(status), retryAfter);
    }

    TransientFault(
            String code, String message, Throwable cause, Optional<Integer> status, Optional<Duration> retryAfter) {
        super(code, message, cause);
        this.status = Objects.requireNonNull(status, "status");
        this.retryAfter = Objects.requireNonNull(retryAfter, "retryAfter");
    }

    public final Optional<Integer> status() {
        return status;
    }

    public final Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
