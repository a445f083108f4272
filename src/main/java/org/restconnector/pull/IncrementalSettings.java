package org.restconnector.pull;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.restconnector.json.FieldPath;
import org.restconnector.json.Json;
import org.restconnector.settings.Durations;
import org.restconnector.settings.Parameters;

/**
 * What a pull asks for that asks only for what is new.
 *
 * @param field of a record, which grows
 * @param since the first value, sent as it is written
 * @param lookback how far before the stored value a run begins
 * @param window the length of the ranges that a run walks
 */
record IncrementalSettings(
        FieldPath field,
        Optional<SinceValue> since,
        SincePlaces places,
        SinceFormat format,
        Duration lookback,
        Optional<Duration> window) {

    private static final List<String> PARAMETERS =
            List.of("since", "sinceParam", "untilParam", "sinceFormat", "lookback", "window");

    IncrementalSettings {
        Objects.requireNonNull(field, "field");
        Objects.requireNonNull(since, "since");
        Objects.requireNonNull(places, "places");
        Objects.requireNonNull(format, "format");
        Objects.requireNonNull(lookback, "lookback");
        Objects.requireNonNull(window, "window");
    }

    /** Empty for a pull that is not incremental. */
    static Optional<IncrementalSettings> of(Parameters parameters, SincePlaces places, PaginationSettings pagination) {
        SinceFormat format = parameters.parsed("sinceFormat", SinceFormat::of).orElse(SinceFormat.AS_SEEN);
        Optional<FieldPath> field = parameters.parsed("incremental", FieldPath::of);
        Optional<IncrementalSettings> settings = field.map(path -> new IncrementalSettings(
                path,
                parameters.parsed("since", text -> written(text, format)),
                places,
                format,
                parameters.duration("lookback"),
                parameters.parsed("window", Durations::parse)));
        if (!parameters.given("incremental")) {
            alone(parameters, places);
        }
        settings.ifPresent(all -> all.check(parameters, pagination));
        return settings;
    }

    /** @throws IllegalArgumentException if it is no value; the message goes on after the parameter's name */
    private static SinceValue written(String text, SinceFormat format) {
        Object value = format.ofTimes() && !format.sendsNumbers() ? text : numberOrText(text);
        return format.read(value)
                .orElseThrow(() -> new IllegalArgumentException("is '" + text + "', which is no "
                        + (format.ofTimes() ? "time: allowed are ISO 8601 and what 'sinceFormat' says" : "value")));
    }

    /** As a value of a request's JSON it is a number if it is written like one. */
    static Object numberOrText(String text) {
        try {
            return Json.read(text) instanceof Number number
                            && Json.plain(number).equals(text)
                    ? number
                    : text;
        } catch (IOException e) {
            return text;
        }
    }

    private static void alone(Parameters parameters, SincePlaces places) {
        for (String name : PARAMETERS) {
            parameters.text(name);
            if (parameters.outOfPlace(name)) {
                parameters.problem(name, "goes with 'incremental', which is missing");
            }
        }
        places.sinceIn()
                .ifPresent(name -> parameters.problem(name, "holds ${variable.since}, but 'incremental' is missing"));
        places.untilIn()
                .ifPresent(name -> parameters.problem(name, "holds ${variable.until}, but 'incremental' is missing"));
    }

    private void check(Parameters parameters, PaginationSettings pagination) {
        if (since.isEmpty() && !parameters.given("since")) {
            places.sinceIn()
                    .ifPresent(name -> parameters.problem(
                            name, "holds ${variable.since}, which needs 'since', its value in the first run"));
        }
        since.filter(value -> value.kind() != SinceValue.Kind.TIME).ifPresent(value -> {
            String no = "needs times, but since is '" + Json.plain(value.seen())
                    + "'; a number is one with sinceFormat epoch or epoch-millis";
            if (!lookback.isZero()) {
                parameters.problem("lookback", no);
            }
            window.ifPresent(length -> parameters.problem("window", no));
            places.until().ifPresent(place -> parameters.problem("untilParam", no));
        });
        window.ifPresent(length -> checkWindow(parameters, length));
        checkPlaces(parameters, pagination);
    }

    private void checkWindow(Parameters parameters, Duration length) {
        if (length.isZero()) {
            parameters.problem("window", "must be longer than 0s");
        } else if (since.isEmpty() && !parameters.given("since")) {
            parameters.problem("window", "needs 'since', where the first one begins");
        } else if (!places.takesSince() || !places.takesUntil()) {
            parameters.problem(
                    "window",
                    "needs 'sinceParam' and 'untilParam', or ${variable.since} and ${variable.until}, to ask for a range");
        } else if (isTooShort(length)) {
            parameters.problem("window", "is shorter than what is sent can tell; make it longer");
        }
    }

    private boolean isTooShort(Duration length) {
        return since.flatMap(SinceValue::time)
                .filter(time -> format.write(time, since).equals(format.write(time.plus(length), since)))
                .isPresent();
    }

    /** A cursor may go where since goes: then it takes its place from the second page on. */
    private void checkPlaces(Parameters parameters, PaginationSettings pagination) {
        boolean counts = pagination.kind().counts();
        List<Placement> taken = pagination.placements();
        places.since()
                .filter(place ->
                        taken.contains(place) && (counts || !Optional.of(place).equals(pagination.placement())))
                .ifPresent(place -> taken(parameters, "sinceParam", place));
        places.until().filter(taken::contains).ifPresent(place -> taken(parameters, "untilParam", place));
    }

    private static void taken(Parameters parameters, String name, Placement place) {
        parameters.problem(name, "is '" + place.text() + "', where a value of the pagination goes");
    }

    /**
     * Sees to it that a value that a user wrote is of the kind that the field has, as far as that is known.
     *
     * @param what the value, and where it stands
     * @param stored counts where there is no first value
     * @throws IllegalArgumentException if it is of another kind: no record could be compared with it
     */
    void requireLike(String what, SinceValue value, Optional<SinceValue> stored) {
        since.or(() -> stored).filter(known -> !known.isLike(value)).ifPresent(known -> {
            throw new IllegalArgumentException(what + " is a " + value.kind().text() + ", but '" + field + "' is a "
                    + known.kind().text() + ", as in " + known.json());
        });
    }

    /** The value of a record's field; empty if it has none, or one of no use. */
    Optional<SinceValue> value(Object record) {
        return field.find(record).flatMap(format::read);
    }
}
