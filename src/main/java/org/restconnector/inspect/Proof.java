package org.restconnector.inspect;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What came of trying a clue.
 *
 * @param clue as it holds: with the number of the first page, if it has one
 * @param sure whether a further page was had in this way
 * @param text what was seen
 * @param leaves the single values of the second page
 * @param records those of the second page
 */
record Proof(Clue clue, boolean sure, String text, List<Leaf> leaves, List<Map<String, Object>> records) {
    Proof {
        Objects.requireNonNull(clue, "clue");
        Objects.requireNonNull(text, "text");
        leaves = List.copyOf(leaves);
        records = List.copyOf(records);
    }
}
