package org.restconnector.pull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Endpoint;

/** One record, or one batch of them, on its way to the destinations. Used by one thread. */
final class Delivery {
    private final int from;
    private final List<Map<String, Object>> records;
    private List<Endpoint> missing;
    private int failures;

    /**
     * @param from the first record's place in its page
     * @param destinations all that are to take it
     */
    Delivery(int from, List<Map<String, Object>> records, List<Endpoint> destinations) {
        this.from = from;
        this.records = records;
        this.missing = List.copyOf(destinations);
    }

    /** The same delivery with its records as they came: a destination may have changed what it was given. */
    Delivery again(List<Map<String, Object>> pristine) {
        Delivery again = new Delivery(from, pristine, missing);
        again.failures = failures;
        return again;
    }

    int from() {
        return from;
    }

    List<Map<String, Object>> records() {
        return records;
    }

    /** The destinations that have not taken it yet. */
    List<Endpoint> missing() {
        return missing;
    }

    /** Takes note that a destination took it; whether it was the last that was missing. */
    boolean take(Endpoint destination) {
        if (missing.size() == 1) {
            missing = List.of();
        } else {
            List<Endpoint> left = new ArrayList<>(missing);
            left.remove(destination);
            missing = List.copyOf(left);
        }
        return missing.isEmpty();
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
