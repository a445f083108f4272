package org.restconnector.testing;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** How a {@link PagedApi} is asked for a page, and how it tells where the next one is. */
public enum PageStyle {
    NONE("pagination", "none"),
    PAGE("pagination", "page"),
    OFFSET("pagination", "offset", "pageSize", "5"),
    CURSOR_IN_BODY("pagination", "cursor", "cursor", "$.next", "cursorParam", "after"),
    CURSOR_IN_HEADER("pagination", "cursor", "cursor", "header:X-Next", "cursorParam", "after"),
    LAST_RECORD("pagination", "last-record", "cursor", "id", "cursorParam", "after"),
    NEXT_URL_ABSOLUTE("pagination", "next-url", "next", "$.next"),
    NEXT_URL_RELATIVE("pagination", "next-url", "next", "$.next"),
    LINK_HEADER("pagination", "link-header");

    private final Map<String, String> parameters = new LinkedHashMap<>();

    PageStyle(String... namesAndValues) {
        for (int i = 0; i < namesAndValues.length; i += 2) {
            parameters.put(namesAndValues[i], namesAndValues[i + 1]);
        }
    }

    /** The pull parameters that follow this style. */
    public Map<String, String> parameters() {
        return Map.copyOf(parameters);
    }

    /** Whether only an empty page can tell the end, where the API gives no totals. */
    public boolean endsWithEmptyPage() {
        return this == PAGE || this == OFFSET || this == LAST_RECORD;
    }

    /** The index of the first record that the request asks for. */
    int start(PagedApi.Lookup lookup, ReceivedRequest request, int pageSize) {
        return switch (this) {
            case NONE -> 0;
            case PAGE ->
                number(lookup.find(request, "page"))
                        .map(page -> (page - 1) * pageSize)
                        .orElse(0);
            case OFFSET -> number(lookup.find(request, "offset")).orElse(0);
            case CURSOR_IN_BODY, CURSOR_IN_HEADER ->
                number(lookup.find(request, "after").map(cursor -> cursor.substring("c-".length())))
                        .orElse(0);
            case LAST_RECORD -> number(lookup.find(request, "after")).orElse(0);
            case NEXT_URL_ABSOLUTE, NEXT_URL_RELATIVE, LINK_HEADER ->
                number(request.query("at")).orElse(0);
        };
    }

    private static Optional<Integer> number(Optional<String> text) {
        return text.map(Integer::valueOf);
    }
}
