package org.restconnector.pull;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.restconnector.http.PermanentFault;

/**
 * How far an incremental run has come: what it asks for, and the largest value that it has seen. It
 * takes the place of the stored value only at the end of a span. Used by one thread.
 */
final class Watermark {
    private final IncrementalSettings settings;
    private final Spans spans;
    private final boolean backfill;
    private final FieldValues values;
    private Optional<SinceValue> stored;
    private Optional<SinceValue> newest;
    private Span span;

    private Watermark(IncrementalSettings settings, Spans spans, Optional<SinceValue> stored, boolean backfill) {
        this.settings = settings;
        this.spans = spans;
        this.stored = stored;
        this.newest = stored;
        this.backfill = backfill;
        this.values = new FieldValues(settings);
        this.span = spans.first();
    }

    static Watermark regular(IncrementalSettings settings, Spans spans, Optional<SinceValue> stored) {
        return new Watermark(settings, spans, stored, false);
    }

    static Watermark backfill(IncrementalSettings settings, Spans spans) {
        return new Watermark(settings, spans, Optional.empty(), true);
    }

    /** What is kept with a checkpoint. */
    static Map<String, Object> fields(Span span, Optional<SinceValue> newest) {
        Map<String, Object> fields = new LinkedHashMap<>(span.fields());
        newest.ifPresent(value -> fields.put("newest", value.seen()));
        return fields;
    }

    /**
     * Goes on where a checkpoint stands.
     *
     * @throws IllegalArgumentException if the fields are not of {@link #fields}
     */
    void resume(Map<?, ?> fields) {
        span = Span.of(fields);
        Optional<SinceValue> seen = Optional.ofNullable(fields.get("newest")).flatMap(settings.format()::read);
        newest = larger(stored, seen);
    }

    /** Begins again at the first span. */
    void startOver() {
        span = spans.first();
        newest = stored;
    }

    Span span() {
        return span;
    }

    /** @throws PermanentFault {@code config}, if it cannot be told what to ask for */
    Span toSend() throws PermanentFault {
        boolean needsTimes = settings.places().takesUntil() || settings.window().isPresent();
        if (needsTimes && span.until().isEmpty()) {
            throw new PermanentFault(
                    "config",
                    "the upper bound is a time, but the values of '" + settings.field() + "' are none (the last is "
                            + stored.map(SinceValue::json).orElse("unknown")
                            + "); a number is one with sinceFormat epoch or epoch-millis");
        }
        return span;
    }

    Optional<SinceValue> stored() {
        return stored;
    }

    Optional<SinceValue> newest() {
        return newest;
    }

    FieldValues values() {
        return values;
    }

    /** What a value is compared with: those before it, else the first of all. */
    Optional<SinceValue> measure() {
        return newest.or(settings::since);
    }

    /** The largest of these values and of those seen before. */
    Optional<SinceValue> newest(List<Optional<SinceValue>> values) {
        Optional<SinceValue> largest = newest;
        for (Optional<SinceValue> value : values) {
            largest = larger(largest, value);
        }
        return largest;
    }

    void see(Optional<SinceValue> largest) {
        newest = largest;
    }

    /** Whether the run asked, but had no place to ask, for no record with this value. */
    boolean leavesOut(SinceValue value) {
        boolean older = !settings.places().takesSince() && isBefore(value, spans.lowest());
        boolean newer = backfill && !settings.places().takesUntil() && isAfter(value, spans.highest());
        return older || newer;
    }

    /** Whether a record with this value may have been delivered by an earlier run. */
    boolean mayComeAgain(SinceValue value) {
        return !backfill && stored.isPresent() && stored.get().isLike(value) && !value.isAfter(stored.get());
    }

    /** The lowest value of which records can come again, once this one is the stored one. */
    SinceValue floor(SinceValue reached) {
        return spans.floor(reached);
    }

    /**
     * Where the span ends.
     *
     * @param largest the largest value seen, its last page included
     * @param empty whether it held no record
     */
    SpanEnd end(Optional<SinceValue> largest, boolean empty) {
        Optional<SinceValue> range = empty && settings.window().isPresent()
                ? span.until().flatMap(settings.format()::read)
                : Optional.empty();
        return new SpanEnd(larger(largest, range), spans.after(span));
    }

    /** Takes note that the end is stored, and goes on to the next span if there is one. */
    void pass(SpanEnd end) {
        stored = backfill ? stored : end.reached();
        newest = stored;
        end.next().ifPresent(following -> span = following);
    }

    IncrementalSettings settings() {
        return settings;
    }

    private static Optional<SinceValue> larger(Optional<SinceValue> one, Optional<SinceValue> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.or(() -> other);
        }
        return one.get().isLike(other.get()) ? Optional.of(SinceValue.larger(one.get(), other.get())) : one;
    }

    private static boolean isBefore(SinceValue value, Optional<SinceValue> bound) {
        return bound.filter(other -> other.isLike(value) && other.isAfter(value))
                .isPresent();
    }

    private static boolean isAfter(SinceValue value, Optional<SinceValue> bound) {
        return bound.filter(other -> other.isLike(value) && value.isAfter(other))
                .isPresent();
    }
}
