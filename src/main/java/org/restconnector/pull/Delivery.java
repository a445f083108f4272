package org.restconnector.pull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Endpoint;
import org.restconnector.json.Json;

/** One record, or one batch of them, on its way: to the destinations, or first through `via`. Used by one thread. */
final class Delivery {
    private final boolean passing;
    private final long number;
    private final List<Item> items;
    private List<Endpoint> missing;
    private int failures;

    /**
     * A record of a delivery.
     *
     * @param place its place in the page
     * @param id what it is known by, as the API gave it
     * @param record as it is handed on
     */
    record Item(int place, String id, Map<String, Object> record) {
        Item {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(record, "record");
        }

        Item with(Map<String, Object> other) {
            return new Item(place, id, other);
        }

        @SuppressWarnings("unchecked")
        Item copy() {
            return with((Map<String, Object>) Json.copy(record));
        }
    }

    /**
     * @param passing whether it goes through {@code via}
     * @param number how many of its kind there were before in the page
     * @param destinations all that are to take it
     */
    Delivery(boolean passing, long number, List<Item> items, List<Endpoint> destinations) {
        this.passing = passing;
        this.number = number;
        this.items = items;
        this.missing = destinations;
    }

    /** The same delivery with other forms of its records. */
    Delivery with(List<Item> others) {
        Delivery other = new Delivery(passing, number, others, missing);
        other.failures = failures;
        return other;
    }

    /** The same delivery with records of its own. */
    Delivery copy() {
        return with(items.stream().map(Item::copy).toList());
    }

    boolean passing() {
        return passing;
    }

    /** Whether it is the next of its kind. */
    boolean follows(Delivery other) {
        return passing == other.passing && number == other.number + 1;
    }

    List<Item> items() {
        return items;
    }

    int size() {
        return items.size();
    }

    /** The endpoints that have not taken it yet. */
    List<Endpoint> missing() {
        return missing;
    }

    /** Takes note that an endpoint took it; whether it was the last that was missing. */
    boolean take(Endpoint endpoint) {
        if (missing.size() == 1) {
            missing = List.of();
        } else {
            List<Endpoint> left = new ArrayList<>(missing);
            left.remove(endpoint);
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
}
