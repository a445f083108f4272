package org.restconnector.format;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.restconnector.json.PlainPath;
import org.restconnector.json.RecordsPath;
import org.restconnector.json.ValuePath;

/**
 * What a walk through a document is for.
 *
 * @param records where the records are
 * @param values other places, by the names of the parameters that say them
 */
public record ScanPaths(RecordsPath records, Map<String, ValuePath> values) {
    public ScanPaths {
        Objects.requireNonNull(records, "records");
        values = Map.copyOf(values);
    }

    /** The parameter whose path needs the whole document in memory; empty if a walk will do. */
    public Optional<String> obstacle(Format format) {
        PlainPath plain = records.plain();
        boolean array = format == Format.JSONL || format == Format.CSV;
        if (!plain.rest().isEmpty() && !plain.rest().equals("[*]")
                || array && !plain.names().isEmpty()) {
            return Optional.of("records '" + records + "'");
        }
        if (format == Format.XML && plain.names().isEmpty()) {
            return Optional.of("records '" + records + "'");
        }
        return values.entrySet().stream()
                .filter(value -> array
                        ? value.getValue().plain().names().isEmpty()
                        : crosses(value.getValue().plain(), plain, format))
                .map(value -> value.getKey() + " '" + value.getValue() + "'")
                .sorted()
                .findFirst();
    }

    /** Of an element that the walk goes into, the text is not kept. */
    private static boolean crosses(PlainPath value, PlainPath records, Format format) {
        return value.crosses(records) || format == Format.XML && value.names().contains("#text");
    }

    PathTree tree() {
        List<PlainPath> wanted = values.values().stream().map(ValuePath::plain).toList();
        return PathTree.of(records.plain(), wanted);
    }
}
