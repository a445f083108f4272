package org.restconnector.http;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The budgets of this process, each shared by all who ask on its owner's behalf. Another process has
 * budgets of its own. Safe for use by many threads.
 */
public final class Budgets {
    private record Key(String owner, Optional<RateLimit> limit) {}

    private final Map<Key, Budget> budgets = new ConcurrentHashMap<>();

    /** The budget that requests of these settings are sent from. */
    public Budget of(ApiSettings api) {
        return budgets.computeIfAbsent(key(api), key -> new Budget(key.limit(), System::nanoTime));
    }

    private static Key key(ApiSettings api) {
        Traffic traffic = api.traffic();
        return new Key(traffic.owner(), traffic.limit());
    }

    /** Nobody asks with these settings any more; those who still do keep what they share. */
    void forget(Collection<ApiSettings> gone, Collection<ApiSettings> still) {
        Set<Key> unused = withTokens(gone);
        unused.removeAll(withTokens(still));
        budgets.keySet().removeAll(unused);
    }

    private static Set<Key> withTokens(Collection<ApiSettings> apis) {
        return apis.stream()
                .flatMap(api -> Stream.of(api, api.forTokens()))
                .map(Budgets::key)
                .collect(Collectors.toSet());
    }
}
