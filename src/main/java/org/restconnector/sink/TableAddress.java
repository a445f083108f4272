package org.restconnector.sink;

import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.util.StringHelper;
import org.apache.camel.util.URISupport;

/**
 * The table that an endpoint URI of {@code table-sink} names.
 *
 * @param db empty for the store's database
 * @param replaces whether its mode is {@code replace}
 */
public record TableAddress(String db, String table, boolean replaces) {
    private static final String KAMELET = "kamelet:/*table-sink(/[^?]*)?";

    public TableAddress {
        Objects.requireNonNull(db, "db");
        Objects.requireNonNull(table, "table");
    }

    /** Empty if the URI is of another endpoint, or cannot be read. */
    public static Optional<TableAddress> of(String uri) {
        String[] parts = uri.split("\\?", 2);
        if (!parts[0].matches(KAMELET)) {
            return Optional.empty();
        }
        Map<String, String> given = new HashMap<>();
        try {
            URISupport.parseQuery(parts.length == 2 ? parts[1] : "", true)
                    .forEach((name, value) -> given.put(StringHelper.dashToCamelCase(name), String.valueOf(value)));
        } catch (URISyntaxException | IllegalArgumentException e) {
            return Optional.empty();
        }
        return Optional.of(new TableAddress(
                given.getOrDefault("db", "").strip(),
                given.getOrDefault("table", "").strip(),
                given.getOrDefault("mode", "").strip().equals("replace")));
    }

    /** Whether it may be the same table: SQLite does not tell upper case from lower. */
    public boolean isSameTable(TableAddress other) {
        return db.equals(other.db) && table.equalsIgnoreCase(other.table);
    }
}
