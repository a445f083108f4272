package org.restconnector.store;

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The keys of the batches that somebody in this process is about to send. One that the store calls
 * claimed by this process and that is not here was lost by a fault, and is free.
 */
final class HeldBatches {
    private final Set<String> keys = ConcurrentHashMap.newKeySet();
    private final UuidV7 ids;

    HeldBatches(UuidV7 ids) {
        this.ids = ids;
    }

    String newKey() {
        return ids.next(System.currentTimeMillis());
    }

    /** Holds these keys from before the work on, unless the work fails. */
    <T> T during(Collection<String> taken, Supplier<T> work) {
        keys.addAll(taken);
        try {
            return work.get();
        } catch (RuntimeException | Error e) {
            taken.forEach(keys::remove);
            throw e;
        }
    }

    void add(String key) {
        keys.add(key);
    }

    void remove(String key) {
        keys.remove(key);
    }

    boolean contains(String key) {
        return keys.contains(key);
    }
}
