package org.restconnector.inspect;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The key of a page's last record asks for the next: where the answer says that there is more, and not how. */
final class LastRecordDetector implements Detector {
    private static final Set<String> WORDS =
            Set.of("startingafter", "after", "afterid", "sinceid", "lastid", "startafter", "lastkey", "marker");
    private static final List<String> USUAL = List.of("starting_after", "after", "after_id", "since_id", "last_id");

    @Override
    public List<Clue> look(Evidence evidence) {
        boolean more = evidence.leaves().stream()
                .anyMatch(leaf -> StopPaths.MORE.contains(leaf.word())
                        && leaf.value().filter(Boolean.TRUE::equals).isPresent());
        Set<String> names = new LinkedHashSet<>();
        evidence.asked().stream()
                .filter(name -> WORDS.contains(Leaf.plain(name)))
                .forEach(names::add);
        if (more) {
            names.addAll(USUAL);
        }
        return evidence.key().stream()
                .flatMap(key -> names.stream()
                        .map(name -> Clue.of(
                                more ? "the answer says that there is more, but not where" : "the request has " + name,
                                "last-record",
                                "cursor",
                                key,
                                "cursorParam",
                                evidence.place(name))))
                .toList();
    }
}
