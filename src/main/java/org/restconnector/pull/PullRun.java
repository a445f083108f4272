package org.restconnector.pull;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.restconnector.http.HttpCall;
import org.restconnector.store.Run;
import org.restconnector.store.RunEnd;

/** A run while it runs: where it is, and what it has counted. Used by one thread. */
final class PullRun {
    /** The exchange property that holds it. */
    static final String PROPERTY = "RestConnectorRun";

    private final PullSettings settings;
    private final Run begun;
    private final PageCursor cursor;
    private final RunMemory memory;
    private final Optional<Incoming> incoming;
    private final RunCounts counts;
    private final boolean recorded;
    private final Thread thread = Thread.currentThread();
    private final PageParts parts = new PageParts();
    private final RunBeginning beginning;
    private final RunEndpoints endpoints;
    private final Set<String> warnings = new LinkedHashSet<>();
    private List<RunEnd> ends = List.of();
    private Optional<String> state;
    private boolean cut;

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
        this.beginning = new RunBeginning(resumed);
        this.endpoints = new RunEndpoints(settings.delivery());
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
        return parts.workIfAny().isPresent() && thread == Thread.currentThread();
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

    RunEndpoints endpoints() {
        return endpoints;
    }

    RunBeginning beginning() {
        return beginning;
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
        return beginning.atCheckpoint() && finally4xx;
    }

    /**
     * The runs that together read the pages from the first one on.
     *
     * @param deadLettered records that this one dead-lettered
     */
    Generation generation(long deadLettered) {
        return beginning.earlier().and(id(), deadLettered);
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

    void startOver() {
        beginning.startOver();
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
        cursor.move(parts.passed());
        memory.watermark().ifPresent(mark -> {
            Optional<SpanEnd> spanEnd = parts.spanEnd();
            spanEnd.ifPresent(mark::pass);
            if (spanEnd.isEmpty() || spanEnd.get().next().isEmpty()) {
                cut = parts.passed().left().isPresent();
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

    /** The page that was asked for last, and what of it is in work. */
    PageParts parts() {
        return parts;
    }

    /** Keeps the part in work as it is, until what follows it in the page is known. */
    void hold() {
        PageWork part = parts.hold();
        memory.watermark().ifPresent(mark -> mark.see(part.sifted().newest()));
    }

    /** The part in work is committed. */
    void workDone() {
        PageWork done = parts.pass();
        memory.watermark().filter(mark -> done.counts()).ifPresent(mark -> {
            mark.see(done.sifted().newest());
            if (!memory.apart()) {
                done.spanEnd().flatMap(SpanEnd::reached).ifPresent(value -> state = Optional.of(value.json()));
            }
        });
    }

    void countRequests(HttpCall call) {
        counts.add(new Run.Counters(call.sent(), 0, 0, 0, 0, 0));
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
                beginning.resumed(),
                List.copyOf(warnings),
                error,
                state);
    }
}
