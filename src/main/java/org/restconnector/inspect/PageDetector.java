package org.restconnector.inspect;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The page's number: what the request or the answer calls it. */
final class PageDetector implements Detector {
    private static final Set<String> WORDS = Set.of(
            "page", "currentpage", "pagenumber", "pageno", "pagenum", "pageindex", "number", "p", "pg", "pagenr");
    private static final Set<String> ONLY_ANSWERED = Set.of("currentpage", "number");

    @Override
    public List<Clue> look(Evidence evidence) {
        Map<String, String> names = new LinkedHashMap<>();
        evidence.asked().stream()
                .filter(name -> WORDS.contains(Leaf.plain(name)))
                .forEach(name -> names.putIfAbsent(name, "the request has " + name));
        evidence.leaves().stream()
                .filter(leaf -> WORDS.contains(leaf.word()) && leaf.number().isPresent())
                .forEach(leaf -> names.putIfAbsent(
                        ONLY_ANSWERED.contains(leaf.word()) ? "page" : leaf.name(),
                        "the answer has its page's number at " + leaf.path()));
        evidence.find(StopPaths.TOTAL_PAGES)
                .filter(leaf -> leaf.number().isPresent())
                .ifPresent(leaf -> names.putIfAbsent("page", "the answer counts its pages at " + leaf.path()));
        return names.entrySet().stream()
                .map(name -> Clue.of(name.getValue(), "page", "pageParam", evidence.place(name.getKey())))
                .toList();
    }
}
