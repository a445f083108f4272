package org.restconnector.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One step of the schema, forward only.
 *
 * @param file where an administrator finds it on the class path
 * @param statements the last one records the version in {@code connector_schema}
 */
record Migration(int version, String file, List<String> statements) {
    private static final List<String> FILES = List.of(
            "001-runs.sql",
            "002-dead-letters.sql",
            "003-flows.sql",
            "004-replays-and-runs.sql",
            "005-tokens.sql",
            "006-state.sql",
            "007-growing.sql",
            "008-probes.sql",
            "009-console.sql",
            "010-retention.sql",
            "011-alerts.sql",
            "013-webhooks.sql");

    Migration {
        statements = List.copyOf(statements);
    }

    static List<Migration> all(Dialect dialect) {
        String folder = "META-INF/connector/" + dialect.name().toLowerCase(Locale.ROOT) + "/";
        List<Migration> migrations = new ArrayList<>();
        for (String name : FILES) {
            int version = Integer.parseInt(name.substring(0, 3));
            migrations.add(new Migration(version, folder + name, statements(read(folder + name))));
        }
        return List.copyOf(migrations);
    }

    /** A statement ends with a semicolon at the end of a line. */
    static List<String> statements(String sql) {
        List<String> statements = new ArrayList<>();
        StringBuilder statement = new StringBuilder();
        for (String line : sql.lines().toList()) {
            if (line.isBlank() || line.stripLeading().startsWith("--")) {
                continue;
            }
            statement.append(line).append('\n');
            if (line.stripTrailing().endsWith(";")) {
                statements.add(statement.toString());
                statement.setLength(0);
            }
        }
        if (!statement.isEmpty()) {
            throw new IllegalArgumentException("a statement without a semicolon at its end: " + statement);
        }
        return statements;
    }

    private static String read(String resource) {
        try (InputStream in = Migration.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new StoreException("the file " + resource + " is missing on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new StoreException("the file " + resource + " cannot be read: " + e.getMessage(), e);
        }
    }
}
