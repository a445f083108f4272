package org.restconnector.store;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The checked name of a user's table, with its schema where PostgreSQL is given one. */
record TableName(List<String> parts) {
    /** Of PostgreSQL, in bytes; kept on SQLite too, so that a table can move. */
    static final int MAX_BYTES = 63;

    /** @throws IllegalArgumentException with the reason, if no table may be named so */
    static TableName of(Dialect dialect, String text) {
        boolean schemas = dialect == Dialect.POSTGRESQL;
        List<String> parts = schemas ? List.of(text.split("\\.", -1)) : List.of(text);
        if (parts.size() > 2) {
            throw refused(text, "has more than one dot; write table, or schema.table");
        }
        if (!schemas && text.contains(".")) {
            throw refused(text, "has a dot; SQLite has no schemas");
        }
        parts.forEach(part -> check(text, part));
        String name = parts.get(parts.size() - 1).toLowerCase(Locale.ROOT);
        for (String prefix : List.of("connector_", schemas ? "pg_" : "sqlite_")) {
            if (name.startsWith(prefix)) {
                throw refused(text, "is reserved; choose one that does not begin with " + prefix);
            }
        }
        return new TableName(parts);
    }

    private static void check(String text, String part) {
        if (part.isBlank()) {
            throw refused(text, "is empty");
        }
        if (bytes(part) > MAX_BYTES) {
            throw refused(text, "is too long; " + MAX_BYTES + " bytes are allowed");
        }
        if (part.chars().anyMatch(c -> Character.isISOControl(c) || Character.isSurrogate((char) c))) {
            throw refused(text, "holds a character that is no part of a name");
        }
    }

    private static IllegalArgumentException refused(String text, String why) {
        return new IllegalArgumentException("table name '" + text + "' " + why);
    }

    static int bytes(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length;
    }

    static String quote(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    /** As it is written in SQL. */
    String sql() {
        return parts.stream().map(TableName::quote).collect(Collectors.joining("."));
    }

    /** The table without its schema. */
    String table() {
        return parts.get(parts.size() - 1);
    }

    /** As the user wrote it. */
    @Override
    public String toString() {
        return String.join(".", parts);
    }
}
