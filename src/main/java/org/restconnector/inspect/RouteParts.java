package org.restconnector.inspect;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.restconnector.settings.Template;

/** The parts of the route files that make one application. Immutable. */
public final class RouteParts {
    /** None. */
    public static final RouteParts NONE = new RouteParts(Map.of());

    private final Map<String, RoutePart> parts;

    private RouteParts(Map<String, RoutePart> parts) {
        this.parts = parts;
    }

    /**
     * @param sources files without problems
     * @param resolve gives a parameter's value the values of its placeholders
     */
    public static RouteParts of(List<RouteSource> sources, UnaryOperator<String> resolve) {
        Templates templates = Templates.shipped()
                .with(sources.stream()
                        .flatMap(source -> RouteFile.of(source).templates().stream())
                        .toList());
        Map<String, RoutePart> parts = new LinkedHashMap<>();
        for (RouteSource source : sources) {
            new RoutePartReader(
                            source.name(),
                            resolve,
                            id -> templates.find(id).map(Template::kind).filter(Templates.KINDS::contains))
                    .read(source.text())
                    .forEach(part -> parts.put(part.key(), part));
        }
        return new RouteParts(parts);
    }

    /**
     * An entry of a route file that is no {@code templatedRoute}.
     *
     * @param yaml a file that holds nothing but this entry
     */
    public record Entry(String key, int line, String yaml) {
        public Entry {
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(yaml, "yaml");
        }
    }

    /** The entries of a file without problems that Camel reads alone. */
    public static List<Entry> entries(RouteSource source) {
        return RoutePartReader.entries(source);
    }

    /** By what tells one from another. */
    public Map<String, RoutePart> all() {
        return new LinkedHashMap<>(parts);
    }

    public Optional<RoutePart> find(String key) {
        return Optional.ofNullable(parts.get(key));
    }

    /** These, but the named ones as they are in the other. */
    public RouteParts with(Set<String> keys, RouteParts other) {
        Map<String, RoutePart> all = new LinkedHashMap<>(parts);
        for (String key : keys) {
            all.remove(key);
            other.find(key).ifPresent(part -> all.put(key, part));
        }
        return new RouteParts(all);
    }

    /** The parts that differ in themselves, or in what they lead to, in groups that hang together. */
    public List<Set<String>> changesTo(RouteParts wanted) {
        Map<String, String> now = identities();
        Map<String, String> then = wanted.identities();
        Set<String> changed = Stream.concat(now.keySet().stream(), then.keySet().stream())
                .filter(key -> !Objects.equals(now.get(key), then.get(key)))
                .collect(Collectors.toCollection(TreeSet::new));
        List<Set<String>> groups = new ArrayList<>();
        while (!changed.isEmpty()) {
            Set<String> group = connected(changed.iterator().next(), changed, wanted);
            changed.removeAll(group);
            groups.add(group);
        }
        return groups;
    }

    private Set<String> connected(String first, Set<String> among, RouteParts wanted) {
        Set<String> group = new TreeSet<>(Set.of(first));
        Deque<String> open = new ArrayDeque<>(group);
        while (!open.isEmpty()) {
            String key = open.removeFirst();
            among.stream()
                    .filter(other -> !group.contains(other))
                    .filter(other -> hang(key, other) || wanted.hang(key, other))
                    .toList()
                    .forEach(other -> {
                        group.add(other);
                        open.add(other);
                    });
        }
        return group;
    }

    private boolean hang(String one, String other) {
        RoutePart a = parts.get(one);
        RoutePart b = parts.get(other);
        return a != null && b != null && (a.mentions(b) || b.mentions(a));
    }

    /** The text of each part with that of all it leads to. */
    private Map<String, String> identities() {
        Map<String, String> identities = new LinkedHashMap<>();
        parts.forEach((key, part) -> identities.put(
                key,
                behind(part).stream()
                        .map(RoutePart::yaml)
                        .sorted()
                        .collect(Collectors.joining("\n", part.yaml(), ""))));
        return identities;
    }

    private Set<RoutePart> behind(RoutePart part) {
        Set<RoutePart> found = new HashSet<>();
        Deque<RoutePart> open = new ArrayDeque<>(List.of(part));
        while (!open.isEmpty()) {
            RoutePart next = open.removeFirst();
            parts.values().stream()
                    .filter(other -> other != part && next != other && next.mentions(other))
                    .filter(found::add)
                    .forEach(open::add);
        }
        return found;
    }
}
