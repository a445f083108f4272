package org.restconnector.inspect;

import java.util.List;
import java.util.Map;

/** {@code search_after} of Elasticsearch and OpenSearch: the sort values of a page's last record ask for the next. */
final class SortDetector implements Detector {
    @Override
    public List<Clue> look(Evidence evidence) {
        boolean sorted = evidence.body()
                .filter(json -> json instanceof Map<?, ?> map && map.containsKey("sort"))
                .isPresent();
        boolean answered = !evidence.records().isEmpty()
                && evidence.records().stream().allMatch(record -> record.get("sort") instanceof List);
        return sorted && answered
                ? List.of(Clue.of(
                        "each record holds its sort values",
                        "last-record",
                        "cursor",
                        "sort",
                        "cursorParam",
                        "body:/search_after"))
                : List.of();
    }
}
