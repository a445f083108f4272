package org.restconnector.push;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.camel.Route;
import org.apache.camel.support.RoutePolicySupport;

/**
 * The flows that run here. Each begins with its route, and all end before any route does: claims stop,
 * what is unsent is given back, requests in flight get 25 s. Safe for use by many threads.
 */
public final class Flows extends RoutePolicySupport implements FlowDirectory {
    private static final Duration LAST_REQUESTS = Duration.ofSeconds(25);
    private static final String ROUTE = "flow-";

    private final FlowRegistry registry;
    private final FlowServices services;
    private final Map<String, RunningFlow> running = new ConcurrentSkipListMap<>();
    private final Set<String> held = ConcurrentHashMap.newKeySet();
    private volatile boolean ended;

    public Flows(FlowRegistry registry, FlowServices services) {
        this.registry = Objects.requireNonNull(registry, "registry");
        this.services = Objects.requireNonNull(services, "services");
        services.batches()
                .whenCompleted(job -> JobLog.completed(job, services.waits().takeQuiet(job.id())));
    }

    @Override
    public void onStart(Route route) {
        String name = route.getRouteId().substring(ROUTE.length());
        registry.find(name).filter(settings -> !ended).ifPresent(settings -> {
            RunningFlow flow = new RunningFlow(settings, services);
            running.put(name, flow);
            held.remove(name);
            services.places().join(name);
            flow.start();
        });
    }

    @Override
    public void onStop(Route route) {
        String name = route.getRouteId().substring(ROUTE.length());
        if (!held.contains(name)) {
            end(name);
        }
    }

    private void end(String name) {
        RunningFlow flow = running.remove(name);
        if (flow != null) {
            flow.stopClaiming();
            flow.awaitEnd(flow.now().plus(LAST_REQUESTS));
            services.places().leave(name);
        }
    }

    /**
     * Ends a flow whose settings are about to change: what is unsent is given back, requests in flight end. It takes
     * records in all the while, for the one that comes next; {@link #drop} it if none does.
     */
    public void hold(String name) {
        RunningFlow flow = running.get(name);
        if (flow != null) {
            held.add(name);
            flow.stopClaiming();
            flow.awaitEnd();
        }
    }

    /** Takes in nothing more for a flow that was held and did not come back. */
    public void drop(String name) {
        if (held.remove(name)) {
            end(name);
        }
    }

    /**
     * Ends all flows, while their routes still work.
     *
     * @param spent of the time for the last requests, on what else had to end
     */
    public void stopAll(Duration spent) {
        ended = true;
        List<RunningFlow> flows = List.copyOf(running.values());
        Instant until = services.clock().instant().plus(LAST_REQUESTS).minus(spent);
        flows.forEach(RunningFlow::stopClaiming);
        flows.forEach(flow -> flow.awaitEnd(until));
        flows.forEach(flow -> services.places().leave(flow.name()));
        running.clear();
    }

    @Override
    public List<String> names() {
        return List.copyOf(running.keySet());
    }

    @Override
    public Optional<FlowDirectory.Flow> find(String name) {
        return Optional.ofNullable(running.get(name));
    }
}
