package org.restconnector;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.spi.ShutdownStrategy;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.util.concurrent.SynchronousExecutorService;
import org.restconnector.http.Budgets;
import org.restconnector.http.Expressions;
import org.restconnector.json.Json;
import org.restconnector.pull.Away;
import org.restconnector.pull.DeadLetterEvent;
import org.restconnector.pull.DirectEndpoints;
import org.restconnector.pull.Reasons;
import org.restconnector.push.Batching;
import org.restconnector.push.FlowDirectory;
import org.restconnector.push.FlowRegistry;
import org.restconnector.push.FlowServices;
import org.restconnector.push.Flows;
import org.restconnector.push.FormStep;
import org.restconnector.push.Groups;
import org.restconnector.push.JobWaits;
import org.restconnector.push.Places;
import org.restconnector.push.PushSteps;
import org.restconnector.push.StoredTenants;
import org.restconnector.push.ViaEndpoints;
import org.restconnector.push.WebhookSteps;
import org.restconnector.sink.FlowQueues;
import org.restconnector.store.FaultHook;
import org.restconnector.store.Store;
import org.restconnector.store.Vault;

/** Binds what flows are made of: their routes' steps, what they share, and where it all ends. */
final class FlowWiring {
    private static final int SECONDS_AFTER_FLOWS = 2;

    private final CamelContext context;
    private final Configuration configuration;
    private final FlowRegistry flows;
    private final Supplier<Store> store;
    private final Supplier<Vault> vault;
    private final Budgets budgets;
    private final Clock clock;
    private final FaultHook faults;

    FlowWiring(
            CamelContext context,
            Configuration configuration,
            FlowRegistry flows,
            Supplier<Store> store,
            Supplier<Vault> vault,
            Budgets budgets,
            Clock clock,
            FaultHook faults) {
        this.context = context;
        this.configuration = configuration;
        this.flows = flows;
        this.store = store;
        this.vault = vault;
        this.budgets = budgets;
        this.clock = clock;
        this.faults = faults;
    }

    void bind() {
        Groups groups = new Groups();
        bind("rest-flow-registry", FlowRegistry.class, () -> flows);
        bind("rest-webhooks", WebhookSteps.class, WebhookSteps::new);
        bind("rest-push", PushSteps.class, () -> new PushSteps(new Expressions(context)));
        bind("rest-batching", Batching.class, Batching::new);
        bind("rest-forming", FormStep.class, FormStep::new);
        bind("rest-groups", Groups.class, () -> groups);
        bind("rest-same-thread", ExecutorService.class, SynchronousExecutorService::new);
        bind(FlowDirectory.BEAN, Flows.class, () -> running(groups));
        bind("rest-flow-queues", FlowQueues.class, () -> new SinkQueues(context, configuration, flows, tenants()));
    }

    private StoredTenants tenants() {
        return new StoredTenants(store, vault.get());
    }

    private Flows running(Groups groups) {
        ProducerTemplate template = context.createProducerTemplate();
        Flows made = new Flows(
                flows,
                new FlowServices(
                        store.get().batches(),
                        store.get().jobs(),
                        store.get().webhooks(),
                        template,
                        groups,
                        new ViaEndpoints(
                                uri -> DirectEndpoints.get(context, uri), Away::is, Reasons::status, Reasons::words),
                        context.getRegistry().lookupByNameAndType(JobWaits.BEAN, JobWaits.class),
                        letter -> template.sendBody(
                                "direct:dead-letter", Json.text(DeadLetterEvent.fieldsWithRecord(letter))),
                        new Places(configuration.maxInFlight()),
                        tenants(),
                        budgets,
                        faults,
                        FoundMetrics.of(context),
                        clock,
                        configuration.env()));
        context.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onContextStopping(CamelContext stopping) {
                StopTime stop = StopTime.of(context);
                stop.begin();
                made.stopAll(stop.spent());
                if (configuration.standalone()) {
                    shorten(stopping.getShutdownStrategy(), stop.spent());
                }
            }
        });
        return made;
    }

    /** The last requests and alerts are a part of the stop: what hangs on after them may not add to its time. */
    private static void shorten(ShutdownStrategy strategy, Duration spent) {
        strategy.setTimeout(Math.max(SECONDS_AFTER_FLOWS, strategy.getTimeout() - spent.toSeconds() - 2));
    }

    private <T> void bind(String id, Class<T> type, Supplier<T> make) {
        context.getRegistry().bind(id, type, (Supplier<Object>) make::get);
    }
}
