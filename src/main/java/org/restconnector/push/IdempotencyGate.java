package org.restconnector.push;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Lets one request of an idempotency key run at a time; what it stored is the store's to remember. */
final class IdempotencyGate {

    private static final int MAX_LENGTH = 255;

    private final Set<List<String>> running = ConcurrentHashMap.newKeySet();

    /** A request that runs; close it at its end. */
    interface Passage extends AutoCloseable {
        @Override
        void close();
    }

    /** @throws InboxRefusal if the key cannot be one, or its first request is still running */
    Passage enter(String flow, String tenant, Optional<String> key) {
        if (key.isEmpty()) {
            return () -> {};
        }
        check(key.get());
        List<String> entry = List.of(flow, tenant, key.get());
        if (!running.add(entry)) {
            throw InboxRefusal.later(
                    409, "idempotency_in_use", "the first request with this Idempotency-Key is still running", 1);
        }
        return () -> running.remove(entry);
    }

    private static void check(String key) {
        if (key.isBlank() || key.length() > MAX_LENGTH || key.chars().anyMatch(Character::isISOControl)) {
            throw InboxRefusal.of(
                    400,
                    "invalid_idempotency_key",
                    "an Idempotency-Key has 1 to " + MAX_LENGTH + " printable characters");
        }
    }
}
