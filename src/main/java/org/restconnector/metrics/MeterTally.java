package org.restconnector.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.restconnector.metrics.Owner.Kind;

/** Counts with meters that are all there from the beginning, at 0: a rate has something to start from. */
final class MeterTally implements Tally {
    /** What a turn costs that is free at once. */
    private static final long NO_WAIT_NANOS = 1_000_000;

    private static final double[] BATCHES = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 5_000, 10_000};
    private static final Duration[] REQUESTS = millis(10, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000);
    private static final Duration[] RUNS = millis(1_000, 10_000, 60_000, 300_000, 900_000, 3_600_000, 14_400_000);

    private final MeterRegistry registry;
    private final List<Meter> meters = new ArrayList<>();

    private final Timer requestTime;
    private final Map<CallOutcome, Counter> requests;
    private final Map<CallOutcome, Counter> tokens;
    private final Map<CallOutcome, Counter> webhooks;
    private final Map<RecordOutcome, Counter> records = new EnumMap<>(RecordOutcome.class);
    private final Counter retries;
    private final Counter waits;
    private final List<Counter> pages = new ArrayList<>();
    private final List<Timer> runTime = new ArrayList<>();
    private final Map<Boolean, Counter> runs = new HashMap<>();
    private final List<DistributionSummary> batches = new ArrayList<>();

    MeterTally(MeterRegistry registry, Owner owner) {
        this.registry = registry;
        boolean pull = owner.kind() == Kind.PULL;
        Tags own = Tags.of(pull ? "pull" : "flow", owner.name());
        // all meters of one name have the same labels; to Prometheus an empty one is none
        Tags kin = own.and(pull ? "flow" : "pull", "");
        requests = byOutcome("connector.http.requests", "Requests sent.", kin);
        tokens = byOutcome("connector.token.requests", "Tokens asked for.", kin);
        webhooks = pull ? Map.of() : byOutcome("connector.webhook.requests", "Webhooks sent.", own);
        requestTime = timer("connector.http.request.duration", "From sending to the answer's end.", kin, REQUESTS);
        retries = counter("connector.retries", "Requests that are tried again.", kin);
        waits = counter("connector.rate.limit.wait.seconds", "Time that requests waited for their turn.", kin);
        RecordOutcome between = pull ? RecordOutcome.SKIPPED : RecordOutcome.EXISTING;
        for (RecordOutcome outcome : List.of(RecordOutcome.DELIVERED, between, RecordOutcome.DEAD_LETTERED)) {
            records.put(
                    outcome,
                    counter("connector.records", "Records that got a result.", kin.and("outcome", outcome.label())));
        }
        if (pull) {
            pages.add(counter("connector.pages", "Pages delivered.", own));
            runs.put(true, counter("connector.runs", "Runs that ended.", own.and("outcome", "completed")));
            runs.put(false, counter("connector.runs", "Runs that ended.", own.and("outcome", "failed")));
            runTime.add(timer("connector.run.duration", "From a run's begin to its end.", own, RUNS));
        } else {
            batches.add(kept(DistributionSummary.builder("connector.batch.size")
                    .description("Records in a request.")
                    .tags(own)
                    .serviceLevelObjectives(BATCHES)
                    .register(registry)));
        }
    }

    private static Duration[] millis(long... millis) {
        return Arrays.stream(millis).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    }

    private Map<CallOutcome, Counter> byOutcome(String name, String description, Tags labels) {
        Map<CallOutcome, Counter> counters = new EnumMap<>(CallOutcome.class);
        for (CallOutcome outcome : CallOutcome.values()) {
            counters.put(outcome, counter(name, description, labels.and("outcome", outcome.label())));
        }
        return counters;
    }

    private Counter counter(String name, String description, Tags labels) {
        return kept(Counter.builder(name).description(description).tags(labels).register(registry));
    }

    private Timer timer(String name, String description, Tags labels, Duration[] buckets) {
        return kept(Timer.builder(name)
                .description(description)
                .tags(labels)
                .serviceLevelObjectives(buckets)
                .register(registry));
    }

    private <T extends Meter> T kept(T meter) {
        meters.add(meter);
        return meter;
    }

    @Override
    public void requested(CallOutcome outcome, long nanos) {
        requests.get(outcome).increment();
        requestTime.record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void tokenRequested(CallOutcome outcome) {
        tokens.get(outcome).increment();
    }

    @Override
    public void webhookRequested(CallOutcome outcome) {
        Counter counter = webhooks.get(outcome);
        if (counter != null) {
            counter.increment();
        }
    }

    @Override
    public void retried() {
        retries.increment();
    }

    @Override
    public void waited(long nanos) {
        if (nanos >= NO_WAIT_NANOS) {
            waits.increment(nanos / 1e9);
        }
    }

    @Override
    public void pages(long more) {
        pages.forEach(counter -> counter.increment(more));
    }

    @Override
    public void records(RecordOutcome outcome, long more) {
        Counter counter = records.get(outcome);
        if (more > 0 && counter != null) {
            counter.increment(more);
        }
    }

    @Override
    public void batch(int size) {
        batches.forEach(summary -> summary.record(size));
    }

    @Override
    public void ran(boolean completed, Duration time) {
        Counter counter = runs.get(completed);
        if (counter != null) {
            counter.increment();
            runTime.forEach(timer -> timer.record(time));
        }
    }

    void remove() {
        meters.forEach(registry::remove);
    }
}
