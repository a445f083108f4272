package org.restconnector.store;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What one page of a pull writes. Destinations enlist while its records pass; the pull commits all
 * of them together with the checkpoint, or rolls all of them back. Safe for use by many threads.
 */
public final class PageTransaction {
    /** The exchange property under which a pull's records carry their page's transaction. */
    public static final String PROPERTY = "RestConnectorPage";

    private final Store store;
    private final FaultHook faults;
    private final Map<Object, Participant> participants = new LinkedHashMap<>();
    private final Set<Object> runEnds;
    private boolean open = true;

    /** Of a page whose run leaves its destinations nothing to do at its end. */
    public PageTransaction(Store store, FaultHook faults) {
        this(store, faults, Set.of());
    }

    /** @param runEnds keys of the participants that have something to do at the run's end */
    public PageTransaction(Store store, FaultHook faults, Set<Object> runEnds) {
        this.runEnds = Set.copyOf(runEnds);
        this.store = Objects.requireNonNull(store, "store");
        this.faults = Objects.requireNonNull(faults, "faults");
    }

    /** Whether the participant under this key is told of the run's end. */
    public boolean hasRunEnd(Object key) {
        return runEnds.contains(key);
    }

    /**
     * The participant under this key, made when it is asked for first, and given to {@code use}
     * while the page cannot end.
     *
     * @return false if the page is over: the caller then writes on its own
     */
    public synchronized <P extends Participant> boolean enlist(
            Object key, Class<P> type, Supplier<P> make, ThrowingConsumer<P> use) throws Exception {
        if (!open) {
            return false;
        }
        use.accept(type.cast(participants.computeIfAbsent(key, k -> make.get())));
        return true;
    }

    /**
     * Prepares every participant, then writes them and {@code checkpoint} in one transaction.
     *
     * @throws Exception if a participant or the store fails: nothing of the page is in the store then
     */
    public synchronized <T> T commit(Store.Work<T> checkpoint) throws Exception {
        requireOpen();
        try {
            for (Participant participant : participants.values()) {
                participant.prepare();
            }
            faults.at("page-prepared");
            T result = store.write(transaction -> {
                for (Participant participant : participants.values()) {
                    participant.apply(transaction);
                }
                return checkpoint.run(transaction);
            });
            faults.at("page-committed");
            return result;
        } finally {
            end();
        }
    }

    /** Drops what the participants hold; what they prepared elsewhere stays, and may come again. */
    public synchronized void rollback() {
        if (open) {
            end();
        }
    }

    private void requireOpen() {
        if (!open) {
            throw new IllegalStateException("the page is over already");
        }
    }

    private void end() {
        open = false;
        participants.values().forEach(Participant::release);
        participants.clear();
    }

    /** As {@link java.util.function.Consumer}, but may throw. */
    @FunctionalInterface
    public interface ThrowingConsumer<T> {
        void accept(T value) throws Exception;
    }
}
