package org.restconnector.inspect;

/** The API that was to be inspected could not be read. The message is what a user reads. */
public final class UnreadableApiException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public UnreadableApiException(String message) {
        super(message);
    }
}
