package org.restconnector.pull;

import java.util.List;
import java.util.Objects;
import org.restconnector.format.FormatSettings;
import org.restconnector.json.FieldPath;
import org.restconnector.json.RecordsPath;
import org.restconnector.settings.Parameters;

/**
 * Which parts of a page are records, and how they are handed on.
 *
 * @param batchSize records of one exchange at most
 * @param format how a page is written
 */
record RecordSettings(
        RecordsPath path, boolean required, List<FieldPath> primaryKey, int batchSize, FormatSettings format) {

    private static final int LARGEST_BATCH = 1_000_000;

    RecordSettings {
        Objects.requireNonNull(path, "path");
        primaryKey = List.copyOf(primaryKey);
        Objects.requireNonNull(format, "format");
    }

    /** The same for a page that is a single record, as JSON. */
    RecordSettings ofOne() {
        return new RecordSettings(RecordsPath.of("$"), false, primaryKey, batchSize, FormatSettings.JSON);
    }

    static RecordSettings of(Parameters parameters) {
        List<FieldPath> primaryKey = parameters
                .parsed("primaryKey", all -> parameters.list("primaryKey").stream()
                        .map(FieldPath::of)
                        .toList())
                .orElse(List.of());
        return new RecordSettings(
                parameters.parsed("records", RecordsPath::of).orElseGet(() -> RecordsPath.of("$")),
                parameters.flag("requireRecords"),
                primaryKey,
                parameters.number("batchSize", 1, LARGEST_BATCH).orElse(1L).intValue(),
                FormatSettings.of(parameters));
    }
}
