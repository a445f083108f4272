package org.restconnector.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.restconnector.json.Json;

/** A working directory of the product: route files, properties, and what the product left in it. */
public record Workspace(Path directory) {

    /** Writes {@code routes/NAME.camel.yaml}. */
    public Workspace pull(PullFile pull) {
        return routes(pull.name(), pull.yaml());
    }

    /** Writes {@code routes/NAME.camel.yaml} with this text. */
    public Workspace routes(String name, String yaml) {
        return write("routes/" + name + ".camel.yaml", yaml);
    }

    /** Writes a route {@code direct:NAME} that posts each record as JSON, as a user would. */
    public Workspace posting(String name, String url) {
        return routes(
                name,
                """
                - route:
                    id: %s
                    from:
                      uri: direct:%s
                      steps:
                        - marshal: {json: {library: Jackson}}
                        - setHeader: {name: CamelHttpMethod, constant: POST}
                        - to: {uri: "%s"}
                """
                        .formatted(name, name, url));
    }

    /** The address of {@code jsonl-sink} with a file in this directory. */
    public String jsonlSink(String file) {
        return "kamelet:jsonl-sink?file=" + directory.resolve(file);
    }

    /** The {@code id} of each line of a JSON Lines file, in their order. */
    public List<Object> ids(String file) {
        return jsonl(file).stream().map(record -> record.get("id")).toList();
    }

    /** Adds a line to {@code application.properties}. */
    public Workspace property(String key, String value) {
        return append("application.properties", key + "=" + value + "\n");
    }

    public Workspace write(String file, String text) {
        return put(file, text, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
    }

    public Workspace append(String file, String text) {
        return put(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** The objects of a JSON Lines file; none if there is no such file. */
    public List<Map<String, Object>> jsonl(String file) {
        return lines(file).stream().map(Workspace::object).toList();
    }

    /** The lines of a file; none if there is no such file. */
    public List<String> lines(String file) {
        try {
            Path path = directory.resolve(file);
            return Files.exists(path) ? Files.readAllLines(path) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The rows of a query on the embedded store, read from outside; none before the table is there. */
    public List<Map<String, Object>> query(String sql) {
        if (!Files.exists(directory.resolve("data/connector.db"))) {
            return List.of();
        }
        try (Connection connection =
                        DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("data/connector.db"));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows(rows);
        } catch (SQLException e) {
            if (String.valueOf(e.getMessage()).contains("no such table")) {
                return List.of();
            }
            throw new IllegalStateException(sql + ": " + e.getMessage(), e);
        }
    }

    /** The data as a killed process left it: reading the original would already repair it. */
    public Workspace copyOfData() {
        Path copy = directory.resolve("copy");
        try (Stream<Path> files = Files.list(directory.resolve("data"))) {
            Path data = Files.createDirectories(copy.resolve("data"));
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, data.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
            return new Workspace(copy);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Map<String, Object> object(String json) {
        try {
            @SuppressWarnings("unchecked")
            Map<String, Object> object = (Map<String, Object>) Json.read(json);
            return object;
        } catch (IOException e) {
            throw new UncheckedIOException("not a JSON object: " + json, e);
        }
    }

    private static List<Map<String, Object>> rows(ResultSet rows) throws SQLException {
        List<Map<String, Object>> all = new ArrayList<>();
        while (rows.next()) {
            Map<String, Object> row = new LinkedHashMap<>();
            for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                row.put(rows.getMetaData().getColumnName(column), rows.getObject(column));
            }
            all.add(row);
        }
        return all;
    }

    private Workspace put(String file, String text, StandardOpenOption... options) {
        try {
            Path path = directory.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, text, StandardCharsets.UTF_8, options);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
