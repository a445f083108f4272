package org.restconnector.pull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.restconnector.http.HttpCall;
import org.restconnector.http.Response;
import org.restconnector.store.DeadLetters.DeadLetter;
import org.restconnector.store.PageTransaction;
import org.restconnector.store.Run;
import org.restconnector.store.RunEnd;

/** A run while it runs: where it is, and what it has counted. Used by one thread. */
final class PullRun {
    /** The exchange property that holds it. */
    static final String PROPERTY = "RestConnectorRun";

    private final PullSettings settings;
    private final Run begun;
    private final PageCursor cursor;
    private final boolean resumed;
    private final RunMemory memory;
    private final Optional<Incoming> incoming;
    private final RunCounts counts;
    private final boolean recorded;
    private final Thread thread = Thread.currentThread();
    private final Set<String> warnings = new LinkedHashSet<>();
    private List<Endpoint> destinations = List.of();
    private Optional<Endpoint> via = Optional.empty();
    private Optional<Work> work = Optional.empty();
    private Optional<Response> response = Optional.empty();
    private Optional<PageRest> rest = Optional.empty();
    private Optional<PagePlace> place = Optional.empty();
    private Optional<Work> held = Optional.empty();
    private boolean partPassed;
    private List<DeadLetter> deadLetters = List.of();
    private PageCursor.Step passed = PageCursor.Step.end();
    private Generation earlier = Generation.NONE;
    private List<RunEnd> ends = List.of();
    private Optional<String> state;
    private Optional<SpanEnd> spanEnd = Optional.empty();
    private boolean cut;
    private boolean startedOver;
    private boolean firstPageSeen;

    /**
     * A page in work.
     *
     * @param sifted the page as it is delivered, and what is known of it
     * @param spanEnd where it is the last one of what an incremental run asks for
     * @param deadLetters what became of its refused records, once it is committed
     */
    record Work(
            Sifted sifted,
            PageCursor.Step step,
            Optional<SpanEnd> spanEnd,
            DeliveryRun deliveries,
            PageTransaction transaction,
            List<DeadLetter> deadLetters) {

        /** With the part of the page that follows. */
        Work plus(Sifted next, PageCursor.Step following, Optional<SpanEnd> end) {
            return new Work(
                    sifted.plus(next), following, end, deliveries.extend(next.page()), transaction, deadLetters);
        }

        /** Whether it has something to commit: not so where the answer only led back to the first page. */
        boolean counts() {
            return page().response().successful() || step.next().isEmpty();
        }

        Page page() {
            return sifted.page();
        }
    }

    private PullRun(
            PullSettings settings,
            Run begun,
            PageCursor cursor,
            boolean resumed,
            RunMemory memory,
            Optional<Incoming> incoming,
            boolean recorded) {
        this.settings = Objects.requireNonNull(settings, "settings");
        this.begun = Objects.requireNonNull(begun, "begun");
        this.cursor = Objects.requireNonNull(cursor, "cursor");
        this.resumed = resumed;
        this.memory = Objects.requireNonNull(memory, "memory");
        this.state = memory.value();
        this.incoming = incoming;
        this.recorded = recorded;
        this.counts = RunCounts.of(settings.name(), incoming.flatMap(Incoming::run));
    }

    /** A run that stands in the store. */
    PullRun(PullSettings settings, Run begun, PageCursor cursor, boolean resumed, RunMemory memory) {
        this(settings, begun, cursor, resumed, memory, Optional.empty(), true);
    }

    /** A run that does not stand in the store any more. */
    static PullRun ofReplay(PullSettings settings, Run begun, PageCursor cursor, RunMemory memory) {
        return new PullRun(settings, begun, cursor, false, memory, Optional.empty(), false);
    }

    static PullRun ofFetch(PullSettings settings, Run begun, PageCursor cursor, RunMemory memory, Incoming incoming) {
        return new PullRun(settings, begun, cursor, false, memory, Optional.of(incoming), false);
    }

    /** The record that it is a fetch for; empty if it is a run of a pull. */
    Optional<Incoming> incoming() {
        return incoming;
    }

    /** The page at the cursor. */
    PageRequests.Wanted wanted() {
        return new PageRequests.Wanted(settings, cursor, incoming, this::accepts);
    }

    /** The run in the store that it is, or is a part of. */
    Optional<PullRun> recorded() {
        return recorded ? Optional.of(this) : incoming.flatMap(Incoming::run).flatMap(PullRun::recorded);
    }

    /** Whether it is this thread that delivers records of the run. */
    boolean isDelivering() {
        return work.isPresent() && thread == Thread.currentThread();
    }

    static PullRun of(Exchange exchange) {
        return exchange.getProperty(PROPERTY, PullRun.class);
    }

    PullSettings settings() {
        return settings;
    }

    String id() {
        return begun.id();
    }

    RunMemory memory() {
        return memory;
    }

    PageCursor cursor() {
        return cursor;
    }

    /** With what its fetches have counted. */
    Run.Counters counters() {
        return counts.all();
    }

    RunCounts counts() {
        return counts;
    }

    /** Records that it has dead-lettered so far, those of its fetches not counted. */
    long deadLettered() {
        return counts.deadLettered();
    }

    void warn(String warning) {
        warnings.add(warning);
    }

    /** Takes over the warning of a fetch; of the same kind only the first. */
    void warnOf(String fetch, String warning) {
        String kind = fetch + ": " + warning.split(":", 2)[0];
        if (warnings.stream().noneMatch(known -> known.startsWith(kind))) {
            warnings.add(fetch + ": " + warning);
        }
    }

    List<Endpoint> destinations(CamelContext context) {
        if (destinations.isEmpty()) {
            List<Endpoint> endpoints = new ArrayList<>();
            settings.delivery().to().forEach(uri -> endpoints.add(DirectEndpoints.get(context, uri)));
            destinations = List.copyOf(endpoints);
        }
        return destinations;
    }

    Optional<Endpoint> via(CamelContext context) {
        if (via.isEmpty()) {
            via = settings.delivery().via().map(uri -> DirectEndpoints.get(context, uri));
        }
        return via;
    }

    /** Whether this is the first page that the run looks at; true once. */
    boolean firstPage() {
        boolean first = !firstPageSeen;
        firstPageSeen = true;
        return first;
    }

    /** Statuses that are a result: those to be ignored, and those by which an API refuses a checkpoint. */
    boolean accepts(int status) {
        return settings.api().ignored().contains(status) || refusesCheckpoint(status);
    }

    /** Whether the status is reason to start over: once a run, and only at the page that the checkpoint named. */
    boolean refusesCheckpoint(int status) {
        boolean finally4xx = status >= 400
                && status < 500
                && status != 401
                && status != 403
                && !settings.api().retry().retriesFor(status)
                && !settings.api().ignored().contains(status);
        return atCheckpoint() && finally4xx;
    }

    /** Whether the page at the cursor is the one that the checkpoint named. */
    boolean atCheckpoint() {
        return resumed && !startedOver && !firstPageSeen;
    }

    /** @param generation the runs that read the pages before the checkpoint */
    void goesOnAfter(Generation generation) {
        earlier = generation;
    }

    /**
     * The runs that together read the pages from the first one on.
     *
     * @param deadLettered records that this one dead-lettered
     */
    Generation generation(long deadLettered) {
        return earlier.and(id(), deadLettered);
    }

    List<String> warnings() {
        return List.copyOf(warnings);
    }

    void endsWith(List<RunEnd> destinations) {
        ends = List.copyOf(destinations);
    }

    /** What destinations have left to do once the run is through. */
    List<RunEnd> ends() {
        return ends;
    }

    Set<Object> runEndKeys() {
        return ends.stream().map(RunEnd::key).collect(Collectors.toSet());
    }

    /** @param done what of the page at the cursor is delivered */
    void goesOnBehind(Optional<PagePlace> done) {
        place = done;
    }

    /** What of the page at the cursor was delivered by an earlier run. */
    Optional<PagePlace> place() {
        return atCheckpoint() ? place : Optional.empty();
    }

    void startOver() {
        earlier = Generation.NONE;
        startedOver = true;
        cursor.restart();
        memory.watermark().ifPresent(Watermark::startOver);
    }

    /** What the page ends for an incremental pull; empty if there is more of it, or more pages, or a fault follows. */
    Optional<SpanEnd> spanEnd(Page page, PageCursor.Step step, Sifted sifted) {
        boolean last =
                step.next().isEmpty() && step.fault().isEmpty() && step.left().isEmpty() && !page.hasRest();
        return memory.watermark().filter(mark -> last).map(mark -> {
            boolean empty = cursor.position().received() + page.held() == 0;
            return mark.end(sifted.newest(), empty);
        });
    }

    /** Goes on to what follows the page that was committed last. */
    void move() {
        cursor.move(passed);
        memory.watermark().ifPresent(mark -> {
            spanEnd.ifPresent(mark::pass);
            if (spanEnd.isEmpty() || spanEnd.get().next().isEmpty()) {
                cut = passed.left().isPresent();
            } else if (cursor.mayAsk()) {
                cursor.restart();
            } else {
                cut = true;
                warn(PageCursor.MAX_PAGES);
            }
        });
    }

    /** Whether a completed run leaves its checkpoint, as it was not allowed to see the last page. */
    boolean keepsCheckpoint() {
        return cut;
    }

    /** The answer that the next page is made of. */
    void receive(Response answer) {
        release();
        partPassed = false;
        response = Optional.of(answer);
    }

    /** What the last page was made of is not needed any more. */
    void release() {
        takeHeld().ifPresent(left -> left.transaction().rollback());
        rest = Optional.empty();
        response.ifPresent(answer -> {
            try {
                answer.content().close();
            } catch (IOException e) {
                throw new UncheckedIOException("the file of an answer cannot be closed", e);
            }
        });
        response = Optional.empty();
    }

    void work(Work page) {
        work = Optional.of(page);
    }

    Work work() {
        return work.orElseThrow(() -> new IllegalStateException("no page is in work"));
    }

    Optional<Work> workIfAny() {
        return work;
    }

    /** Keeps the part in work as it is, until what follows it in the page is known. */
    void hold() {
        Work part = work();
        memory.watermark().ifPresent(mark -> mark.see(part.sifted().newest()));
        passed = part.step();
        rest = part.page().source();
        held = work;
        work = Optional.empty();
    }

    /** The part that was held; given once. */
    Optional<Work> takeHeld() {
        Optional<Work> taken = held;
        held = Optional.empty();
        return taken;
    }

    /** Whether records of the page at the cursor were delivered or refused before those in work. */
    boolean hasPassedPart() {
        return partPassed;
    }

    void workDone() {
        Work done = work();
        partPassed |= done.deliveries().delivered() + done.deliveries().refused() > 0;
        deadLetters = done.deadLetters();
        passed = done.step();
        spanEnd = done.spanEnd();
        memory.watermark().filter(mark -> done.counts()).ifPresent(mark -> {
            mark.see(done.sifted().newest());
            if (!memory.apart()) {
                spanEnd.flatMap(SpanEnd::reached).ifPresent(value -> state = Optional.of(value.json()));
            }
        });
        rest = done.page().hasRest() ? done.page().source() : Optional.empty();
        work = Optional.empty();
        if (rest.isEmpty()) {
            release();
        }
    }

    /** What is left of the page of which a part was committed last. */
    Optional<PageRest> rest() {
        return rest;
    }

    /** What follows the page that was committed last. */
    PageCursor.Step passed() {
        return passed;
    }

    /** The dead letters of the page that was committed last; given once. */
    List<DeadLetter> takeDeadLetters() {
        List<DeadLetter> taken = deadLetters;
        deadLetters = List.of();
        return taken;
    }

    DeliveryRun deliveries() {
        return work().deliveries();
    }

    void countRequests(HttpCall call) {
        counts.add(new Run.Counters(call.sent(), 0, 0, 0, 0, 0));
    }

    /** What is to be counted of a page that is about to be committed. */
    static Run.Counters countersOf(Work work) {
        Sifted sifted = work.sifted();
        DeliveryRun deliveries = work.deliveries();
        return new Run.Counters(
                0,
                sifted.page().hasRest() ? 0 : 1,
                sifted.page().records().size() + sifted.skipped(),
                deliveries.delivered(),
                sifted.skipped() + deliveries.skipped(),
                deliveries.refused());
    }

    /** The run as the store is to see it. */
    Run snapshot(Run.Status status, Run.Counters counted, Optional<Run.RunError> error) {
        return new Run(
                begun.id(),
                begun.pull(),
                status,
                begun.startedAt(),
                begun.endedAt(),
                counted,
                resumed,
                List.copyOf(warnings),
                error,
                state);
    }
}
