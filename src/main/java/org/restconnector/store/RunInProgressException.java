package org.restconnector.store;

/** Another process, or another thread of this one, is running the pull right now. */
public final class RunInProgressException extends RuntimeException {
    public RunInProgressException(String message) {
        super(message);
    }
}
