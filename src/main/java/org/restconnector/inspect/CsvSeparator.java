package org.restconnector.inspect;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What separates the cells of CSV that has no commas: read as if it had, all of a line is one field. */
final class CsvSeparator {
    private static final Map<String, String> SIGNS = Map.of(";", ";", "\t", "tab", "|", "|");

    private CsvSeparator() {}

    /**
     * The value of {@code csvSeparator}; empty where the comma is right, or nobody can tell.
     *
     * @param document as it was read with commas; may be null
     */
    static Optional<String> of(Optional<String> contentType, Object document) {
        boolean csv = contentType
                .filter(type -> type.toLowerCase(Locale.ROOT).contains("csv"))
                .isPresent();
        if (!csv
                || !(document instanceof List<?> rows)
                || rows.isEmpty()
                || !(rows.get(0) instanceof Map<?, ?> row)
                || row.size() != 1) {
            return Optional.empty();
        }
        String line = String.valueOf(row.keySet().iterator().next());
        List<String> found = SIGNS.keySet().stream().filter(line::contains).toList();
        return found.size() == 1 ? Optional.of(SIGNS.get(found.get(0))) : Optional.empty();
    }
}
