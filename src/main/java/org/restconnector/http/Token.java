package org.restconnector.http;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What a token or login URL gave.
 *
 * @param life how long it is good for, where that is known
 * @param refreshToken what the next one is asked with
 */
record Token(String value, Optional<Duration> life, Optional<String> refreshToken) {
    Token {
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(life, "life");
        Objects.requireNonNull(refreshToken, "refreshToken");
    }

    /** Nothing of it: it is a secret. */
    @Override
    public String toString() {
        return "token";
    }
}
