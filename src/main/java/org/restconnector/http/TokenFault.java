package org.restconnector.http;

import java.time.Duration;
import java.util.Optional;

/** No token can be had for now: the token or login URL is away, or busy. The API itself was not asked. */
public final class TokenFault extends TransientFault {
    private final int failures;

    /** @param failures requests for a token that failed in a row, this one among them */
    TokenFault(TransientFault cause, Optional<Duration> retryAfter, int failures) {
        super("auth_failed", cause.getMessage(), cause, cause.status(), retryAfter);
        this.failures = failures;
    }

    public int failures() {
        return failures;
    }
}
