package org.restconnector.inspect;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Finds what an answer says of how much there is, so that a run need not ask for a page too many. */
final class StopPaths {
    static final List<String> MORE = List.of(
            "hasmore",
            "more",
            "hasnext",
            "hasnextpage",
            "hasmorepages",
            "morerecords",
            "moreresults",
            "hasmoreresults",
            "hasmoreitems",
            "moreavailable",
            "ismore");
    static final List<String> TOTAL_PAGES =
            List.of("totalpages", "pagecount", "lastpage", "numpages", "nbpages", "pages", "totalpage", "pagestotal");
    static final List<String> TOTAL_RECORDS = List.of(
            "total",
            "totalcount",
            "totalresults",
            "totalrecords",
            "totalitems",
            "totalelements",
            "totalsize",
            "numfound",
            "recordstotal",
            "totalhits",
            "nbhits",
            "count");

    private StopPaths() {}

    /**
     * The parameters that say where; they must be right in every page.
     *
     * @param first the values of the first page
     * @param second those of the second
     * @param records of the two together
     */
    static Map<String, String> of(String kind, List<Leaf> first, List<Leaf> second, int records) {
        Map<String, String> found = new LinkedHashMap<>();
        boolean counts = kind.equals("page") || kind.equals("offset");
        Optional<Leaf> more = both(first, second, MORE, leaf -> leaf.value()
                .filter(Boolean.class::isInstance)
                .isPresent());
        if (more.isPresent() && !kind.equals("link-header")) {
            found.put("hasMore", more.get().path());
        } else if (counts) {
            Optional<Leaf> pages =
                    kind.equals("page") ? both(first, second, TOTAL_PAGES, atLeast(2)) : Optional.empty();
            pages.ifPresent(leaf -> found.put("totalPages", leaf.path()));
            if (pages.isEmpty()) {
                both(first, second, TOTAL_RECORDS, atLeast(records))
                        .ifPresent(leaf -> found.put("totalRecords", leaf.path()));
            }
        }
        return found;
    }

    private static Predicate<Leaf> atLeast(long least) {
        return leaf -> leaf.number().filter(number -> number >= least).isPresent();
    }

    private static Optional<Leaf> both(
            List<Leaf> first, List<Leaf> second, List<String> words, Predicate<Leaf> usable) {
        return first.stream()
                .filter(leaf -> words.contains(leaf.word()) && usable.test(leaf))
                .filter(leaf ->
                        second.stream().anyMatch(other -> other.path().equals(leaf.path()) && usable.test(other)))
                .findFirst();
    }
}
