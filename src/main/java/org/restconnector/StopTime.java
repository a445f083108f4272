package org.restconnector;

import java.time.Duration;
import java.util.OptionalLong;
import org.apache.camel.CamelContext;

/** How long the stop has lasted: several take their part of its time, one after the other. Safe for use by many threads. */
final class StopTime {
    static final String BEAN = "rest-stop-time";

    private OptionalLong begun = OptionalLong.empty();

    static StopTime of(CamelContext context) {
        return context.getRegistry().lookupByNameAndType(BEAN, StopTime.class);
    }

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
