package org.restconnector.store;

import java.util.Optional;

/** This process as a user of the store, told from others and from its predecessors by its epoch. */
interface Instance extends AutoCloseable {
    long epoch();

    /** @return empty if the instance of that epoch is dead: what it held may be taken over */
    Optional<Holder> findAlive(Transaction transaction, long epoch);

    @Override
    void close();

    /** @param seenMillisAgo how long ago it gave a sign of life, 0 where that is known to be now */
    record Holder(String host, long pid, long seenMillisAgo) {
        String text() {
            String seen = seenMillisAgo == 0 ? "" : " (last seen " + seenMillisAgo / 1000 + " s ago)";
            return "process " + pid + " on " + host + seen + " has it";
        }
    }
}
