package org.restconnector.inspect;

import java.util.Objects;

/**
 * Something in a route file, or in the configuration, that cannot be accepted.
 *
 * @param file as its user knows it
 * @param line from 1; 0 of what is in no line
 */
public record FileProblem(String file, int line, String message) {
    public FileProblem {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(message, "message");
    }

    /** Of a key that may come from a file, a variable or a system property. */
    public static FileProblem ofConfiguration(String message) {
        return new FileProblem("configuration", 0, message);
    }

    /** {@code FILE:LINE: message}. */
    public String text() {
        return file + (line == 0 ? "" : ":" + line) + ": " + message;
    }
}
