package org.restconnector.reload;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.restconnector.inspect.FileProblem;
import org.restconnector.inspect.RouteFileSearch.Found;
import org.restconnector.inspect.RouteParts;
import org.restconnector.inspect.RouteSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says which edits are taken. A file with a problem stays as it was, also for what another file of it takes over. */
final class Edits {
    private static final Logger LOG = LoggerFactory.getLogger(Reload.class);

    private final Function<List<RouteSource>, List<FileProblem>> check;
    private final Function<List<RouteSource>, RouteParts> parts;
    private Map<String, RouteSource> accepted;
    private Set<String> told = Set.of();

    /**
     * @param accepted the files that run
     * @param check the problems of all files of an application
     */
    Edits(
            List<RouteSource> accepted,
            Function<List<RouteSource>, List<FileProblem>> check,
            Function<List<RouteSource>, RouteParts> parts) {
        this.accepted = byName(accepted);
        this.check = Objects.requireNonNull(check, "check");
        this.parts = Objects.requireNonNull(parts, "parts");
    }

    private static Map<String, RouteSource> byName(List<RouteSource> sources) {
        Map<String, RouteSource> files = new TreeMap<>();
        sources.forEach(source -> files.put(source.name(), source));
        return files;
    }

    /** What is to run. */
    RouteParts accepted() {
        return parts.apply(List.copyOf(accepted.values()));
    }

    /** Takes of the files that are there now what can be taken; each problem is logged once. */
    void take(List<Found> found) {
        Map<String, RouteSource> wanted = new TreeMap<>();
        Set<String> refused = new TreeSet<>();
        Set<String> lines = new LinkedHashSet<>();
        for (Found file : found) {
            wanted.put(file.source().name(), file.source());
            file.problem().ifPresent(problem -> {
                refused.add(file.source().name());
                lines.add(problem);
            });
        }
        Set<String> changed = Stream.concat(wanted.keySet().stream(), accepted.keySet().stream())
                .filter(name -> !Objects.equals(wanted.get(name), accepted.get(name)))
                .collect(Collectors.toCollection(TreeSet::new));
        Map<String, RouteSource> taken = settled(wanted, changed, refused, lines);
        tell(refused, lines);
        accepted = taken;
    }

    private Map<String, RouteSource> settled(
            Map<String, RouteSource> wanted, Set<String> changed, Set<String> refused, Set<String> lines) {
        while (true) {
            Map<String, RouteSource> candidate = candidate(wanted, changed, refused);
            List<FileProblem> problems =
                    refused.containsAll(changed) ? List.of() : check.apply(ordered(candidate, changed));
            problems.forEach(problem -> lines.add(problem.text()));
            Set<String> bad = problems.stream()
                    .map(FileProblem::file)
                    .filter(changed::contains)
                    .filter(name -> !refused.contains(name))
                    .collect(Collectors.toSet());
            if (!problems.isEmpty() && bad.isEmpty()) {
                bad = new HashSet<>(changed);
            }
            if (problems.isEmpty()) {
                bad = givers(candidate, wanted, changed, refused);
            }
            if (bad.isEmpty()) {
                return candidate;
            }
            refused.addAll(bad);
        }
    }

    private Map<String, RouteSource> candidate(
            Map<String, RouteSource> wanted, Set<String> changed, Set<String> refused) {
        Map<String, RouteSource> candidate = new TreeMap<>(accepted);
        for (String name : changed) {
            if (!refused.contains(name)) {
                candidate.remove(name);
                if (wanted.containsKey(name)) {
                    candidate.put(name, wanted.get(name));
                }
            }
        }
        return candidate;
    }

    /** What was there comes first, so that a name that is used twice is a problem of the file that is new. */
    private static List<RouteSource> ordered(Map<String, RouteSource> files, Set<String> changed) {
        Map<Boolean, List<RouteSource>> parted = files.values().stream()
                .collect(Collectors.partitioningBy(file -> changed.contains(file.name()), Collectors.toList()));
        List<RouteSource> all = new ArrayList<>(parted.get(false));
        all.addAll(parted.get(true));
        return all;
    }

    /** Files that no longer hold what a refused one is to take over. */
    private Set<String> givers(
            Map<String, RouteSource> candidate,
            Map<String, RouteSource> wanted,
            Set<String> changed,
            Set<String> refused) {
        Set<String> givers = new HashSet<>();
        if (refused.isEmpty()) {
            return givers;
        }
        RouteParts then = parts.apply(List.copyOf(candidate.values()));
        accepted().all().forEach((key, part) -> {
            boolean wantedElsewhere = part.name()
                    .filter(name -> refused.stream()
                            .filter(wanted::containsKey)
                            .anyMatch(file -> wanted.get(file).text().contains(name)))
                    .isPresent();
            if (wantedElsewhere && then.find(key).isEmpty() && changed.contains(part.file())) {
                givers.add(part.file());
            }
        });
        givers.removeAll(refused);
        return givers;
    }

    private void tell(Set<String> refused, Set<String> lines) {
        List<String> fresh = lines.stream().filter(line -> !told.contains(line)).toList();
        fresh.forEach(LOG::error);
        if (!fresh.isEmpty()) {
            LOG.error("{}: not taken; what ran goes on", String.join(", ", refused));
        }
        told = lines;
    }
}
