package org.restconnector.pull;

import java.time.Instant;
import java.util.Optional;

/** Works out what an incremental run asks for: one span, or one after the other with {@code window}. */
final class Spans {
    private final IncrementalSettings settings;
    private final Optional<SinceValue> stored;
    private final Optional<SinceValue> begin;
    private final Instant last;
    private final Optional<Object> lastWritten;

    private Spans(
            IncrementalSettings settings,
            Optional<SinceValue> stored,
            Optional<SinceValue> begin,
            Instant last,
            Optional<Object> lastWritten) {
        this.settings = settings;
        this.stored = stored;
        this.begin = begin;
        this.last = last;
        this.lastWritten = lastWritten;
    }

    /** From the stored value to the start of the run. */
    static Spans regular(IncrementalSettings settings, Optional<SinceValue> stored, Instant start) {
        return new Spans(settings, stored, settings.since(), start, Optional.empty());
    }

    /**
     * From one value to another, both sent as they are written.
     *
     * @throws IllegalArgumentException if one of them is of no use, saying which
     */
    static Spans of(IncrementalSettings settings, Backfill backfill, Instant start) {
        SinceValue since = value(settings, "--since", backfill.since());
        Optional<SinceValue> until = backfill.until().map(text -> value(settings, "--until", text));
        until.ifPresent(end -> requireOrder(since, end, backfill));
        return new Spans(
                settings,
                Optional.empty(),
                Optional.of(since),
                until.flatMap(SinceValue::time).orElse(start),
                until.map(SinceValue::seen));
    }

    private static void requireOrder(SinceValue since, SinceValue until, Backfill backfill) {
        if (!since.isLike(until) || since.isAfter(until)) {
            throw new IllegalArgumentException("--until is '" + backfill.until().orElse("") + "', which is not after"
                    + " --since, '" + backfill.since() + "'");
        }
    }

    private static SinceValue value(IncrementalSettings settings, String name, String text) {
        SinceValue value = settings.format()
                .read(
                        settings.format().sendsNumbers() || !settings.format().ofTimes()
                                ? IncrementalSettings.numberOrText(text)
                                : text)
                .orElseThrow(() -> new IllegalArgumentException(name + " is '" + text + "', which is no "
                        + (settings.format().ofTimes() ? "time" : "value") + " of '" + settings.field() + "'"));
        if (value.time().isEmpty() && settings.window().isPresent()) {
            throw new IllegalArgumentException(name + " is '" + text + "', but with window it must be a time");
        }
        settings.requireLike(name + " '" + text + "'", value, Optional.empty());
        return value;
    }

    Span first() {
        Optional<SinceValue> from = stored.isPresent() ? stored.map(this::lookedBack) : begin;
        // as the user wrote it, whatever the format
        boolean written = from.isPresent() && from.equals(begin);
        Optional<Object> since = written ? from.map(SinceValue::seen) : from.map(settings.format()::send);
        if (settings.window().isEmpty()) {
            return new Span(since, until(last), Optional.empty());
        }
        return window(since, from.flatMap(SinceValue::time));
    }

    /** The one after a window; empty if that was the last. */
    Optional<Span> after(Span span) {
        return settings.window().isEmpty() || span.end().filter(last::isAfter).isEmpty()
                ? Optional.empty()
                : Optional.of(window(span.until(), span.end()));
    }

    private Span window(Optional<Object> since, Optional<Instant> from) {
        Optional<Instant> end = from.map(time -> time.plus(settings.window().orElseThrow()))
                .map(time -> time.isBefore(last) ? time : last);
        return new Span(since, end.flatMap(this::until), end);
    }

    private Optional<Object> until(Instant end) {
        if (!settings.places().takesUntil()) {
            return Optional.empty();
        }
        if (end.equals(last) && lastWritten.isPresent()) {
            return lastWritten;
        }
        return settings.format().write(end, stored.isPresent() ? stored : begin);
    }

    /** The value less what a run looks back, but not before the first value of all. */
    private SinceValue lookedBack(SinceValue value) {
        if (settings.lookback().isZero() || value.time().isEmpty()) {
            return value;
        }
        Instant earlier = value.time().get().minus(settings.lookback());
        if (begin.filter(first -> isWithin(first, earlier, value)).isPresent()) {
            return begin.get();
        }
        return settings.format()
                .write(earlier, Optional.of(value))
                .map(seen -> SinceValue.time(seen, earlier))
                .orElse(value);
    }

    private static boolean isWithin(SinceValue first, Instant earlier, SinceValue value) {
        return first.time().filter(earlier::isBefore).isPresent() && !first.isAfter(value);
    }

    /** The lowest value that a run asks for when this is the stored one: what is sent may be coarser. */
    SinceValue floor(SinceValue value) {
        SinceValue back = lookedBack(value);
        return settings.places().takesSince()
                ? settings.format()
                        .read(settings.format().send(back))
                        .filter(sent -> sent.isLike(back) && back.isAfter(sent))
                        .orElse(back)
                : back;
    }

    /** The value before which records are none of the run's own; empty where there is none. */
    Optional<SinceValue> lowest() {
        return stored.isPresent() ? stored.map(this::lookedBack) : begin;
    }

    /** The value after which records are none of the run's own: the end of a backfill. */
    Optional<SinceValue> highest() {
        return lastWritten.flatMap(settings.format()::read);
    }
}
