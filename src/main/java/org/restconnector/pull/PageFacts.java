package org.restconnector.pull;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is known of a whole page, whether it is held in memory or not. */
interface PageFacts {
    /** What it says, as far as it is held; {@code null} without a body. */
    Object document();

    /** Whether there is nothing at all at the records' path. */
    boolean missing();

    /** Whether the document is an empty object or array. */
    boolean blank();

    /** How many records it held before a filter left some out. */
    long held();

    Optional<Map<String, Object>> lastRecord();

    /** What tells the page from another; empty for one that holds nothing. */
    String identity();

    /** The arrays that are there, as {@code $.items (25)}. */
    List<String> arrays();

    /** The identity of so many records with this hash, of which these are the first and the last. */
    static String identity(long count, int hash, Object first, Object last) {
        RecordIds ids = new RecordIds(List.of());
        return count + "-" + Integer.toHexString(hash) + "-"
                + ids.content(first).substring(0, 16)
                + ids.content(last).substring(0, 16);
    }
}
