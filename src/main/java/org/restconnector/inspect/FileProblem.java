package org.restconnector.inspect;

import java.util.Objects;

/**
 * Something in a route file that cannot be accepted.
 *
 * @param file as its user knows it
 * @param line from 1
 */
public record FileProblem(String file, int line, String message) {
    public FileProblem {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(message, "message");
    }

    /** {@code FILE:LINE: message}. */
    public String text() {
        return file + ":" + line + ": " + message;
    }
}
