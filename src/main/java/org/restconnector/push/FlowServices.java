package org.restconnector.push;

import java.time.Clock;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.camel.ProducerTemplate;
import org.restconnector.http.Budgets;
import org.restconnector.metrics.Metrics;
import org.restconnector.store.Batches;
import org.restconnector.store.DeadLetters.DeadLetter;
import org.restconnector.store.FaultHook;
import org.restconnector.store.Jobs;
import org.restconnector.store.Webhooks;

/**
 * What the flows of an application share.
 *
 * @param deadLetters gets each dead letter once it is stored
 * @param places requests that may be in flight over all flows
 * @param budgets shared with the pulls
 * @param env {@code connector.env}
 */
public record FlowServices(
        Batches batches,
        Jobs jobs,
        Webhooks webhooks,
        ProducerTemplate template,
        Groups groups,
        ViaEndpoints vias,
        JobWaits waits,
        Consumer<DeadLetter> deadLetters,
        Places places,
        Budgets budgets,
        FaultHook faults,
        Metrics metrics,
        Clock clock,
        String env) {
    public FlowServices {
        Objects.requireNonNull(batches, "batches");
        Objects.requireNonNull(jobs, "jobs");
        Objects.requireNonNull(webhooks, "webhooks");
        Objects.requireNonNull(template, "template");
        Objects.requireNonNull(groups, "groups");
        Objects.requireNonNull(vias, "vias");
        Objects.requireNonNull(waits, "waits");
        Objects.requireNonNull(deadLetters, "deadLetters");
        Objects.requireNonNull(places, "places");
        Objects.requireNonNull(budgets, "budgets");
        Objects.requireNonNull(faults, "faults");
        Objects.requireNonNull(metrics, "metrics");
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(env, "env");
    }
}
