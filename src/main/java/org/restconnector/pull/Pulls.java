package org.restconnector.pull;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.restconnector.http.Expressions;
import org.restconnector.http.Fault;
import org.restconnector.http.HttpCall;
import org.restconnector.http.HttpCalls;
import org.restconnector.http.PermanentFault;
import org.restconnector.http.Response;
import org.restconnector.log.About;
import org.restconnector.metrics.Metrics;
import org.restconnector.store.FaultHook;
import org.restconnector.store.PageTransaction;
import org.restconnector.store.Run;
import org.restconnector.store.RunEnd;
import org.restconnector.store.Store;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps of the route {@code rest-pages}, one method each: the bean {@code rest-pulls}. The run in
 * work is a property of the exchange.
 */
public final class Pulls {
    /** The exchange property that holds the {@link Run} of a pull when it has ended. */
    public static final String RESULT = "RestConnectorResult";

    /** The exchange property that names the pull. */
    public static final String PULL = "RestConnectorPull";

    /** The exchange property that may hold a {@code Consumer<Run>}, told once that the run has begun. */
    static final String BEGUN = "RestConnectorBegun";

    private static final Logger LOG = LoggerFactory.getLogger(Pulls.class);

    private final CamelContext context;
    private final PullRegistry registry;
    private final Function<String, Optional<RunEnd>> runEnds;
    private final RunLedger ledger;
    private final Store store;
    private final FaultHook faults;
    private final RunHolds holds;
    private final PageRequests requests;
    private final RunEnding ending;

    /** @param runEnds what an endpoint URI of {@code to} has left to do at the end of a run */
    public Pulls(
            CamelContext context,
            PullRegistry registry,
            Store store,
            Clock clock,
            FaultHook faults,
            RunHolds holds,
            Metrics metrics,
            Function<String, Optional<RunEnd>> runEnds) {
        this.context = Objects.requireNonNull(context, "context");
        this.registry = Objects.requireNonNull(registry, "registry");
        this.store = Objects.requireNonNull(store, "store");
        this.faults = Objects.requireNonNull(faults, "faults");
        this.holds = Objects.requireNonNull(holds, "holds");
        this.runEnds = Objects.requireNonNull(runEnds, "runEnds");
        this.ledger = new RunLedger(store, clock, metrics);
        this.requests = new PageRequests(new Expressions(context), clock);
        this.ending = new RunEnding(registry, ledger, faults, holds, metrics);
    }

    /**
     * Takes the pull's lock and begins a run, where the last one failed if that can be. The run of a fetch has
     * begun already.
     *
     * @throws org.restconnector.store.RunInProgressException if the pull is running already
     */
    public void begin(Exchange exchange) throws Fault {
        PullSettings settings = registry.settings(exchange.getProperty(PULL, String.class));
        if (settings.fetch().isPresent()) {
            ending.releaseInAnyCase(exchange);
            return;
        }
        holds.enter(exchange, settings.name());
        About.pull(settings.name());
        PullRun run =
                ledger.begin(settings, Optional.ofNullable(exchange.getProperty(Backfill.PROPERTY, Backfill.class)));
        exchange.setProperty(PullRun.PROPERTY, run);
        About.run(run.id());
        tellBegun(exchange, run);
        ending.endInAnyCase(exchange);
        run.endsWith(settings.delivery().to().stream()
                .flatMap(uri -> runEnds.apply(uri).stream())
                .toList());
        if (run.memory().apart() && !run.ends().isEmpty()) {
            throw new PermanentFault(
                    "config",
                    "a backfill reads but a part of the records, which contradicts kamelet:table-sink with mode=replace");
        }
        faults.at("run-begun");
    }

    private static void tellBegun(Exchange exchange, PullRun run) {
        @SuppressWarnings("unchecked")
        Consumer<Run> listener = (Consumer<Run>) exchange.removeProperty(BEGUN);
        if (listener != null) {
            listener.accept(run.snapshot(Run.Status.RUNNING, run.counters(), Optional.empty()));
        }
    }

    /** Whether there is a page to ask for: the loop's condition. */
    public boolean isOpen(Exchange exchange) {
        PullRun run = PullRun.of(exchange);
        boolean withinPage = run.parts().rest().isPresent();
        return run.cursor().isOpen()
                && (withinPage || !holds.isHeld(run.settings().name()));
    }

    /** Makes the request of the next page. */
    public void request(Exchange exchange) throws Fault {
        PullRun run = PullRun.of(exchange);
        run.incoming().ifPresent(incoming -> {
            incoming.restore(exchange);
            exchange.setProperty(HttpCalls.OUTER, new HttpCalls.Outer(incoming.outerApis()));
        });
        HttpCall call = make(run, exchange);
        if (run.beginning().atCheckpoint() && !call.allowed()) {
            LOG.warn(
                    "pull {}: its checkpoint leads where it may not go now: starting over",
                    run.settings().name());
            run.warn(RunLedger.RESUME_RESET);
            run.startOver();
            call = make(run, exchange);
        }
        exchange.setProperty(HttpCalls.CALL, call);
    }

    /** Whether a page is to be asked for: not while the one that came has records left. */
    public boolean asks(Exchange exchange) {
        return PullRun.of(exchange).parts().rest().isEmpty();
    }

    private HttpCall make(PullRun run, Exchange exchange) throws Fault {
        Optional<Watermark> watermark = run.memory().watermark();
        Optional<Span> span =
                watermark.isPresent() ? Optional.of(watermark.get().toSend()) : Optional.empty();
        return requests.make(run.wanted(), span, exchange);
    }

    /** Reads the page that was received, its records and what follows it; of a large one the next part. */
    public void page(Exchange exchange) throws Fault {
        PullRun run = PullRun.of(exchange);
        if (run.parts().rest().isPresent()) {
            work(exchange, run, run.parts().rest().get().next(), run.parts().passed());
            return;
        }
        HttpCall call = exchange.getProperty(HttpCalls.CALL, HttpCall.class);
        run.countRequests(call);
        // each exchange of a record copies the properties: the fewer the faster
        exchange.removeProperty(HttpCalls.CALL);
        exchange.removeProperty(HttpCalls.OUTER);
        Response response = call.response();
        run.parts().receive(response);
        faults.at("page-received");
        PageCursor.Step step = PageCursor.Step.end();
        Page page = Page.empty(response);
        if (response.successful()) {
            Optional<PagePlace> place = run.beginning().place();
            page = PageReader.read(run, response, call);
            step = run.cursor().look(page);
            if (isCommittedInSlices(run)) {
                page = PageSlices.first(
                        page,
                        () -> PageReader.again(run.settings(), response),
                        run.settings().records(),
                        place);
            }
        } else if (run.refusesCheckpoint(response.status())) {
            LOG.warn("pull {}: {} answered {}: starting over", run.settings().name(), call.name(), response.status());
            run.warn(RunLedger.RESUME_RESET);
            run.startOver();
            step = PageCursor.Step.to(run.cursor().position());
        }
        work(exchange, run, step.repeated() ? Page.empty(response) : page, step);
    }

    /** Where a record brings children, no more of them may come twice after a crash than those of one. */
    private boolean isCommittedInSlices(PullRun run) {
        return run.incoming().isEmpty()
                && !run.memory().apart()
                && !registry.fetchesOf(run.settings().name()).isEmpty();
    }

    private void work(Exchange exchange, PullRun run, Page received, PageCursor.Step step) {
        Page page = run.incoming()
                .map(incoming ->
                        run.settings().fetch().orElseThrow().parentFields().into(received, incoming.record()))
                .orElse(received);
        Sifted sifted = run.memory().filter().sift(page);
        Optional<PageWork> held = run.parts().takeHeld();
        if (held.isPresent()) {
            run.parts().begin(held.get().plus(sifted, step, run.spanEnd(page, step, sifted)));
            return;
        }
        PageTransaction transaction = new PageTransaction(store, faults, run.runEndKeys());
        exchange.setProperty(PageTransaction.PROPERTY, transaction);
        DeliveryRun deliveries = new DeliveryRun(context, run, sifted.page(), run.deadLettered())
                .afterOthers(run.parts().hasPassedPart());
        run.parts()
                .begin(new PageWork(
                        sifted, step, run.spanEnd(page, step, sifted), deliveries, transaction, new ArrayList<>()));
    }

    /** A message for each record, or batch, of the page: what the splitter splits. */
    public Iterator<Message> records(Exchange exchange) {
        return PullRun.of(exchange).parts().deliveries();
    }

    /**
     * Commits the page: what its destinations wrote, its dead letters, and the checkpoint.
     *
     * @throws Fault {@code destination} or {@code store}, if it must come again
     */
    public void pass(Exchange exchange) throws Fault {
        PullRun run = PullRun.of(exchange);
        PageWork work = run.parts().work();
        if (work.page().hasRest() && work.deliveries().isUndecided()) {
            run.hold();
            return;
        }
        Optional<PermanentFault> refused = work.deliveries().verdict();
        if (refused.isPresent()) {
            work.transaction().rollback();
            throw refused.get();
        }
        if (work.counts()) {
            ledger.commit(run, work);
        }
        if (!work.page().hasRest()) {
            work.step().warning().ifPresent(run::warn);
        }
        run.workDone();
    }

    /** The dead letters of the page that was just committed, as JSON. */
    public List<String> deadLetters(Exchange exchange) {
        return PullRun.of(exchange).parts().takeDeadLetters().stream()
                .map(DeadLetterEvent::json)
                .toList();
    }

    /**
     * Goes on to what follows the page that was just passed, once all of it is.
     *
     * @throws Fault {@code pagination}, if it leads nowhere
     */
    public void move(Exchange exchange) throws Fault {
        PullRun run = PullRun.of(exchange);
        if (run.parts().rest().isPresent()) {
            return;
        }
        PageCursor.Step step = run.parts().passed();
        if (step.fault().isPresent()) {
            throw step.fault().get();
        }
        run.move();
    }

    /**
     * Ends the run: completed, or interrupted if there are pages left.
     *
     * @throws Fault {@code interrupted}, if it is that of a fetch
     */
    public void complete(Exchange exchange) throws Fault {
        ending.complete(exchange, PullRun.of(exchange));
    }

    /** Ends the run that failed; of a fetch, what Camel throws afterwards is put in place. */
    public void fail(Exchange exchange) {
        ending.fail(exchange, exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class));
    }

    /** Whether it is the run of a pull, whose failure ends here; that of a fetch is thrown to its caller. */
    public boolean isRun(Exchange exchange) {
        PullRun run = PullRun.of(exchange);
        return run == null || run.incoming().isEmpty();
    }
}
