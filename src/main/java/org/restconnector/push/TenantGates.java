package org.restconnector.push;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** Whether each tenant of a flow may send now. Safe for use by many threads. */
final class TenantGates {
    private static final int MOST_KNOWN = 2_000;

    private final Function<String, Gate> make;
    private final Map<String, Gate> gates = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Gate> eldest) {
            return size() > MOST_KNOWN;
        }
    };

    TenantGates(Function<String, Gate> make) {
        this.make = make;
    }

    /** The tenant's, with what the store knew a moment ago. */
    Gate of(String tenant) {
        Gate gate;
        synchronized (gates) {
            gate = gates.computeIfAbsent(tenant, make);
        }
        gate.refreshIfOld();
        return gate;
    }
}
