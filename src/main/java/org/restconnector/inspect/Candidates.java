package org.restconnector.inspect;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the places in a document where its records may be, the likeliest first. */
final class Candidates {
    private static final int DEEPEST = 5;
    private static final int ALIKE = 2;
    private static final Set<String> USUAL = Set.of(
            "data",
            "items",
            "results",
            "records",
            "value",
            "values",
            "rows",
            "entries",
            "hits",
            "list",
            "objects",
            "content",
            "elements",
            "nodes",
            "edges",
            "resources",
            "documents",
            "docs",
            "collection",
            "result",
            "entry");

    private final Set<String> resource;
    private final List<Candidate> found = new ArrayList<>();

    private Candidates(Collection<String> words) {
        this.resource = new HashSet<>();
        words.forEach(word -> resource.add(Leaf.plain(word)));
    }

    /** @param words of the URL's path: what is asked for is often called the same in the answer */
    static List<Candidate> of(Object document, Collection<String> words) {
        Candidates candidates = new Candidates(words);
        candidates.collect("$", "", document, 0);
        // an empty array is only of interest where there is no other
        candidates.found.sort(Comparator.comparing((Candidate candidate) -> candidate.count() == 0)
                .thenComparing(Comparator.comparingDouble(candidates::weight).reversed()));
        if (candidates.found.isEmpty() && document instanceof Map<?, ?> map && !map.isEmpty()) {
            return List.of(new Candidate("$", "", List.of(fields(map))));
        }
        return List.copyOf(candidates.found);
    }

    private void collect(String path, String name, Object value, int depth) {
        if (value instanceof List<?> list) {
            if (list.stream().allMatch(Map.class::isInstance)) {
                found.add(new Candidate(path + "[*]", name, maps(list)));
            }
        } else if (value instanceof Map<?, ?> map && depth < DEEPEST) {
            if (depth > 0 && map.size() >= ALIKE && areAlike(map.values())) {
                found.add(new Candidate(path + "[*]", name, maps(map.values())));
            } else {
                map.forEach((key, child) ->
                        collect(path + Leaf.step(String.valueOf(key)), String.valueOf(key), child, depth + 1));
            }
        }
    }

    /** Objects by their ids, rather than the parts of one. */
    private static boolean areAlike(Collection<?> values) {
        Set<Object> common = null;
        int widest = 0;
        for (Object value : values) {
            if (!(value instanceof Map<?, ?> map) || map.size() < ALIKE) {
                return false;
            }
            widest = Math.max(widest, map.size());
            if (common == null) {
                common = new HashSet<>(map.keySet());
            } else {
                common.retainAll(map.keySet());
            }
        }
        return common != null && common.size() * ALIKE > widest;
    }

    private double weight(Candidate candidate) {
        double fields =
                candidate.records().stream().mapToInt(Map::size).average().orElse(0);
        String word = Leaf.plain(candidate.name());
        double known = !word.isEmpty() && resource.contains(word) ? 20 : USUAL.contains(word) ? 5 : 1;
        return candidate.count() * Math.min(fields, 20) * known;
    }

    private static List<Map<String, Object>> maps(Collection<?> values) {
        return values.stream().map(value -> fields((Map<?, ?>) value)).toList();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> fields(Map<?, ?> map) {
        return (Map<String, Object>) map;
    }
}
