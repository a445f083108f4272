package org.restconnector.inspect;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A place in a document where its records may be.
 *
 * @param path JSONPath, as the parameter {@code records} takes it
 * @param name of the field that holds them; empty for the document itself
 */
record Candidate(String path, String name, List<Map<String, Object>> records) {
    Candidate {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(name, "name");
        records = List.copyOf(records);
    }

    int count() {
        return records.size();
    }

    String text() {
        return path + " (" + count() + ")";
    }
}
