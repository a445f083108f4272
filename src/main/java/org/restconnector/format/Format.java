package org.restconnector.format;

import java.util.Locale;
import java.util.Set;

/** How a page's document is written. */
public enum Format {
    JSON("JSON"),
    JSONL("JSON Lines"),
    CSV("CSV"),
    XML("XML");

    private static final Set<String> LINES = Set.of(
            "application/x-ndjson",
            "application/ndjson",
            "application/jsonl",
            "application/x-jsonlines",
            "application/jsonlines",
            "application/json-seq",
            "application/stream+json",
            "text/x-ndjson",
            "text/jsonl");
    private static final Set<String> TABLES = Set.of(
            "text/csv", "application/csv", "text/x-csv", "text/comma-separated-values", FormatSettings.TAB_SEPARATED);

    private final String shown;

    Format(String shown) {
        this.shown = shown;
    }

    /** What a content type stands for; JSON where it says nothing else. */
    static Format of(String contentType) {
        String type = mediaType(contentType);
        if (LINES.contains(type)) {
            return JSONL;
        }
        if (TABLES.contains(type)) {
            return CSV;
        }
        // a page to sign in is no document of an API, whatever it is written in
        boolean xml = type.equals("application/xml") || type.equals("text/xml") || type.endsWith("+xml");
        return xml && !type.equals("application/xhtml+xml") ? XML : JSON;
    }

    /** A content type without its parameters. */
    static String mediaType(String contentType) {
        return contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    /** As a message names it. */
    @Override
    public String toString() {
        return shown;
    }
}
