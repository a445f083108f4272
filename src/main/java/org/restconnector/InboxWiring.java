package org.restconnector;

import java.time.Clock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.restconnector.console.ConsoleBeans;
import org.restconnector.console.ConsoleDeadLetters;
import org.restconnector.console.ConsolePage;
import org.restconnector.console.ConsolePulls;
import org.restconnector.pull.PullControl;
import org.restconnector.pull.PullRegistry;
import org.restconnector.pull.PullSchedule;
import org.restconnector.push.FlowDirectory;
import org.restconnector.push.InboxBeans;
import org.restconnector.push.InboxHeaders;
import org.restconnector.push.InboxSettings;
import org.restconnector.push.JobWaits;
import org.restconnector.store.FaultHook;
import org.restconnector.store.Store;

/** The beans of rest-inbox.camel.yaml, made when its routes are loaded. */
final class InboxWiring {
    private static final String BEANS = "rest-inbox-beans";
    private static final String CONSOLE = "rest-console-beans";

    private final CamelContext context;
    private final Configuration configuration;
    private final Supplier<Store> store;
    private final Clock clock;
    private final FaultHook faults;
    private final InboxRoutes routes;

    InboxWiring(
            CamelContext context, Configuration configuration, Supplier<Store> store, Clock clock, FaultHook faults) {
        this.context = context;
        this.configuration = configuration;
        this.store = store;
        this.clock = clock;
        this.faults = faults;
        this.routes = new InboxRoutes(configuration);
    }

    void bind() {
        bind(JobWaits.BEAN, JobWaits.class, JobWaits::new);
        bind(BEANS, InboxBeans.class, this::make);
        bindPart("rest-inbox", InboxBeans::inbox);
        bindPart("rest-inbox-writes", InboxBeans::writes);
        bindPart("rest-inbox-realtime", InboxBeans::realtime);
        bindPart("rest-inbox-jobs", InboxBeans::jobs);
        bindPart("rest-inbox-flows", InboxBeans::flows);
        bind(CONSOLE, ConsoleBeans.class, this::makeConsole);
        bind("rest-console-page", ConsolePage.class, () -> console().page());
        bind("rest-console-pulls", ConsolePulls.class, () -> console().pulls());
        bind("rest-console-dead-letters", ConsoleDeadLetters.class, () -> console()
                .deadLetters());
        bind("rest-inbox-headers", InboxHeaders.class, InboxHeaders::new);
        bind("rest-inbox-streaming", Boolean.class, this::isServlet);
        context.addLifecycleStrategy(routes);
    }

    /** A servlet's server reads bodies as text, which compressed ones are not, unless it is told to stream them. */
    private boolean isServlet() {
        Object engine = context.getRegistry().lookupByName("platform-http-engine");
        return engine != null && engine.getClass().getName().contains(".springboot.");
    }

    static InboxBeans beans(CamelContext context) {
        return context.getRegistry().lookupByNameAndType(BEANS, InboxBeans.class);
    }

    private InboxBeans make() {
        return InboxBeans.create(
                InboxSettings.read(configuration::find),
                configuration.dataDirectory(),
                store.get(),
                context.getRegistry().lookupByNameAndType(FlowDirectory.BEAN, FlowDirectory.class),
                context.getRegistry().lookupByNameAndType(JobWaits.BEAN, JobWaits.class),
                clock,
                faults,
                () -> routes.isStopping() || isEnding(),
                this::isEnding);
    }

    private boolean isEnding() {
        return context.getStatus().isStopping() || context.getStatus().isStopped();
    }

    private ConsoleBeans console() {
        return context.getRegistry().lookupByNameAndType(CONSOLE, ConsoleBeans.class);
    }

    private ConsoleBeans makeConsole() {
        PullControl pulls = new PullControl(
                context.getRegistry().lookupByNameAndType("rest-pull-registry", PullRegistry.class),
                context.getRegistry().lookupByNameAndType("rest-schedule", PullSchedule.class),
                context.createProducerTemplate(),
                context.getExecutorServiceManager().newCachedThreadPool(this, "pull-started-by-hand"));
        return ConsoleBeans.create(
                InboxSettings.read(configuration::find),
                pulls,
                context.getRegistry().lookupByNameAndType(FlowDirectory.BEAN, FlowDirectory.class),
                store.get(),
                clock);
    }

    private void bindPart(String id, Function<InboxBeans, Object> part) {
        bind(id, Object.class, () -> part.apply(beans(context)));
    }

    private void bind(String id, Class<?> type, Supplier<Object> make) {
        context.getRegistry().bind(id, type, make);
    }
}
