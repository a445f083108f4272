package org.restconnector.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces <code>{{env:NAME}}</code>, <code>{{file:path}}</code> and <code>{{key}}</code>, once: what a
 * value holds is never looked at again. Any other <code>{{</code> is plain text.
 */
public final class Placeholders {
    private static final Pattern PLACEHOLDER =
            Pattern.compile("\\{\\{(?:env:([A-Za-z_][A-Za-z0-9_]*)|file:([^{}\\r\\n]+)|([A-Za-z0-9._-]+))}}");

    private final Function<String, Optional<String>> properties;
    private final Map<String, String> environment;
    private final Path directory;

    /**
     * @param properties looks a configuration key up
     * @param directory what relative paths of files start from
     */
    public Placeholders(
            Function<String, Optional<String>> properties, Map<String, String> environment, Path directory) {
        this.properties = Objects.requireNonNull(properties, "properties");
        this.environment = Map.copyOf(environment);
        this.directory = Objects.requireNonNull(directory, "directory");
    }

    /**
     * A text with its placeholders replaced.
     *
     * @param secrets the values that came from the environment or from files
     */
    public record Resolved(String text, List<String> secrets) {
        public Resolved {
            secrets = List.copyOf(secrets);
        }
    }

    /** @throws IllegalArgumentException if a placeholder has no value, naming it */
    public Resolved resolve(String text) {
        Matcher matcher = PLACEHOLDER.matcher(text);
        StringBuilder result = new StringBuilder();
        List<String> secrets = new ArrayList<>();
        int at = 0;
        while (matcher.find()) {
            String value = value(matcher);
            if (matcher.group(3) == null) {
                secrets.add(value);
            }
            result.append(text, at, matcher.start()).append(value);
            at = matcher.end();
        }
        return new Resolved(result.append(text, at, text.length()).toString(), secrets);
    }

    /** What relative paths of files start from. */
    Path directory() {
        return directory;
    }

    private String value(Matcher matcher) {
        if (matcher.group(1) != null) {
            return Optional.ofNullable(environment.get(matcher.group(1)))
                    .orElseThrow(() -> unresolved(matcher, "the environment variable is not set"));
        }
        if (matcher.group(2) != null) {
            return content(matcher);
        }
        return properties.apply(matcher.group(3)).orElseThrow(() -> unresolved(matcher, "the key is not configured"));
    }

    private String content(Matcher matcher) {
        try {
            return Files.readString(directory.resolve(matcher.group(2).strip())).stripTrailing();
        } catch (IOException | InvalidPathException e) {
            throw unresolved(matcher, "the file cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    private static IllegalArgumentException unresolved(Matcher matcher, String why) {
        return new IllegalArgumentException("has the placeholder " + matcher.group() + ", but " + why);
    }
}
