package org.restconnector;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.restconnector.demo.DemoApi;
import org.restconnector.settings.SettingsException;

/**
 * The configuration as it stands before Camel is started: a {@code -D} system property wins over an
 * environment variable, that over {@code application.properties}, that over the built-in default.
 */
final class ApplicationProperties {
    private static final String FILE = "application.properties";
    private static final Map<String, String> DEFAULTS = Map.of(
            "connector.data", "data",
            "connector.routes", "routes/*.camel.yaml",
            "connector.reload", "true",
            "connector.demo", "false",
            "connector.demo.port", String.valueOf(DemoApi.DEFAULT_PORT));

    private final Path directory;
    private final Properties file;

    private ApplicationProperties(Path directory, Properties file) {
        this.directory = directory;
        this.file = file;
    }

    /** @throws SettingsException if the directory's file is there and cannot be read */
    static ApplicationProperties read(Path directory) {
        Properties properties = new Properties();
        Path path = directory.resolve(FILE);
        if (Files.exists(path)) {
            try (Reader reader = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
                properties.load(reader);
            } catch (IOException | IllegalArgumentException e) {
                throw new SettingsException(FILE + " cannot be read: " + e.getMessage(), e);
            }
        }
        return new ApplicationProperties(directory, properties);
    }

    Optional<String> find(String key) {
        return Stream.of(
                        System.getProperty(key),
                        System.getenv(Configuration.variable(key)),
                        file.getProperty(key),
                        DEFAULTS.get(key))
                .filter(value -> value != null)
                .findFirst()
                .map(String::strip);
    }

    /** The keys of the file. */
    Set<String> keys() {
        return file.stringPropertyNames();
    }

    Path directory() {
        return directory;
    }

    Path dataDirectory() {
        return directory.resolve(find("connector.data").orElseThrow());
    }

    boolean demo() {
        return find("connector.demo").orElse("").equals("true");
    }

    /** Whether edits of route files take effect while they run. */
    boolean reload() {
        String reload = find("connector.reload").orElseThrow();
        if (!reload.matches("true|false")) {
            throw new SettingsException("connector.reload is '" + reload + "'; allowed are true and false");
        }
        return reload.equals("true");
    }

    int demoPort() {
        String port = find("connector.demo.port").orElseThrow();
        if (!port.matches("\\d{1,5}")) {
            throw new SettingsException("connector.demo.port is '" + port + "'; allowed is a port's number");
        }
        return Integer.parseInt(port);
    }

    /** The patterns of route files, relative to the working directory: the user's, and the demo's if it is on. */
    List<String> routePatterns() {
        Stream<String> named = Stream.of(find("connector.routes").orElseThrow().split(","))
                .map(String::strip)
                .filter(pattern -> !pattern.isEmpty());
        return Stream.concat(named, demo() ? Stream.of("routes/demo/*.camel.yaml") : Stream.empty())
                .toList();
    }
}
