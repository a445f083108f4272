package org.restconnector.inspect;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The number of records to pass over: what the request or the answer calls it. */
final class OffsetDetector implements Detector {
    static final Set<String> WORDS = Set.of(
            "offset", "startat", "startindex", "start", "skip", "from", "firstresult", "startrow", "startrecord");
    private static final List<String> SIZES =
            List.of("limit", "pagesize", "maxresults", "itemsperpage", "perpage", "size", "top", "rows");

    @Override
    public List<Clue> look(Evidence evidence) {
        Map<String, String> names = new LinkedHashMap<>();
        evidence.asked().stream()
                .filter(name -> WORDS.contains(Leaf.plain(name)))
                .forEach(name -> names.putIfAbsent(name, "the request has " + name));
        evidence.leaves().stream()
                .filter(leaf -> WORDS.contains(leaf.word()) && leaf.number().isPresent())
                .forEach(leaf -> names.putIfAbsent(leaf.name(), "the answer says where it begins, at " + leaf.path()));
        boolean limited = evidence.asked().stream().map(Leaf::plain).anyMatch("limit"::equals)
                || evidence.find(SIZES.subList(0, 3)).isPresent()
                        && evidence.find(StopPaths.TOTAL_RECORDS).isPresent();
        if (limited) {
            names.putIfAbsent("offset", "there is a limit to a page's records");
        }
        return names.entrySet().stream()
                .map(name -> Clue.of(name.getValue(), "offset", "offsetParam", evidence.place(name.getKey())))
                .toList();
    }
}
