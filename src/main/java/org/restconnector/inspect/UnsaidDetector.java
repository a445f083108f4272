package org.restconnector.inspect;

import java.util.List;
import java.util.stream.Stream;

/** What many APIs take, tried where nothing in the answer points to anything. */
final class UnsaidDetector implements Detector {
    private static final String REASON = "nothing in the answer says so, but the API heeds it";

    @Override
    public List<Clue> look(Evidence evidence) {
        if (evidence.saysLast()) {
            return List.of();
        }
        Stream<Clue> pages =
                Stream.of("page", "_page").map(name -> Clue.of(REASON, "page", "pageParam", evidence.place(name)));
        Stream<Clue> offsets = Stream.of("offset", "skip", evidence.body().isPresent() ? "from" : "start")
                .map(name -> Clue.of(REASON, "offset", "offsetParam", evidence.place(name)));
        return Stream.concat(pages, offsets).toList();
    }
}
