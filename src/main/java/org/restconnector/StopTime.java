package org.restconnector;

import java.time.Duration;
import java.util.OptionalLong;

/** How long the stop has lasted: several take their part of its time, one after the other. Safe for use by many threads. */
final class StopTime {
    private OptionalLong begun = OptionalLong.empty();

    /** The first one counts. */
    synchronized void begin() {
        if (begun.isEmpty()) {
            begun = OptionalLong.of(System.nanoTime());
        }
    }

    synchronized Duration spent() {
        return begun.isEmpty() ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - begun.getAsLong());
    }
}
