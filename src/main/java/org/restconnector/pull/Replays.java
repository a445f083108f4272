package org.restconnector.pull;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.restconnector.http.Header;
import org.restconnector.http.Headers;
import org.restconnector.http.PermanentFault;
import org.restconnector.http.Response;
import org.restconnector.metrics.Metrics;
import org.restconnector.metrics.Owner;
import org.restconnector.metrics.RecordOutcome;
import org.restconnector.store.DeadLetters.DeadLetter;
import org.restconnector.store.FaultHook;
import org.restconnector.store.LockLostException;
import org.restconnector.store.PageTransaction;
import org.restconnector.store.Run;
import org.restconnector.store.RunEnd;
import org.restconnector.store.Store;
import org.restconnector.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps of the route {@code rest-replays}, one method each: the bean {@code rest-replays}. A dead
 * letter is a page of one record, whose transaction takes the letter away with what the sinks write.
 */
public final class Replays {
    private static final Logger LOG = LoggerFactory.getLogger(Replays.class);

    /** Letters of one pull, before it is another's turn. */
    private static final int AT_ONCE = 100;

    /** How long a pull rests whose destination, or whose store, is away. */
    private static final Duration REST = Duration.ofSeconds(10);

    private final CamelContext context;
    private final PullRegistry registry;
    private final Store store;
    private final Clock clock;
    private final FaultHook faults;
    private final RunHolds holds;
    private final Metrics metrics;
    private final Function<String, Optional<RunEnd>> runEnds;
    private final Map<String, Instant> restsUntil = new ConcurrentHashMap<>();

    /** @param runEnds what an endpoint URI of {@code to} has left to do at the end of a run: here none ends */
    public Replays(
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
        this.clock = Objects.requireNonNull(clock, "clock");
        this.faults = Objects.requireNonNull(faults, "faults");
        this.holds = Objects.requireNonNull(holds, "holds");
        this.metrics = Objects.requireNonNull(metrics, "metrics");
        this.runEnds = Objects.requireNonNull(runEnds, "runEnds");
    }

    /** The pulls of this application of which there is something to replay now. */
    public List<String> pulls() {
        List<String> known = registry.all();
        Instant now = clock.instant();
        if (known.isEmpty() || now.isBefore(restsUntil.getOrDefault("", Instant.MIN))) {
            return List.of();
        }
        try {
            return store.deadLetters().pullsToReplay().stream()
                    .filter(known::contains)
                    .filter(pull -> !now.isBefore(restsUntil.getOrDefault(pull, Instant.MIN)))
                    .toList();
        } catch (StoreException e) {
            rest("", "what is to be replayed cannot be read: " + e.getMessage());
            return List.of();
        }
    }

    /** Takes some dead letters of the pull that a property of the exchange names. */
    public void take(Exchange exchange) {
        String pull = pull(exchange);
        holds.enter(exchange, pull);
        List<DeadLetter> letters = List.of();
        try {
            letters = !isKnown(pull) ? List.of() : store.deadLetters().replays(pull, AT_ONCE);
        } catch (StoreException e) {
            rest(pull, "dead letters cannot be read: " + e.getMessage());
        }
        exchange.setProperty(ReplayRound.PROPERTY, new ReplayRound(letters, letters.size() == AT_ONCE));
    }

    /** Not before its settings, if they are about to change, have done so. */
    private boolean isKnown(String pull) {
        return registry.all().contains(pull) && !holds.isHeld(pull);
    }

    private static String pull(Exchange exchange) {
        return exchange.getProperty(Pulls.PULL, String.class);
    }

    /** Whether there is a letter left: the loop's condition. */
    public boolean isOpen(Exchange exchange) {
        return ReplayRound.of(exchange).isOpen() && !holds.isHeld(pull(exchange));
    }

    /** Makes the next letter a page that is to be delivered, as of the run in which it came. */
    public void next(Exchange exchange) throws PermanentFault {
        ReplayRound round = ReplayRound.of(exchange);
        DeadLetter letter = round.next();
        PullSettings settings = registry.settings(pull(exchange)).ofOneRecord();
        PullRun run = run(settings, letter);
        Page page = page(settings, letter);
        run.endsWith(settings.delivery().to().stream()
                .flatMap(uri -> runEnds.apply(uri).stream())
                .toList());
        PageTransaction transaction = new PageTransaction(store, faults, run.runEndKeys());
        DeliveryRun deliveries =
                new DeliveryRun(context, run, page, 0).replay(letter.letter().recordId(), round.expectsAway());
        run.parts()
                .begin(new PageWork(
                        sifted(registry.settings(pull(exchange)), page),
                        PageCursor.Step.end(),
                        Optional.empty(),
                        deliveries,
                        transaction,
                        new ArrayList<>()));
        exchange.setProperty(PullRun.PROPERTY, run);
        exchange.setProperty(PageTransaction.PROPERTY, transaction);
    }

    private static PullRun run(PullSettings settings, DeadLetter letter) {
        Run begun = new Run(
                letter.letter().origin().job(),
                settings.name(),
                Run.Status.RUNNING,
                letter.createdAt(),
                Optional.empty(),
                Run.Counters.ZERO,
                false,
                List.of(),
                Optional.empty());
        PageCursor nowhere =
                new PageCursor(settings.pagination(), Position.start(settings.pagination()), address -> address);
        RunMemory none = new RunMemory(
                Optional.empty(),
                Optional.empty(),
                new DeliveredFilter(settings, Optional.empty(), Optional.empty()),
                true);
        return PullRun.ofReplay(settings, begun, nowhere, none);
    }

    private static Page page(PullSettings settings, DeadLetter letter) throws PermanentFault {
        Response stored = new Response(
                URI.create("dead-letter:" + letter.id()),
                200,
                new Headers(List.of(new Header("Content-Type", "application/json"))),
                letter.letter().record());
        return Page.of(stored, settings.answers(), settings.records());
    }

    /** What the next run would take for new is remembered, as if a run had delivered it. */
    private static Sifted sifted(PullSettings pull, Page page) {
        if (!pull.changedOnly()) {
            return Sifted.all(page);
        }
        RecordHashes hashes = new RecordHashes(pull.records().primaryKey());
        return new Sifted(
                page,
                0,
                Optional.empty(),
                page.records().stream()
                        .map(record -> Optional.of(hashes.of(record, Optional.empty())))
                        .toList());
    }

    /** Writes down what became of the letter, together with what the sinks took of it. */
    public void conclude(Exchange exchange) {
        ReplayRound round = ReplayRound.of(exchange);
        PullRun run = PullRun.of(exchange);
        PageWork work = run.parts().work();
        try {
            if (!work.deliveries().isComplete()) {
                work.transaction().rollback();
                round.end();
            } else if (work.deliveries().refusals().isEmpty()) {
                taken(round, run, work);
            } else {
                Refusal refusal = work.deliveries().refusals().get(0);
                round.refused(refuse(round.current(), run, work, refusal), refusal.away());
                if (round.isAway()) {
                    rest(pull(exchange), "the destination is away, the rest is replayed later");
                }
            }
        } catch (LockLostException e) {
            LOG.info("pull {}: {}", pull(exchange), e.getMessage());
            round.end();
        } catch (Exception e) {
            rest(pull(exchange), "what became of a replay cannot be stored: " + e.getMessage());
            round.end();
        }
    }

    private void taken(ReplayRound round, PullRun run, PageWork work) throws Exception {
        String id = round.current().id();
        try {
            work.transaction().commit(transaction -> {
                store.deadLetters().replayed(transaction, id);
                store.delivered()
                        .save(transaction, run.settings().name(), work.sifted().delivered(List.of()));
                return id;
            });
            round.taken();
            metrics.of(Owner.pull(run.settings().name())).records(RecordOutcome.DELIVERED, 1);
            LOG.info("pull {}: dead letter {} was delivered", run.settings().name(), id);
        } catch (StoreException | LockLostException e) {
            throw e;
        } catch (Exception e) {
            // a sink that could not make durable what it had taken
            String reason = Reasons.of(e, run.settings());
            round.refused(
                    store
                            .write(transaction ->
                                    store.deadLetters().refused(transaction, id, Reasons.status(e), reason, 1))
                            .stream()
                            .toList(),
                    Away.is(e));
        }
    }

    private List<DeadLetter> refuse(DeadLetter letter, PullRun run, PageWork work, Refusal refusal) throws Exception {
        return work
                .transaction()
                .commit(transaction -> store.deadLetters()
                        .refused(
                                transaction,
                                letter.id(),
                                Reasons.status(refusal.cause()),
                                refusal.reason(run.settings()),
                                Math.max(1, refusal.delivery().failures())))
                .stream()
                .toList();
    }

    /** The letter that was refused again, as JSON. */
    public List<String> deadLetters(Exchange exchange) {
        return ReplayRound.of(exchange).refusedNow().stream()
                .map(DeadLetterEvent::json)
                .toList();
    }

    private void rest(String pull, String why) {
        LOG.warn("replays{}: {}", pull.isEmpty() ? "" : " of pull " + pull, why);
        restsUntil.put(pull, clock.instant().plus(REST));
    }
}
