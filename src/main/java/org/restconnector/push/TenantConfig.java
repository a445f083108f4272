package org.restconnector.push;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a tenant has of its own, as it was found.
 *
 * @param version equal to another one's where both were read from the same
 * @param place where it is, for people
 * @param secrets of the values, those that must never be shown
 * @param problem why there are no values
 */
record TenantConfig(
        Object version, String place, Map<String, String> values, List<String> secrets, Optional<String> problem) {
    TenantConfig {
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(place, "place");
        values = Map.copyOf(values);
        secrets = List.copyOf(secrets);
        Objects.requireNonNull(problem, "problem");
    }

    static TenantConfig unreadable(Object version, String place, String why) {
        return new TenantConfig(version, place, Map.of(), List.of(), Optional.of(why));
    }

    /** Whether it says the same. */
    boolean says(TenantConfig other) {
        return place.equals(other.place) && values.equals(other.values) && problem.equals(other.problem);
    }
}
