package org.restconnector.store;

/** The store cannot do what was asked: away, full, locked, newer than this program, or refused. */
public final class StoreException extends RuntimeException {
    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }

    public StoreException(String message) {
        super(message);
    }
}
