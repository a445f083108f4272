package org.restconnector.pull;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * The pulls whose settings are about to change: each ends the page that it is in, and begins none before it is
 * released. Safe for use by many threads.
 */
public final class RunHolds {
    private final Set<String> held = new HashSet<>();
    private final Map<String, Integer> working = new HashMap<>();

    /** Lets a run of the pull end with its page, and its schedule start none. */
    public synchronized void hold(String pull) {
        held.add(Objects.requireNonNull(pull, "pull"));
    }

    public synchronized void release(String pull) {
        held.remove(pull);
    }

    synchronized boolean isHeld(String pull) {
        return held.contains(pull);
    }

    /** Whether no run of the pull, and no replay of its dead letters, is in work here. */
    public synchronized boolean isIdle(String pull) {
        return !working.containsKey(pull);
    }

    /** The exchange works for the pull until it is done. */
    void enter(Exchange exchange, String pull) {
        add(pull, 1);
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                add(pull, -1);
            }
        });
    }

    private synchronized void add(String pull, int more) {
        working.merge(pull, more, (now, plus) -> now + plus == 0 ? null : now + plus);
    }
}
