package org.restconnector.push;

import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.restconnector.store.Batches;
import org.restconnector.store.Batches.Scope;

/** What each tenant of a flow has for itself: its target, its pauses. Safe for use by many threads. */
final class FlowTenants {
    private static final int MOST_AT_A_TIME = 100;
    private static final long LOOK_AGAIN_NANOS = Duration.ofSeconds(1).toNanos();

    private final String flow;
    private final Batches batches;
    private final TenantGates gates;
    private final TenantTargets targets;
    private Iterator<String> unusable = Collections.emptyIterator();
    private long lookedAt = System.nanoTime() - LOOK_AGAIN_NANOS;

    FlowTenants(String flow, Tenancy tenancy, FlowServices services) {
        this.flow = flow;
        this.batches = services.batches();
        this.gates = new TenantGates(tenant -> new Gate(new Scope(flow, tenant), batches, services.clock()));
        this.targets = new TenantTargets(
                flow, tenancy, services.tenants(), tenant -> gate(tenant).settingsChanged());
    }

    Gate gate(String tenant) {
        return gates.of(tenant);
    }

    Optional<PushSettings> target(String tenant) {
        return targets.find(tenant);
    }

    TenantDirectory directory() {
        return targets;
    }

    /** Those that are passed over: with these, the ones that have no target now. */
    Set<String> away(Set<String> full) {
        Set<String> away = new HashSet<>(full);
        away.addAll(targets.unusable());
        return away;
    }

    /**
     * Looks whether settings were mended, of those that cannot be used and of those that targets refuse. Called
     * by the flow's claimer again and again.
     */
    void look() {
        long now = System.nanoTime();
        if (now - lookedAt >= LOOK_AGAIN_NANOS) {
            lookedAt = now;
            if (!unusable.hasNext()) {
                unusable = List.copyOf(targets.unusable()).iterator();
            }
            for (int i = 0; i < MOST_AT_A_TIME && unusable.hasNext(); i++) {
                targets.find(unusable.next());
            }
            waiting(Duration.ZERO).forEach(targets::find);
        }
    }

    /** The tenants of which one request may try whether their targets take their credentials again. */
    List<String> toProbe() {
        return waiting(Gate.PROBE_EVERY)
                .filter(tenant -> targets.find(tenant).isPresent())
                .filter(tenant -> gate(tenant).takeProbe())
                .toList();
    }

    private Stream<String> waiting(Duration since) {
        return Stream.of(PauseReason.values())
                .filter(PauseReason::isProbed)
                .flatMap(reason -> batches.toProbe(flow, reason.text(), since, MOST_AT_A_TIME).stream());
    }
}
