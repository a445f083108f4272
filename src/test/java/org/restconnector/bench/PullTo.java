package org.restconnector.bench;

import org.restconnector.testing.PullFile;

/** The route files that benchmark and memory test share. */
final class PullTo {
    /** A destination that does as little as a route can. */
    static final String NOWHERE =
            """
            - route:
                id: nowhere
                from:
                  uri: direct:nowhere
                  steps:
                    - removeHeader: {name: absent}
            """;

    private PullTo() {}

    static PullFile pull(String url, String to) {
        return PullFile.of("items", url)
                .with("pagination", "cursor")
                .with("cursor", "$.next")
                .with("cursorParam", "after")
                .with("to", to);
    }
}
