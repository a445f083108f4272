package org.restconnector.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The parameters that one use of a template gives, read by type. What is wrong is collected, not
 * thrown, so that a user sees all of it at once; a getter then answers with the default. One thread.
 */
public final class Parameters {
    private static final String CONNECTION = "connection";
    private static final String URL = "url";
    /** With a scheme, or a record's field that is a whole URL. */
    private static final Pattern ABSOLUTE = Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]*://|^\\$\\{body\\[[^\\]]*]}$");

    private final Template template;
    private final Map<String, String> written;
    private final Placeholders placeholders;
    private final KeyGroups groups;
    /** The configuration's key of each value that the parameter {@code connection} brought. */
    private final Map<String, String> inherited = new LinkedHashMap<>();

    private final Map<String, String> values = new LinkedHashMap<>();
    private final Set<String> secrets = new LinkedHashSet<>();
    private final Set<String> read = new LinkedHashSet<>();
    private final List<Problem> problems = new ArrayList<>();

    /** Without a configuration: {@code connection} and the like are names of nothing. */
    public Parameters(Template template, Map<String, String> given, Placeholders placeholders) {
        this(template, given, placeholders, KeyGroups.NONE);
    }

    public Parameters(Template template, Map<String, String> given, Placeholders placeholders, KeyGroups groups) {
        this.template = template;
        this.placeholders = placeholders;
        this.groups = groups;
        Map<String, String> all = new TreeMap<>(given);
        Map<String, String> connection = connection(given);
        connection.forEach((name, value) -> {
            if (template.parameter(name).isPresent() && all.putIfAbsent(name, value) == null) {
                inherited.put(name, KeyGroups.key(CONNECTION, textOrEmpty(CONNECTION), name));
            }
        });
        this.written = Map.copyOf(all);
        // sorted: secrets have the same order at every start
        all.forEach((name, value) -> {
            if (template.parameter(name).isEmpty()) {
                unknown(name);
            } else if (!name.equals(CONNECTION)) {
                resolve(name, value);
            }
        });
        if (given.containsKey(URL) && connection.containsKey(URL)) {
            append(connection.get(URL));
        }
        template.parameters().stream()
                .filter(p -> p.required() && !written.containsKey(p.name()))
                .forEach(p -> problem(p.name(), "is required and missing"));
    }

    private Map<String, String> connection(Map<String, String> given) {
        if (!given.containsKey(CONNECTION) || template.parameter(CONNECTION).isEmpty()) {
            return Map.of();
        }
        resolve(CONNECTION, given.get(CONNECTION).strip());
        return named(CONNECTION);
    }

    /** What the parameter names, as it is written; empty if it names nothing. */
    private Map<String, String> named(String name) {
        String value = values.getOrDefault(name, "").strip();
        if (value.isEmpty() || !groups.has(name)) {
            return Map.of();
        }
        groups.problem(name, value).ifPresent(message -> problem(name, message));
        return groups.values(name, value);
    }

    /** A URL without a scheme goes on where the connection's ends. */
    private void append(String connectionUrl) {
        String url = values.getOrDefault(URL, "");
        if (!values.containsKey(URL) || ABSOLUTE.matcher(url.strip()).find()) {
            return;
        }
        String key = KeyGroups.key(CONNECTION, textOrEmpty(CONNECTION), URL);
        try {
            Placeholders.Resolved base = placeholders.resolve(connectionUrl.strip());
            secrets.addAll(base.secrets());
            if (base.text().contains("?") && !url.isBlank()) {
                problem(
                        URL,
                        "cannot be appended to " + key + ", which has a query; write that into "
                                + KeyGroups.key(CONNECTION, textOrEmpty(CONNECTION), "query"));
            }
            values.put(URL, joined(base.text(), url.strip()));
        } catch (IllegalArgumentException e) {
            problem(URL, "is appended to " + key + ", which " + e.getMessage());
        }
    }

    /** With one slash between them, so that it can never lead to another host. */
    private static String joined(String base, String relative) {
        if (relative.isEmpty() || relative.startsWith("?")) {
            return base + relative;
        }
        return base.replaceFirst("/+$", "") + (relative.startsWith("/") ? "" : "/") + relative;
    }

    /**
     * The values that a parameter names: with {@code corp} in {@code tls}, those of {@code connector.tls.corp.KEY},
     * by key, placeholders replaced. Empty if the parameter is.
     *
     * @param secretKeys keys whose values must never be shown
     */
    public Map<String, String> group(String name, Set<String> secretKeys) {
        text(name);
        Map<String, String> group = new LinkedHashMap<>();
        named(name).forEach((key, value) -> {
            try {
                Placeholders.Resolved resolved = placeholders.resolve(value.strip());
                secrets.addAll(resolved.secrets());
                if (secretKeys.contains(key)) {
                    secrets.add(resolved.text());
                }
                group.put(key, resolved.text());
            } catch (IllegalArgumentException e) {
                problem(
                        name,
                        "names " + KeyGroups.key(name, textOrEmpty(name).strip(), key) + ", which " + e.getMessage());
            }
        });
        return group;
    }

    /** A file that the configuration names. */
    public Path file(String path) {
        return placeholders.directory().resolve(path);
    }

    private void unknown(String name) {
        String near = template.parameters().stream()
                .map(Parameter::name)
                .filter(known -> Spelling.close(known, name))
                .findFirst()
                .map(known -> "; did you mean '" + known + "'?")
                .orElse("");
        problems.add(new Problem(
                name, "unknown parameter '" + name + "'" + near + (near.isEmpty() ? "; allowed are " + names() : "")));
    }

    private String names() {
        return template.parameters().stream().map(Parameter::name).collect(Collectors.joining(", "));
    }

    private void resolve(String name, String value) {
        try {
            Placeholders.Resolved resolved = placeholders.resolve(value);
            values.put(name, resolved.text());
            secrets.addAll(resolved.secrets());
            if (template.parameter(name).filter(Parameter::secret).isPresent()) {
                secrets.add(resolved.text());
            }
        } catch (IllegalArgumentException e) {
            problem(name, e.getMessage());
        }
    }

    /** Whether the template has a parameter of that name. */
    public boolean declares(String name) {
        return template.parameter(name).isPresent();
    }

    /** Whether the user wrote it, here or in the connection, if only as an empty value. */
    public boolean given(String name) {
        return values.containsKey(name);
    }

    /** Whether it was written here, not in the connection. */
    public boolean own(String name) {
        return values.containsKey(name) && !inherited.containsKey(name);
    }

    /**
     * To be asked of a parameter that contradicts others, before it is read: true if it was written here.
     * What a connection says to all who use it need not fit everywhere, and is left out where it does not.
     */
    public boolean outOfPlace(String name) {
        if (inherited.remove(name) != null) {
            values.remove(name);
        }
        return values.containsKey(name);
    }

    /** The value as the user wrote it, placeholders and all; empty if there is none. */
    public String written(String name) {
        return written.getOrDefault(name, "");
    }

    /** The value with its placeholders replaced, else the template's default; an empty value is a value. */
    public Optional<String> text(String name) {
        read.add(name);
        Parameter parameter = template.parameter(name)
                .orElseThrow(() -> new IllegalStateException(template.id() + " declares no parameter " + name));
        return Optional.ofNullable(values.get(name)).or(parameter::defaultValue);
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
        boolean secret = template.parameter(name).filter(Parameter::secret).isPresent();
        String value = values.getOrDefault(name, "");
        String shown = secret && !value.isEmpty() ? message.replace(value, Secrets.MASK) : message;
        String from = inherited.containsKey(name) ? " (" + inherited.get(name) + ")" : "";
        problems.add(new Problem(
                inherited.containsKey(name) ? CONNECTION : name,
                "parameter '" + name + "'" + from + " " + new Secrets(secrets).mask(shown)));
    }

    /** Adds what is made of secrets, and as secret as they are. */
    public void secret(String value) {
        secrets.add(value);
    }

    public List<Problem> problems() {
        return List.copyOf(problems);
    }

    /** Values that must never be shown: secret parameters, and what came from the environment or files. */
    public List<String> secrets() {
        return List.copyOf(secrets);
    }

    /** The names that were asked for; every declared parameter should be among them. */
    public Set<String> read() {
        return Set.copyOf(read);
    }
}
