package org.restconnector.pull;

import java.util.List;
import java.util.Map;

/** One record, or one batch of them, on its way to the destinations. Used by one thread. */
final class Delivery {
    private final int from;
    private final List<Map<String, Object>> records;
    private int taken;
    private int failures;

    /** @param from the first record's place in its page */
    Delivery(int from, List<Map<String, Object>> records) {
        this.from = from;
        this.records = records;
    }

    int from() {
        return from;
    }

    List<Map<String, Object>> records() {
        return records;
    }

    /** How many destinations, in their order, took it already. */
    int taken() {
        return taken;
    }

    /** Counts a destination that took it; how many did so far. */
    int take() {
        return ++taken;
    }

    /** Counts a failed try; the number of tries that failed so far. */
    int fail() {
        return ++failures;
    }

    int failures() {
        return failures;
    }

    /** The body of its exchange: a record alone, or a list. */
    Object body(int batchSize) {
        return batchSize == 1 ? records.get(0) : records;
    }
}
