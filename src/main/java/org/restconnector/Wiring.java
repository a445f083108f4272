package org.restconnector;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Service;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteBuilderLifecycleStrategy;
import org.apache.camel.model.Model;
import org.apache.camel.spi.Registry;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.service.ServiceSupport;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;
import org.restconnector.alert.Alerting;
import org.restconnector.http.Budgets;
import org.restconnector.http.HttpCalls;
import org.restconnector.http.RestHttp;
import org.restconnector.http.Retries;
import org.restconnector.http.Spool;
import org.restconnector.http.Tokens;
import org.restconnector.metrics.Metrics;
import org.restconnector.pull.DeadLetterCopies;
import org.restconnector.pull.DeadLetterLog;
import org.restconnector.pull.Deliveries;
import org.restconnector.pull.Destinations;
import org.restconnector.pull.Fetches;
import org.restconnector.pull.PullRegistry;
import org.restconnector.pull.PullSchedule;
import org.restconnector.pull.Pulls;
import org.restconnector.pull.Replays;
import org.restconnector.pull.RunHolds;
import org.restconnector.push.FlowRegistry;
import org.restconnector.sink.TableReplacement;
import org.restconnector.store.FaultHook;
import org.restconnector.store.SqliteLibrary;
import org.restconnector.store.Store;
import org.restconnector.store.Stores;
import org.restconnector.store.Vault;

/** Says which beans there are and what each is made of. They are made when first asked for. */
final class Wiring {
    /** A host's own connections to the store, if it has bound them. */
    static final String DATA_SOURCE = "connectorDataSource";

    /** The clock of schedules, retries and probes, if another than the machine's is bound. */
    static final String CLOCK = "rest-clock";

    private static final int DEAD_LETTERS_WAITING = 1000;

    private final CamelContext context;
    private final Clock clock;
    private final FaultHook faults = FaultHook.load();
    private final PullRegistry pulls = new PullRegistry();
    private final FlowRegistry flows = new FlowRegistry();
    private final Budgets budgets = new Budgets();
    private final RunHolds holds = new RunHolds();
    private Optional<Vault> vault = Optional.empty();

    Wiring(CamelContext context) {
        this.context = context;
        this.clock = Optional.ofNullable(context.getRegistry().lookupByNameAndType(CLOCK, Clock.class))
                .orElseGet(Clock::systemUTC);
    }

    void bind() {
        Configuration configuration = Configuration.of(context);
        bind(Store.BEAN, Store.class, () -> open(configuration));
        bind(FoundMetrics.BEAN, Metrics.class, () -> FoundMetrics.find(context));
        bind("rest-pull-registry", PullRegistry.class, () -> pulls);
        bind(
                "rest-pulls",
                Pulls.class,
                () -> new Pulls(
                        context,
                        pulls,
                        store(),
                        clock,
                        faults,
                        holds,
                        metrics(),
                        uri -> TableReplacement.of(context, uri)));
        bind("rest-fetches", Fetches.class, () -> new Fetches(pulls, store()));
        bind("rest-schedule", PullSchedule.class, () -> new PullSchedule(pulls, store(), clock, holds));
        bind(
                "rest-replays",
                Replays.class,
                () -> new Replays(
                        context,
                        pulls,
                        store(),
                        clock,
                        faults,
                        holds,
                        metrics(),
                        uri -> TableReplacement.of(context, uri)));
        bind("rest-deliveries", Deliveries.class, Deliveries::new);
        bind("rest-destinations", Destinations.class, this::destinations);
        bind("rest-dead-letters", DeadLetterLog.class, () -> new DeadLetterLog(configuration.logsRecords()));
        bind("rest-calls", HttpCalls.class, () -> new HttpCalls(budgets, tokens(configuration), metrics()));
        bind(
                "rest-dead-letter-copies",
                DeadLetterCopies.class,
                () -> new DeadLetterCopies(configuration.deadLetterTo()));
        bind("rest-dead-letter-thread", ExecutorService.class, this::deadLetterThread);
        bind("rest-retries", Retries.class, () -> new Retries(metrics()));
        bindAlerts(configuration);
        new FlowWiring(context, configuration, flows, this::store, () -> vault(configuration), budgets, clock, faults)
                .bind();
        new InboxWiring(context, configuration, this::store, clock, faults).bind();
        context.getRegistry()
                .bind(
                        RestHttp.NAME,
                        RestHttp.component(new Spool(configuration::spoolDirectory), configuration::allowsPrivate));
        context.getRegistry().bind("rest-route-files", started(new RouteFileLoader()));
        SettingsCheck check = new SettingsCheck(context, configuration, pulls, flows);
        checkSettings(check, new ShippedFiles(context, configuration));
        bind(LiveEndpoints.BEAN, LiveEndpoints.class, () -> new LiveEndpoints(context, check, pulls, flows, holds));
    }

    private Destinations destinations() {
        Destinations destinations = started(new Destinations());
        context.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onEndpointRemove(Endpoint endpoint) {
                destinations.forget(endpoint);
            }
        });
        return destinations;
    }

    /** Bounded: what does not fit is in the store all the same. */
    private ExecutorService deadLetterThread() {
        ThreadPoolProfile profile = new ThreadPoolProfile("dead-letter-to");
        profile.setPoolSize(1);
        profile.setMaxPoolSize(1);
        profile.setMaxQueueSize(DEAD_LETTERS_WAITING);
        profile.setRejectedPolicy(ThreadPoolRejectedPolicy.Abort);
        return context.getExecutorServiceManager().newThreadPool(this, "dead-letter-to", profile);
    }

    private void bindAlerts(Configuration configuration) {
        context.getRegistry().bind(StopTime.BEAN, new StopTime());
        Supplier<Alerting> make = () ->
                new Alerting(configuration.alertsTo(), context, pulls, flows, this::store, configuration.isScheduled());
        bind("rest-alerts", Alerting.class, make);
        context.addLifecycleStrategy(new AlertLife(context, configuration));
    }

    /** One for all: its key takes a while to make. */
    private synchronized Vault vault(Configuration configuration) {
        Vault made = vault.orElseGet(() -> new Vault(configuration.secretKey()));
        vault = Optional.of(made);
        return made;
    }

    private Tokens tokens(Configuration configuration) {
        StoredTokens memory = new StoredTokens(this::store, vault(configuration));
        return new Tokens(new TokenCalls(context.createProducerTemplate()), memory, clock);
    }

    /** Not before the first routes are read: a {@code new DefaultCamelContext()} binds before it has a model. */
    private void checkSettings(SettingsCheck check, ShippedFiles files) {
        context.getRegistry().bind("rest-settings-check", new RouteBuilderLifecycleStrategy() {
            @Override
            public void beforeConfigure(RouteBuilder routes) {
                // added once, however often it is asked for
                context.getCamelContextExtension().getContextPlugin(Model.class).addModelLifecycleStrategy(check);
                files.load();
            }
        });
    }

    private <T> void bind(String id, Class<T> type, Supplier<T> make) {
        Registry registry = context.getRegistry();
        registry.bind(id, type, (Supplier<Object>) make::get);
    }

    private <T extends Service> T started(T service) {
        try {
            context.addService(service, true, true);
        } catch (Exception e) {
            throw new IllegalStateException("a service cannot be started with the context", e);
        }
        return service;
    }

    private Metrics metrics() {
        return FoundMetrics.of(context);
    }

    private Store store() {
        return context.getRegistry().lookupByNameAndType(Store.BEAN, Store.class);
    }

    private Store open(Configuration configuration) {
        Duration kept = configuration.retention();
        if (configuration.standalone()) {
            SqliteLibrary.load();
        }
        Optional<DataSource> host =
                Optional.ofNullable(context.getRegistry().lookupByNameAndType(DATA_SOURCE, DataSource.class));
        Store store = host.isPresent()
                ? Stores.open(configuration.store(), host.get(), clock, faults)
                : Stores.open(configuration.store(), clock, faults);
        RetentionTimer retention = new RetentionTimer(store.retention(), kept);
        if (configuration.isScheduled()) {
            retention.start();
        }
        closeWithContext(store, retention);
        return store;
    }

    /** Camel stops routes before services, and so the store last. */
    private void closeWithContext(Store store, RetentionTimer retention) {
        started(new ServiceSupport() {
            @Override
            protected void doStop() {
                retention.close();
                store.close();
            }
        });
    }
}
