package org.restconnector;

import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.restconnector.json.Json;
import org.restconnector.pull.DeadLetterEvent;
import org.restconnector.settings.Durations;
import org.restconnector.store.DeadLetters.DeadLetter;
import org.restconnector.store.DeadLetters.Filter;
import org.restconnector.store.FaultHook;
import org.restconnector.store.Store;
import org.restconnector.store.Stores;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Shows the records that could not be delivered. It opens the store alone, beside whoever uses it. */
@Command(name = "dead-letters", description = "Show the records that could not be delivered.")
final class DeadLettersCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Spec
    private CommandSpec spec;

    DeadLettersCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "dead-letters needs one of list, show");
    }

    @Command(name = "list", description = "Print one JSON object a line, newest first, without the records.")
    int list(
            @Option(names = "--from", paramLabel = "NAME", description = "Of this pull or flow.") Optional<String> from,
            @Option(names = "--tenant", paramLabel = "T", description = "Of this tenant.") Optional<String> tenant,
            @Option(names = "--stream", paramLabel = "S", description = "Of this stream.") Optional<String> stream,
            @Option(names = "--job", paramLabel = "ID", description = "Of this job, or run of a pull.")
                    Optional<String> job,
            @Option(
                            names = "--since",
                            paramLabel = "T",
                            converter = Time.class,
                            description = "From this instant on: 2026-01-31T12:00:00Z, or 24h ago as 24h.")
                    Optional<Instant> since,
            @Option(
                            names = "--until",
                            paramLabel = "T",
                            converter = Time.class,
                            description = "Before this instant, written as that of --since.")
                    Optional<Instant> until,
            @Option(names = "--error", paramLabel = "TEXT", description = "Whose reason holds this text.")
                    Optional<String> error,
            @Option(
                            names = "--limit",
                            paramLabel = "N",
                            defaultValue = "1000",
                            description = "How many at most; default ${DEFAULT-VALUE}.")
                    int limit) {
        if (limit < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--limit is " + limit + "; allowed is a whole number of at least 1");
        }
        Filter filter = new Filter(from, tenant, stream, job, since, until, error);
        try (Store store = open()) {
            List<DeadLetter> letters = store.deadLetters().list(filter, limit);
            letters.forEach(letter -> surroundings.out().println(Json.text(DeadLetterEvent.fields(letter))));
            long all = letters.size() < limit
                    ? letters.size()
                    : store.deadLetters().count(filter);
            if (all > letters.size()) {
                surroundings.err().println((all - letters.size()) + " more; --limit " + all + " shows all");
            }
        }
        return 0;
    }

    @Command(name = "show", description = "Print one dead letter, with its record, as a line of JSON.")
    int show(@Parameters(paramLabel = "ID", description = "As `list` prints it.") String id) {
        try (Store store = open()) {
            Optional<DeadLetter> letter = store.deadLetters().find(id);
            if (letter.isEmpty()) {
                surroundings.err().println("there is no dead letter '" + id + "'; dead-letters list shows their ids");
                return Failures.FAILED;
            }
            surroundings.out().println(Json.text(DeadLetterEvent.fieldsWithRecord(letter.get())));
            return 0;
        }
    }

    private Store open() {
        Configuration configuration = Configuration.of(ApplicationProperties.read(surroundings.directory()));
        return Stores.open(configuration.store(), Clock.systemUTC(), FaultHook.load());
    }

    /** An ISO-8601 instant, or a duration back from now. */
    static final class Time implements ITypeConverter<Instant> {
        @Override
        public Instant convert(String text) {
            try {
                return Instant.parse(text);
            } catch (DateTimeParseException e) {
                try {
                    return Clock.systemUTC().instant().minus(Durations.parse(text));
                } catch (IllegalArgumentException noDuration) {
                    throw new TypeConversionException("'" + text
                            + "' is neither an instant, as in 2026-01-31T12:00:00Z, nor a duration back, as in 24h");
                }
            }
        }
    }
}
