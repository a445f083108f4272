package org.restconnector.pull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.restconnector.http.PermanentFault;
import org.restconnector.json.Json;

/**
 * How far an incremental run has come: what it asks for, and the largest value that it has seen. It
 * takes the place of the stored value only at the end of a span. Used by one thread.
 */
final class Watermark {
    /** The warning of a run that met values which it could not use. */
    private static final String ODD = "incremental_type";

    /** The warning of a run whose records all lack the field. */
    private static final String MISSING = "incremental_missing";

    private static final int LONGEST = 80;

    private final IncrementalSettings settings;
    private final Spans spans;
    private final boolean backfill;
    private Optional<String> odd = Optional.empty();
    private Optional<SinceValue> stored;
    private Optional<SinceValue> newest;
    private Span span;
    private boolean hasRecords;
    private boolean hasValues;

    private Watermark(IncrementalSettings settings, Spans spans, Optional<SinceValue> stored, boolean backfill) {
        this.settings = settings;
        this.spans = spans;
        this.stored = stored;
        this.newest = stored;
        this.backfill = backfill;
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

    /** What a page's records have in the field; empty for one that has nothing there, or nothing of use. */
    List<Optional<SinceValue>> values(List<Map<String, Object>> records) {
        List<Optional<SinceValue>> values = new ArrayList<>(records.size());
        Optional<SinceValue> measure = newest.or(settings::since);
        for (Map<String, Object> record : records) {
            Optional<Object> found = settings.field().find(record).filter(value -> !value.equals(""));
            Optional<SinceValue> value = found.flatMap(settings.format()::read);
            boolean isOdd = found.isPresent()
                    && (value.isEmpty() || measure.isPresent() && !measure.get().isLike(value.get()));
            if (isOdd) {
                noteOdd(found.get(), measure);
            }
            values.add(isOdd ? Optional.empty() : value);
            measure = measure.isPresent() || isOdd ? measure : value;
            hasValues |= value.isPresent() && !isOdd;
        }
        hasRecords |= !records.isEmpty();
        return values;
    }

    private void noteOdd(Object found, Optional<SinceValue> measure) {
        String wanted = settings.format().ofTimes()
                ? "a time"
                : measure.map(value -> "of the kind of " + value.json()).orElse("text or a number");
        String text = Json.text(found);
        odd = odd.or(() -> Optional.of(
                ODD + ": '" + settings.field() + "' is " + (text.length() > LONGEST ? Json.typeName(found) : text)
                        + " in a record, and not " + wanted + "; such records are delivered and move nothing"));
    }

    /** What a user should know of the span that has ended. */
    List<String> warnings() {
        if (hasRecords && !hasValues && odd.isEmpty()) {
            return List.of(MISSING + ": no record of the run has '" + settings.field() + "'");
        }
        boolean idle = !settings.lookback().isZero()
                && newest.filter(value -> value.time().isEmpty()).isPresent();
        return idle
                ? List.of(ODD + ": lookback needs times, but '" + settings.field() + "' holds "
                        + newest.get().json() + "; a number is one with sinceFormat epoch or epoch-millis")
                : odd.stream().toList();
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
     * What is to be stored at the end of the span.
     *
     * @param empty whether the span held no record
     */
    Optional<SinceValue> reached(Optional<SinceValue> largest, boolean empty) {
        Optional<SinceValue> end = empty && settings.window().isPresent()
                ? span.until().flatMap(settings.format()::read)
                : Optional.empty();
        return larger(largest, end);
    }

    Optional<Span> following() {
        return spans.after(span);
    }

    /** Takes note that the value is stored, and goes on to the next span if there is one. */
    void reach(Optional<SinceValue> value, Optional<Span> next) {
        stored = backfill ? stored : value;
        newest = stored;
        next.ifPresent(following -> span = following);
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
