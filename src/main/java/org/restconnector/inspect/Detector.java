package org.restconnector.inspect;

import java.util.List;

/** Looks for one kind of pagination. */
@FunctionalInterface
interface Detector {
    /** All of them, what is surest first. */
    List<Detector> ALL = List.of(
            new LinkHeaderDetector(),
            new NextUrlDetector(),
            new SortDetector(),
            new CursorDetector(),
            new OffsetDetector(),
            new PageDetector(),
            new LastRecordDetector(),
            new UnsaidDetector());

    /** What may be tried, the likeliest first. */
    List<Clue> look(Evidence evidence);
}
