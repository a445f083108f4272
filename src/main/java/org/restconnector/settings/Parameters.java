package org.restconnector.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The parameters that one use of a template gives, read by type. What is wrong is collected, not
 * thrown, so that a user sees all of it at once; a getter then answers with the default. One thread.
 */
public final class Parameters {
    private final Template template;
    private final GivenValues values;
    private final Placeholders placeholders;
    private final Set<String> read = new LinkedHashSet<>();

    /** Without a configuration: {@code connection} and the like are names of nothing. */
    public Parameters(Template template, Map<String, String> given, Placeholders placeholders) {
        this(template, given, placeholders, KeyGroups.NONE);
    }

    public Parameters(Template template, Map<String, String> given, Placeholders placeholders, KeyGroups groups) {
        this.template = template;
        this.placeholders = placeholders;
        this.values = new GivenValues(template, given, placeholders, groups);
    }

    /**
     * The values that a parameter names: with {@code corp} in {@code tls}, those of {@code connector.tls.corp.KEY},
     * by key, placeholders replaced. Empty if the parameter is.
     *
     * @param secretKeys keys whose values must never be shown
     */
    public Map<String, String> group(String name, Set<String> secretKeys) {
        text(name);
        return values.group(name, secretKeys);
    }

    /** A file that the configuration names. */
    public Path file(String path) {
        return placeholders.directory().resolve(path);
    }

    /** What they are of, as the log names it: {@code pull orders}. */
    public String owner() {
        return template.kind().replaceFirst("^rest-", "").replace("push", "flow") + " " + textOrEmpty("name");
    }

    /** Whether the template has a parameter of that name. */
    public boolean declares(String name) {
        return template.parameter(name).isPresent();
    }

    /** Whether the user wrote it, here or in the connection, if only as an empty value. */
    public boolean given(String name) {
        return values.find(name).isPresent();
    }

    /** Whether it was written here, not in the connection. */
    public boolean own(String name) {
        return given(name) && !values.inherited(name);
    }

    /**
     * To be asked of a parameter that contradicts others, before it is read: true if it was written here.
     * What a connection says to all who use it need not fit everywhere, and is left out where it does not.
     */
    public boolean outOfPlace(String name) {
        values.dropInherited(name);
        return given(name);
    }

    /** The value as the user wrote it, placeholders and all; empty if there is none. */
    public String written(String name) {
        return values.written(name);
    }

    /** The value with its placeholders replaced, else the template's default; an empty value is a value. */
    public Optional<String> text(String name) {
        read.add(name);
        Parameter parameter = template.parameter(name)
                .orElseThrow(() -> new IllegalStateException(template.id() + " declares no parameter " + name));
        return values.find(name).or(parameter::defaultValue);
    }

    /** As {@link #text}, empty if there is neither a value nor a default. */
    public String textOrEmpty(String name) {
        return text(name).orElse("");
    }

    /** The text as {@code parse} understands it; what it throws becomes a problem. */
    public <T> Optional<T> parsed(String name, Function<String, T> parse) {
        Optional<String> text = text(name);
        try {
            return text.map(parse);
        } catch (IllegalArgumentException e) {
            problem(name, e.getMessage());
            return Optional.empty();
        }
    }

    /** A duration; the parameter must have a default. */
    public Duration duration(String name) {
        return parsed(name, Durations::parse).orElseGet(() -> Durations.parse(defaultOf(name)));
    }

    /** A number of bytes; the parameter must have a default. */
    public long bytes(String name) {
        return parsed(name, Durations::parseBytes).orElseGet(() -> Durations.parseBytes(defaultOf(name)));
    }

    /** A whole number of at least {@code least}; empty without value and default. */
    public Optional<Long> number(String name, long least) {
        return number(name, least, Long.MAX_VALUE);
    }

    /** A whole number from {@code least} to {@code most}; empty without value and default. */
    public Optional<Long> number(String name, long least, long most) {
        String allowed = most == Long.MAX_VALUE ? "of at least " + least : "from " + least + " to " + most;
        return parsed(name, text -> {
            try {
                long number = Long.parseLong(text.strip());
                if (number >= least && number <= most) {
                    return number;
                }
            } catch (NumberFormatException e) {
                // falls through to the one message that says what is allowed
            }
            throw new IllegalArgumentException("is '" + text + "'; allowed is a whole number " + allowed);
        });
    }

    /** {@code true} or {@code false}; false without value and default. */
    public boolean flag(String name) {
        return parsed(name, text -> switch (text.strip()) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw new IllegalArgumentException("is '" + text + "'; allowed are true, false");
                })
                .orElse(false);
    }

    /** One of an enum's constants, written in lower case with {@code -}; empty without value and default. */
    public <E extends Enum<E>> Optional<E> choice(String name, Class<E> type) {
        return parsed(name, text -> Arrays.stream(type.getEnumConstants())
                .filter(constant -> written(constant).equals(text.strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("is '" + text + "'; allowed are "
                        + Arrays.stream(type.getEnumConstants())
                                .map(Parameters::written)
                                .collect(Collectors.joining(", ")))));
    }

    /** As users write a constant: {@code NEXT_URL} is {@code next-url}. */
    public static String written(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The lines that are not blank, without the spaces around them. */
    public List<String> lines(String name) {
        return textOrEmpty(name)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
    }

    /** The items, separated by commas or lines. */
    public List<String> list(String name) {
        return Arrays.stream(textOrEmpty(name).split("[,\\n]"))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList();
    }

    private String defaultOf(String name) {
        return template.parameter(name)
                .flatMap(Parameter::defaultValue)
                .orElseThrow(() -> new IllegalStateException("no default for " + name));
    }

    /** Adds a problem; {@code message} goes on after the parameter's name. */
    public void problem(String name, String message) {
        values.problem(name, message);
    }

    /** Adds what is made of secrets, and as secret as they are. */
    public void secret(String value) {
        values.secret(value);
    }

    public List<Problem> problems() {
        return values.problems();
    }

    /** Values that must never be shown: secret parameters, and what came from the environment or files. */
    public List<String> secrets() {
        return values.secrets();
    }

    /** The names that were asked for; every declared parameter should be among them. */
    public Set<String> read() {
        return Set.copyOf(read);
    }
}
