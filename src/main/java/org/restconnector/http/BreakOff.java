package org.restconnector.http;

import java.util.Optional;

/** Lets whoever waits for a call break its request off. Safe for use by many threads. */
public final class BreakOff {
    /** The exchange property that holds it, if there is one. */
    public static final String PROPERTY = "RestConnectorBreakOff";

    private Optional<Runnable> request = Optional.empty();
    private boolean broken;

    /** @param cancel ends the request that is sent now */
    synchronized void begun(Runnable cancel) {
        request = Optional.of(cancel);
        if (broken) {
            cancel.run();
        }
    }

    synchronized void ended() {
        request = Optional.empty();
    }

    public synchronized void now() {
        broken = true;
        request.ifPresent(Runnable::run);
    }

    public synchronized boolean isBroken() {
        return broken;
    }
}
