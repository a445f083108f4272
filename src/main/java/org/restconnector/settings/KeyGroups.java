package org.restconnector.settings;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Keys of the configuration that stand together under a name: {@code connector.GROUP.NAME.KEY}, as in
 * {@code connector.connection.crm.url}. Immutable; what it reads from may change.
 */
public final class KeyGroups {
    /** Without any: a parameter that names one is then taken as it stands. */
    public static final KeyGroups NONE = new KeyGroups(Map.of(), new Source() {
        @Override
        public Optional<String> find(String key) {
            return Optional.empty();
        }

        @Override
        public Collection<String> keys() {
            return List.of();
        }

        @Override
        public Collection<String> variables() {
            return List.of();
        }
    });

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

    private final Map<String, Set<String>> known;
    private final Source source;

    /** Where keys come from. */
    public interface Source {
        /** The value of a key as it is written, placeholders and all. */
        Optional<String> find(String key);

        /** The keys that can be listed; a runtime may know more than these. */
        Collection<String> keys();

        /** The names of environment variables. */
        Collection<String> variables();
    }

    /** @param known the keys that each group may have */
    public KeyGroups(Map<String, Set<String>> known, Source source) {
        this.known = Map.copyOf(known);
        this.source = Objects.requireNonNull(source, "source");
    }

    /** The environment variable of a key: {@code CONNECTOR_STORE_URL} for {@code connector.store.url}. */
    public static String variable(String key) {
        return key.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
    }

    /** As it stands in the configuration: {@code connector.connection.crm.url}. */
    public static String key(String group, String name, String key) {
        return "connector." + group + "." + name + "." + key;
    }

    boolean has(String group) {
        return known.containsKey(group);
    }

    /** The values of a name, as they are written, by key. */
    Map<String, String> values(String group, String name) {
        Map<String, String> values = new LinkedHashMap<>();
        if (NAME.matcher(name).matches()) {
            for (String key : new TreeSet<>(known.get(group))) {
                source.find(key(group, name, key)).ifPresent(value -> values.put(key, value));
            }
        }
        return values;
    }

    /** What is wrong with a name: it goes on after that of the parameter that holds it. */
    Optional<String> problem(String group, String name) {
        if (!NAME.matcher(name).matches()) {
            return Optional.of(
                    "is '" + name + "'; allowed are 1 to 64 letters, digits, '_', '-', the first a letter or digit");
        }
        Optional<String> unknown = unknown(group, name);
        return unknown.isPresent() || !values(group, name).isEmpty()
                ? unknown
                : Optional.of(
                        "is '" + name + "', but no key begins with " + key(group, name, "") + others(group, name));
    }

    private String others(String group, String name) {
        Set<String> names = new TreeSet<>();
        String prefix = "connector." + group + ".";
        for (String key : source.keys()) {
            if (key.startsWith(prefix) && key.indexOf('.', prefix.length()) > 0) {
                names.add(key.substring(prefix.length(), key.indexOf('.', prefix.length())));
            }
        }
        return names.isEmpty() ? "" : Spelling.hint(name, names);
    }

    private Optional<String> unknown(String group, String name) {
        String prefix = key(group, name, "");
        Set<String> keys = known.get(group);
        return source.keys().stream()
                .filter(key -> key.startsWith(prefix) && !keys.contains(key.substring(prefix.length())))
                .sorted()
                .findFirst()
                .map(key -> refusal(group, name, key, key.substring(prefix.length())))
                .or(() -> source.variables().stream()
                        .filter(variable -> strange(variable, variable(prefix), keys))
                        .sorted()
                        .findFirst()
                        .map(key -> refusal(group, name, key, key.substring(prefix.length()))));
    }

    /** What ends in a known key may be that of a longer name: CRM_EU beside CRM. */
    private static boolean strange(String variable, String prefix, Set<String> keys) {
        return variable.startsWith(prefix)
                && keys.stream()
                        .noneMatch(key -> ("_" + variable.substring(prefix.length())).endsWith("_" + variable(key)));
    }

    private String refusal(String group, String name, String key, String last) {
        String near = Spelling.nearest(last, known.get(group))
                .map(meant -> "; did you mean '" + meant + "'?")
                .orElse("");
        String all = known.get(group).size() > 10
                ? "a parameter of a template but name, to and " + group
                : String.join(", ", new TreeSet<>(known.get(group)));
        return "is '" + name + "', which has the unknown key " + key + near
                + (near.isEmpty() ? "; allowed is " + all : "");
    }
}
