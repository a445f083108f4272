package org.restconnector.settings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a user wrote of a template's parameters, here and in the connection, with its placeholders
 * replaced; the secrets in it, and what is wrong with it. One thread.
 */
final class GivenValues {
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
    private final List<Problem> problems = new ArrayList<>();

    GivenValues(Template template, Map<String, String> given, Placeholders placeholders, KeyGroups groups) {
        this.template = template;
        this.placeholders = placeholders;
        this.groups = groups;
        Map<String, String> all = new TreeMap<>(given);
        Map<String, String> connection = connection(given);
        connection.forEach((name, value) -> {
            if (template.parameter(name).isPresent() && all.putIfAbsent(name, value) == null) {
                inherited.put(name, KeyGroups.key(CONNECTION, connection(), name));
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

    /** The same, with these values in place of their own: they hold no placeholders any more. */
    GivenValues(GivenValues general, Map<String, String> replaced) {
        this.template = general.template;
        this.written = general.written;
        this.placeholders = general.placeholders;
        this.groups = general.groups;
        this.inherited.putAll(general.inherited);
        this.values.putAll(general.values);
        this.values.putAll(replaced);
        this.secrets.addAll(general.secrets);
        replaced.forEach((name, value) -> {
            if (template.parameter(name).filter(Parameter::secret).isPresent()) {
                secrets.add(value);
            }
        });
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
        String key = KeyGroups.key(CONNECTION, connection(), URL);
        try {
            Placeholders.Resolved base = placeholders.resolve(connectionUrl.strip());
            secrets.addAll(base.secrets());
            if (base.text().contains("?") && !url.isBlank()) {
                problem(
                        URL,
                        "cannot be appended to " + key + ", which has a query; write that into "
                                + KeyGroups.key(CONNECTION, connection(), "query"));
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

    /** As {@link Parameters#group}. */
    Map<String, String> group(String name, Set<String> secretKeys) {
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
                        "names " + KeyGroups.key(name, find(name).orElse("").strip(), key) + ", which "
                                + e.getMessage());
            }
        });
        return group;
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

    /** The value, if only an empty one; absent if nobody wrote one. */
    Optional<String> find(String name) {
        return Optional.ofNullable(values.get(name));
    }

    private String connection() {
        return values.getOrDefault(CONNECTION, "");
    }

    /** Whether the connection brought it. */
    boolean inherited(String name) {
        return inherited.containsKey(name);
    }

    void dropInherited(String name) {
        if (inherited.remove(name) != null) {
            values.remove(name);
        }
    }

    String written(String name) {
        return written.getOrDefault(name, "");
    }

    /** Adds a problem; {@code message} goes on after the parameter's name. */
    void problem(String name, String message) {
        boolean secret = template.parameter(name).filter(Parameter::secret).isPresent();
        String value = values.getOrDefault(name, "");
        String shown = secret && !value.isEmpty() ? message.replace(value, Secrets.MASK) : message;
        String from = inherited.containsKey(name) ? " (" + inherited.get(name) + ")" : "";
        problems.add(new Problem(
                inherited.containsKey(name) ? CONNECTION : name,
                "parameter '" + name + "'" + from + " " + new Secrets(secrets).mask(shown)));
    }

    /** Takes over what was found wrong with a copy, and what is secret in it. */
    void adopt(GivenValues copy) {
        secrets.addAll(copy.secrets);
        problems.addAll(copy.problems);
    }

    /** Adds what is made of secrets, and as secret as they are. */
    void secret(String value) {
        secrets.add(value);
    }

    List<Problem> problems() {
        return List.copyOf(problems);
    }

    /** Values that must never be shown: secret parameters, and what came from the environment or files. */
    List<String> secrets() {
        return List.copyOf(secrets);
    }
}
