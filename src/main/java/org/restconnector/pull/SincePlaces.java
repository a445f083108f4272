package org.restconnector.pull;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.restconnector.http.ValueTemplate;
import org.restconnector.settings.Parameters;

/**
 * Where an incremental pull's bounds go in its requests.
 *
 * @param sinceIn the parameter that holds <code>${variable.since}</code>
 * @param untilIn the parameter that holds <code>${variable.until}</code>
 */
record SincePlaces(
        Optional<Placement> since, Optional<Placement> until, Optional<String> sinceIn, Optional<String> untilIn) {

    static final SincePlaces NONE =
            new SincePlaces(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** The names of the exchange variables while a request is made. */
    static final String SINCE = "since";

    static final String UNTIL = "until";

    private static final List<String> TEXTS = List.of("url", "query", "headers", "body");

    SincePlaces {
        Objects.requireNonNull(since, "since");
        Objects.requireNonNull(until, "until");
        Objects.requireNonNull(sinceIn, "sinceIn");
        Objects.requireNonNull(untilIn, "untilIn");
    }

    static SincePlaces of(Parameters parameters) {
        Optional<Placement> since = parameters.parsed("sinceParam", Placement::of);
        Optional<Placement> until = parameters.parsed("untilParam", Placement::of);
        if (since.isPresent() && since.equals(until)) {
            parameters.problem("untilParam", "is '" + until.get().text() + "', where 'sinceParam' goes");
        }
        return new SincePlaces(since, until, holding(parameters, SINCE), holding(parameters, UNTIL));
    }

    private static Optional<String> holding(Parameters parameters, String variable) {
        Pattern used = Pattern.compile("\\bvariable[.:]" + variable + "\\b");
        return TEXTS.stream()
                .filter(name -> expressions(parameters.textOrEmpty(name)).stream()
                        .anyMatch(expression -> used.matcher(expression).find()))
                .findFirst();
    }

    private static List<String> expressions(String text) {
        try {
            return ValueTemplate.of(text, ValueTemplate.Place.TEXT).expressions();
        } catch (IllegalArgumentException e) {
            // a missing } is a problem of that parameter, and told there
            return List.of();
        }
    }

    boolean takesSince() {
        return since.isPresent() || sinceIn.isPresent();
    }

    boolean takesUntil() {
        return until.isPresent() || untilIn.isPresent();
    }

    boolean hasVariables() {
        return sinceIn.isPresent() || untilIn.isPresent();
    }

    List<Placement> placements() {
        return Stream.of(since, until).flatMap(Optional::stream).toList();
    }
}
