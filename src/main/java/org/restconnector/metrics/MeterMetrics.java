package org.restconnector.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Counts into a registry of Micrometer: the standalone application's, or one that a host has. */
public final class MeterMetrics implements Metrics {
    private static final Duration[] ANSWERS = {
        Duration.ofMillis(5),
        Duration.ofMillis(25),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(2),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30)
    };

    private final MeterRegistry registry;
    private final Map<Owner, MeterTally> tallies = new ConcurrentHashMap<>();

    public MeterMetrics(MeterRegistry registry) {
        this.registry = Objects.requireNonNull(registry, "registry");
    }

    @Override
    public Tally of(Owner owner) {
        MeterTally found = tallies.get(owner);
        return found != null ? found : tallies.computeIfAbsent(owner, added -> new MeterTally(registry, added));
    }

    @Override
    public Answers answers() {
        Map<CallOutcome, Counter> counters = new EnumMap<>(CallOutcome.class);
        for (CallOutcome outcome : CallOutcome.values()) {
            if (outcome != CallOutcome.TIMEOUT && outcome != CallOutcome.ERROR) {
                counters.put(
                        outcome,
                        Counter.builder("connector.inbox.requests")
                                .description("Requests that the HTTP API answered.")
                                .tag("outcome", outcome.label())
                                .register(registry));
            }
        }
        Timer time = Timer.builder("connector.inbox.request.duration")
                .description("From a request's first byte to the end of its answer.")
                .serviceLevelObjectives(ANSWERS)
                .register(registry);
        return (status, nanos) -> {
            Counter counter = counters.get(CallOutcome.of(status));
            if (counter != null) {
                counter.increment();
            }
            time.record(nanos, TimeUnit.NANOSECONDS);
        };
    }

    @Override
    public void retain(Set<Owner> owners) {
        for (Owner known : tallies.keySet()) {
            if (!owners.contains(known)) {
                tallies.computeIfPresent(known, (owner, tally) -> {
                    tally.remove();
                    return null;
                });
            }
        }
        // those at rest are shown, too
        owners.forEach(this::of);
    }
}
