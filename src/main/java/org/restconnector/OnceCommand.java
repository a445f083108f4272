package org.restconnector;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.restconnector.pull.Backfill;
import org.restconnector.pull.PullRegistry;
import org.restconnector.pull.Pulls;
import org.restconnector.pull.ReplayRound;
import org.restconnector.pull.RunSummary;
import org.restconnector.settings.SettingsException;
import org.restconnector.store.Run;
import org.restconnector.store.Store;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs pulls once, whatever their schedule, and prints their results. */
@Command(
        name = "once",
        description = "Run the named pulls once (all where none is named) and print a line of JSON each.")
final class OnceCommand implements Callable<Integer> {
    private static final long SWEEP_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Surroundings surroundings;

    @Parameters(paramLabel = "NAME", description = "Names of pulls.")
    private List<String> names = new ArrayList<>();

    @Option(
            names = "--since",
            paramLabel = "V",
            description = "Fetch from this value of the named incremental pulls, apart from their state.")
    private String since;

    @Option(names = "--until", paramLabel = "V", description = "With --since: fetch up to this value; default: now.")
    private String until;

    @Spec
    private CommandSpec spec;

    OnceCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        if (until != null && since == null) {
            throw new ParameterException(spec.commandLine(), "--until needs --since");
        }
        if (since != null && names.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--since needs the NAME of a pull");
        }
        ApplicationProperties properties = ApplicationProperties.read(surroundings.directory());
        new RouteFiles(properties).require();
        try (Standalone application = Standalone.create(properties, Map.of("connector.schedule", "false"))) {
            application.startDemo();
            application.startUntilClosed();
            CamelContext context = application.main().getCamelContext();
            int code = runAll(context);
            sweep(context);
            return code;
        }
    }

    /** Where nothing else ever runs, the store has to be bounded as well; but nobody is to wait for that. */
    private static void sweep(CamelContext context) {
        long end = System.nanoTime() + SWEEP_NANOS;
        if (context.getStatus().isStarted()) {
            Store store = context.getRegistry().lookupByNameAndType(Store.BEAN, Store.class);
            try (RetentionTimer retention = new RetentionTimer(
                    store.retention(), Configuration.of(context).retention())) {
                retention.sweep(
                        () -> System.nanoTime() < end && context.getStatus().isStarted());
            }
        }
    }

    private int runAll(CamelContext context) {
        PullRegistry pulls = context.getRegistry().lookupByNameAndType("rest-pull-registry", PullRegistry.class);
        List<String> known = pulls.names();
        for (String name : names) {
            if (pulls.fetches().contains(name)) {
                throw new SettingsException("'" + name + "' is a fetch, which runs for the records that come to direct:"
                        + name + "; name a pull that leads there");
            }
            if (!known.contains(name)) {
                throw new SettingsException("there is no pull '" + name + "'; "
                        + (known.isEmpty() ? "there is none" : "there are: " + String.join(", ", known)));
            }
        }
        Optional<Backfill> backfill =
                Optional.ofNullable(since).map(value -> new Backfill(value, Optional.ofNullable(until)));
        backfill.ifPresent(range -> names.forEach(name -> require(pulls, name, range)));
        int code = 0;
        try (ProducerTemplate template = context.createProducerTemplate()) {
            for (String name : names.isEmpty() ? known : names) {
                if (!context.getStatus().isStarted()) {
                    return Failures.FAILED;
                }
                code = Math.max(code, run(template, name, backfill, pulls.fetchesBehind(name)));
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return code;
    }

    private static void require(PullRegistry pulls, String name, Backfill backfill) {
        try {
            pulls.requireFits(name, backfill);
        } catch (IllegalArgumentException e) {
            throw new SettingsException(e.getMessage(), e);
        }
    }

    private int run(ProducerTemplate template, String name, Optional<Backfill> backfill, Set<String> fetches) {
        boolean replayed = replay(template, name);
        for (String fetch : fetches) {
            replayed &= replay(template, fetch);
        }
        Exchange exchange = template.send("direct:rest-pages", sent -> {
            sent.setProperty(Pulls.PULL, name);
            backfill.ifPresent(range -> sent.setProperty(Backfill.PROPERTY, range));
        });
        Run result = exchange.getProperty(Pulls.RESULT, Run.class);
        if (result == null) {
            Exception refused = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
            surroundings.err().println(refused == null ? "pull " + name + " did not run" : refused.getMessage());
            return Failures.FAILED;
        }
        surroundings.out().println(RunSummary.json(result));
        boolean clean =
                result.status() == Run.Status.COMPLETED && result.counters().deadLettered() == 0;
        return clean && replayed ? 0 : Failures.FAILED;
    }

    /** Sends the pull's dead letters whose replay was asked for; false if one was refused again. */
    private static boolean replay(ProducerTemplate template, String name) {
        boolean clean = true;
        ReplayRound round;
        do {
            Exchange exchange = template.send("direct:rest-replay", sent -> sent.setProperty(Pulls.PULL, name));
            round = exchange.getProperty(ReplayRound.PROPERTY, ReplayRound.class);
            clean &= round != null && round.refused() == 0;
        } while (round != null && round.hasMore());
        return clean;
    }
}
