package org.restconnector.metrics;

import java.util.Locale;

/** What became of a record. */
public enum RecordOutcome {
    DELIVERED,
    /** It did not have to be delivered: a pull's. */
    SKIPPED,
    /** The target had it already: a flow's. */
    EXISTING,
    DEAD_LETTERED;

    /** What a label says: {@code dead_lettered}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
