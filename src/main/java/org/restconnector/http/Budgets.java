package org.restconnector.http;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The budgets of this process, each shared by all who ask on its owner's behalf. Another process has
 * budgets of its own. Safe for use by many threads.
 */
public final class Budgets {
    private record Key(String owner, Optional<RateLimit> limit) {}

    private final Map<Key, Budget> budgets = new ConcurrentHashMap<>();

    /** The budget that requests of these settings are sent from. */
    public Budget of(ApiSettings api) {
        Traffic traffic = api.traffic();
        return budgets.computeIfAbsent(
                new Key(traffic.owner(), traffic.limit()), key -> new Budget(key.limit(), System::nanoTime));
    }
}
