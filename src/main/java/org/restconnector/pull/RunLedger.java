package org.restconnector.pull;

import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.restconnector.http.PermanentFault;
import org.restconnector.json.Json;
import org.restconnector.metrics.Metrics;
import org.restconnector.metrics.Owner;
import org.restconnector.metrics.RecordOutcome;
import org.restconnector.metrics.Tally;
import org.restconnector.store.Checkpoints.Checkpoint;
import org.restconnector.store.DeadLetters;
import org.restconnector.store.LockLostException;
import org.restconnector.store.Run;
import org.restconnector.store.Store;
import org.restconnector.store.StoreException;
import org.restconnector.store.Transaction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes down what a run does: its beginning, each page with its checkpoint, its end. */
final class RunLedger {
    /** The warning of a run whose checkpoint was of no use. */
    static final String RESUME_RESET = "resume_reset";

    private static final Logger LOG = LoggerFactory.getLogger(RunLedger.class);

    private final Store store;
    private final Clock clock;
    private final StateLedger states;
    private final Metrics metrics;

    RunLedger(Store store, Clock clock, Metrics metrics) {
        this.store = store;
        this.clock = clock;
        this.states = new StateLedger(store);
        this.metrics = metrics;
    }

    /** @param backfill makes the run one that leaves checkpoint, state and memory alone */
    PullRun begin(PullSettings pull, Optional<Backfill> backfill) {
        Run begun = store.runs().begin(pull.name());
        try {
            return backfill.isPresent() ? apart(pull, begun, backfill.get()) : begin(pull, begun);
        } catch (RuntimeException | Error e) {
            // nobody knows this run yet, and so nobody would give its lock back
            store.runs().abandon(begun);
            throw e;
        }
    }

    private PullRun begin(PullSettings pull, Run begun) {
        Optional<Checkpoint> checkpoint = store.checkpoints().find(pull.name());
        RunMemory memory = states.regular(pull, begun);
        Optional<Position> position =
                pull.resume() ? checkpoint.flatMap(c -> position(pull, c, memory)) : Optional.empty();
        PullRun run = new PullRun(
                pull,
                begun,
                cursor(pull, position.orElseGet(() -> Position.start(pull.pagination()))),
                position.isPresent(),
                memory);
        if (position.isPresent()) {
            String opened = pull.api().secrets().open(checkpoint.orElseThrow().position());
            run.beginning().goesOnAfter(Generation.of(opened), PagePlace.of(Position.parse(opened)));
        }
        if (StateLedger.ignoresValue(memory)) {
            run.warn(StateLedger.STATE_RESET + ": the stored value "
                    + memory.value().orElse("") + " is none of '"
                    + pull.incremental().orElseThrow().field() + "'; the run began anew");
        }
        if (checkpoint.isPresent() && pull.resume() && position.isEmpty()) {
            run.warn(RESUME_RESET);
        }
        return run;
    }

    private PullRun apart(PullSettings pull, Run begun, Backfill backfill) {
        RunMemory memory = states.apart(pull, begun, backfill);
        return new PullRun(pull, begun, cursor(pull, Position.start(pull.pagination())), false, memory);
    }

    private static PageCursor cursor(PullSettings pull, Position position) {
        UnaryOperator<URI> cleaner = pull.api().credentials()::unsign;
        return new PageCursor(pull.pagination(), position, cleaner);
    }

    /** Where the checkpoint goes on; empty if it is not of the requests that the pull makes now. */
    private static Optional<Position> position(PullSettings pull, Checkpoint checkpoint, RunMemory memory) {
        if (!checkpoint.fingerprint().equals(pull.fingerprint())) {
            return Optional.empty();
        }
        try {
            Map<?, ?> fields = Position.parse(pull.api().secrets().open(checkpoint.position()));
            Position position = Position.of(fields);
            position.requireFits(pull.pagination());
            memory.watermark().ifPresent(mark -> mark.resume(fields));
            return Optional.of(position);
        } catch (IllegalArgumentException e) {
            LOG.warn("pull {}: its checkpoint cannot be read: {}", pull.name(), e.getMessage());
            return Optional.empty();
        }
    }

    /**
     * Commits a page with everything that its destinations wrote.
     *
     * @throws PermanentFault {@code store}, {@code interrupted} or {@code destination}; the page is not
     *     passed then
     */
    void commit(PullRun run, PageWork work) throws PermanentFault {
        Run.Counters counters = work.counters();
        try {
            List<DeadLetters.DeadLetter> letters = work.transaction().commit(transaction -> {
                List<DeadLetters.DeadLetter> added = addDeadLetters(transaction, run, work);
                states.commit(transaction, run, work);
                if (run.incoming().isEmpty()) {
                    saveCheckpoint(transaction, run, work);
                }
                run.recorded().ifPresent(recorded -> store.runs()
                        .progress(
                                transaction,
                                recorded.snapshot(
                                        Run.Status.RUNNING, recorded.counters().plus(counters), Optional.empty())));
                return added;
            });
            work.deadLetters().addAll(letters);
            // what a fetch delivers is its pull's
            store.throughput().add("pull", run.recorded().orElse(run).settings().name(), counters.delivered());
            run.counts().add(counters);
            count(run, counters);
        } catch (LockLostException e) {
            throw new PermanentFault("interrupted", e.getMessage(), e);
        } catch (StoreException e) {
            throw new PermanentFault("store", e.getMessage(), e);
        } catch (Exception e) {
            throw new PermanentFault(
                    "destination", "the page could not be written: " + Reasons.of(e, run.settings()), e);
        }
    }

    private void count(PullRun run, Run.Counters counters) {
        Tally tally = metrics.of(Owner.pull(run.settings().name()));
        tally.pages(counters.pages());
        tally.records(RecordOutcome.DELIVERED, counters.delivered());
        tally.records(RecordOutcome.SKIPPED, counters.skipped());
        tally.records(RecordOutcome.DEAD_LETTERED, counters.deadLettered());
    }

    private List<DeadLetters.DeadLetter> addDeadLetters(Transaction transaction, PullRun run, PageWork work) {
        return work.deliveries().refusals().stream()
                .flatMap(refusal -> refusal.delivery().items().stream().map(item -> store.deadLetters()
                        .add(
                                transaction,
                                new DeadLetters.NewDeadLetter(
                                        new DeadLetters.Origin(
                                                "pull",
                                                run.settings().name(),
                                                Optional.empty(),
                                                Optional.empty(),
                                                run.id()),
                                        item.id(),
                                        Json.write(item.record()),
                                        Reasons.status(refusal.cause()),
                                        refusal.reason(run.settings()),
                                        Math.max(1, refusal.delivery().failures())))))
                .toList();
    }

    private void saveCheckpoint(Transaction transaction, PullRun run, PageWork work) {
        PullSettings pull = run.settings();
        Optional<PagePlace> place = work.page().source().flatMap(PageRest::place);
        if (work.page().hasRest() && place.isEmpty()) {
            // no place to go on at: after a crash the page comes again
            return;
        }
        boolean nextSpan = work.spanEnd().flatMap(SpanEnd::next).isPresent();
        // a single page leaves nothing to go on at, unless it is one of several windows
        boolean single = place.isEmpty()
                && pull.pagination().kind() == PaginationSettings.Kind.NONE
                && pull.incremental().flatMap(IncrementalSettings::window).isEmpty();
        if (single || run.memory().apart()) {
            return;
        }
        boolean within = work.page().hasRest();
        Position next = within
                ? run.cursor().position()
                : nextSpan ? Position.start(pull.pagination()) : next(run, work.step());
        Map<String, Object> fields = next.fields();
        place.filter(done -> within).ifPresent(done -> fields.putAll(done.fields()));
        StateLedger.checkpoint(run, work).ifPresent(fields::putAll);
        long deadLettered = run.deadLettered() + work.deliveries().refused();
        fields.putAll(run.generation(deadLettered).fields());
        String sealed = pull.api().secrets().seal(Json.text(fields));
        if (pull.api().secrets().isIn(sealed)) {
            // better no checkpoint than a secret in it
            store.checkpoints().delete(transaction, pull.name());
        } else {
            store.checkpoints().save(transaction, new Checkpoint(pull.name(), pull.fingerprint(), sealed));
        }
    }

    private static Position next(PullRun run, PageCursor.Step step) {
        Position current = run.cursor().position();
        boolean cut = step.left().isPresent() && run.memory().watermark().isPresent();
        return step.fault().isPresent()
                ? current
                : cut ? step.left().get() : step.next().orElseGet(current::end);
    }

    /** Records the end of a run that is through, with what its destinations have left to do. */
    Run complete(PullRun run) {
        Optional<String> reason = RunEnds.reasonAgainst(run);
        if (reason.isPresent()) {
            run.warn(RunEnds.SKIPPED + ": " + reason.get());
            return end(run, Optional.empty(), RunEnds.none());
        }
        RunEnds ends = RunEnds.of(run);
        try {
            ends.prepare();
        } catch (Exception e) {
            return end(run, Optional.of(failure(run, e)));
        }
        return end(run, Optional.empty(), ends);
    }

    private static Run.RunError failure(PullRun run, Throwable e) {
        return new Run.RunError(
                "destination",
                "the rows that the run did not see could not be deleted; the next run tries it again: "
                        + Reasons.of(e, run.settings()));
    }

    /** Records the run's end; a run that completed leaves no checkpoint. */
    Run end(PullRun run, Optional<Run.RunError> error) {
        return end(run, error, RunEnds.none());
    }

    private Run end(PullRun run, Optional<Run.RunError> error, RunEnds ends) {
        Run.Status status = error.isPresent() ? Run.Status.FAILED : Run.Status.COMPLETED;
        Run result = ended(run.snapshot(status, run.counters(), error));
        try {
            store.write(transaction -> {
                ends.apply(transaction);
                if (error.isEmpty() && !run.keepsCheckpoint() && !run.memory().apart()) {
                    store.checkpoints().delete(transaction, run.settings().name());
                }
                store.runs().finish(transaction, result);
                return result;
            });
            return result;
        } catch (StoreException | LockLostException e) {
            if (ends.failed()) {
                return end(run, Optional.of(failure(run, e)));
            }
            store.runs().abandon(result);
            LOG.error(
                    "pull {}: the end of run {} could not be recorded: {}", result.pull(), result.id(), e.getMessage());
            String code = e instanceof StoreException ? "store" : "interrupted";
            return ended(run.snapshot(
                    Run.Status.FAILED,
                    run.counters(),
                    error.or(() -> Optional.of(new Run.RunError(code, e.getMessage())))));
        }
    }

    /** The end of a run that could not begin. */
    Run refused(String pull, Run.RunError error) {
        return ended(new Run(
                UUID.randomUUID().toString(),
                pull,
                Run.Status.FAILED,
                clock.instant(),
                Optional.empty(),
                Run.Counters.ZERO,
                false,
                List.of(),
                Optional.of(error)));
    }

    private Run ended(Run run) {
        return new Run(
                run.id(),
                run.pull(),
                run.status(),
                run.startedAt(),
                Optional.of(clock.instant()),
                run.counters(),
                run.resumed(),
                run.warnings(),
                run.error(),
                run.state());
    }
}
