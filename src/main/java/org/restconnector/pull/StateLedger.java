package org.restconnector.pull;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.restconnector.json.Json;
import org.restconnector.store.PullStates.PullState;
import org.restconnector.store.Run;
import org.restconnector.store.Store;
import org.restconnector.store.Transaction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what a run is to know of those before it, and writes down how far it came and what it delivered. */
final class StateLedger {
    /** The warning of a run whose stored value was of no use. */
    static final String STATE_RESET = "state_reset";

    private static final Logger LOG = LoggerFactory.getLogger(StateLedger.class);

    private final Store store;

    StateLedger(Store store) {
        this.store = store;
    }

    /** For a run that holds the pull's lock. */
    RunMemory regular(PullSettings pull, Run begun) {
        Optional<PullState> state =
                pull.incremental().isPresent() ? store.states().find(pull.name()) : Optional.empty();
        Optional<Watermark> watermark = pull.incremental().map(settings -> {
            Optional<SinceValue> stored = state.flatMap(found -> value(settings, found));
            return Watermark.regular(settings, Spans.regular(settings, stored, begun.startedAt()), stored);
        });
        DeliveredFilter filter = new DeliveredFilter(
                pull, watermark, Optional.of(records -> store.delivered().find(pull.name(), records)));
        return new RunMemory(watermark, value(pull, state), filter, false);
    }

    /** The value that the pull's next run begins at; empty if there is none that it can use. */
    static Optional<SinceValue> stored(Store store, String pull, IncrementalSettings settings) {
        return store.states().find(pull).flatMap(found -> value(settings, found));
    }

    /** For a run that leaves it all alone. */
    RunMemory apart(PullSettings pull, Run begun, Backfill backfill) {
        IncrementalSettings settings = pull.incremental()
                .orElseThrow(() -> new IllegalStateException("pull " + pull.name() + " is not incremental"));
        Watermark watermark = Watermark.backfill(settings, Spans.of(settings, backfill, begun.startedAt()));
        DeliveredFilter filter = new DeliveredFilter(pull, Optional.of(watermark), Optional.empty());
        return new RunMemory(Optional.of(watermark), value(pull, store.states().find(pull.name())), filter, true);
    }

    private static Optional<String> value(PullSettings pull, Optional<PullState> state) {
        return pull.incremental().map(settings -> state.map(PullState::value).orElse("null"));
    }

    /** Empty if the value is of another field, or cannot be read as it must be now. */
    private static Optional<SinceValue> value(IncrementalSettings settings, PullState state) {
        boolean ofField = state.field().isEmpty()
                || state.field().get().equals(settings.field().toString());
        return ofField ? read(state.value()).flatMap(settings.format()::read) : Optional.empty();
    }

    private static Optional<Object> read(String json) {
        try {
            return Optional.ofNullable(Json.read(json));
        } catch (IOException e) {
            LOG.warn("a stored value is no JSON: {}", json);
            return Optional.empty();
        }
    }

    /** Whether there is a stored value that the run does not use. */
    static boolean ignoresValue(RunMemory memory) {
        return memory.watermark().filter(mark -> mark.stored().isEmpty()).isPresent()
                && !memory.apart()
                && memory.value().filter(value -> !value.equals("null")).isPresent();
    }

    /** Within a page's transaction: what it delivered, and the new value if the page ends a span. */
    void commit(Transaction transaction, PullRun run, PageWork work) {
        if (run.memory().apart()) {
            return;
        }
        String pull = run.settings().name();
        store.delivered()
                .save(
                        transaction,
                        pull,
                        work.sifted().delivered(work.deliveries().refusals()));
        run.memory().watermark().ifPresent(mark -> commit(transaction, pull, mark, work));
    }

    private void commit(Transaction transaction, String pull, Watermark mark, PageWork work) {
        Optional<SinceValue> reached =
                work.spanEnd().isPresent() ? work.spanEnd().get().reached() : Optional.empty();
        reached.ifPresent(value ->
                store.states().save(transaction, pull, mark.settings().field().toString(), value.json()));
        // until the span has ended, what is as old as the stored value may still come, and come again
        Optional<byte[]> from =
                work.spanEnd().isPresent() ? Optional.empty() : mark.stored().map(SinceValue::key);
        reached.or(() -> work.sifted().newest()).ifPresent(newest -> store.delivered()
                .forgetBetween(transaction, pull, from, mark.floor(newest).key()));
    }

    /** What a checkpoint has to hold beside the place in the pages. */
    static Optional<Map<String, Object>> checkpoint(PullRun run, PageWork work) {
        return run.memory().watermark().map(mark -> work.spanEnd()
                .flatMap(end -> end.next().map(next -> Watermark.fields(next, end.reached())))
                .orElseGet(() -> Watermark.fields(mark.span(), work.sifted().newest())));
    }
}
