package org.restconnector;

import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.restconnector.settings.Durations;
import org.restconnector.store.DeadLetters.Filter;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that choose dead letters; all that is given must match. */
final class DeadLetterOptions {
    @Option(names = "--from", paramLabel = "NAME", description = "Of this pull or flow.")
    private Optional<String> from = Optional.empty();

    @Option(names = "--tenant", paramLabel = "T", description = "Of this tenant.")
    private Optional<String> tenant = Optional.empty();

    @Option(names = "--stream", paramLabel = "S", description = "Of this stream.")
    private Optional<String> stream = Optional.empty();

    @Option(names = "--job", paramLabel = "ID", description = "Of this job, or run of a pull.")
    private Optional<String> job = Optional.empty();

    @Option(
            names = "--since",
            paramLabel = "T",
            converter = Time.class,
            description = "From this instant on: 2026-01-31T12:00:00Z, or 24h ago as 24h.")
    private Optional<Instant> since = Optional.empty();

    @Option(
            names = "--until",
            paramLabel = "T",
            converter = Time.class,
            description = "Before this instant, written as that of --since.")
    private Optional<Instant> until = Optional.empty();

    @Option(names = "--error", paramLabel = "TEXT", description = "Whose reason holds this text.")
    private Optional<String> error = Optional.empty();

    Filter filter() {
        return new Filter(from, tenant, stream, job, since, until, error);
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
