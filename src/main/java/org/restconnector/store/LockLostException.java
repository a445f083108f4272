package org.restconnector.store;

/** Another instance has taken a run or a batch over, as this one seemed dead; this one's writes are refused. */
public final class LockLostException extends RuntimeException {
    public LockLostException(String message) {
        super(message);
    }
}
