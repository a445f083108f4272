package org.restconnector.store;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Lists of record numbers as one value of a statement or column: a JSON array. */
final class Seqs {
    private Seqs() {}

    /** What stands behind {@code seq} where its one value is such a list. */
    static String in(Dialect dialect) {
        return dialect == Dialect.SQLITE
                ? " IN (SELECT value FROM json_each(?))"
                : " IN (SELECT value::bigint FROM json_array_elements_text(?::json))";
    }

    static String text(Collection<Long> seqs) {
        return seqs.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]"));
    }

    static List<Long> list(String text) {
        String inside = text.substring(1, text.length() - 1);
        return inside.isEmpty()
                ? List.of()
                : Arrays.stream(inside.split(",")).map(Long::valueOf).toList();
    }
}
