package org.restconnector.store;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

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

    /** Gives the work a new key, which is held from before the work on, unless the work fails. */
    <T> T withNewKey(Function<String, T> work) {
        String key = ids.next(System.currentTimeMillis());
        keys.add(key);
        try {
            return work.apply(key);
        } catch (RuntimeException | Error e) {
            keys.remove(key);
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
