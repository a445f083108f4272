package org.restconnector;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.restconnector.settings.Placeholders;
import org.restconnector.store.StoreSettings;

/** The {@code connector.*} keys, read through Camel's properties: file, environment, system properties. */
final class Configuration {
    private final CamelContext context;

    Configuration(CamelContext context) {
        this.context = context;
    }

    Optional<String> find(String key) {
        // Camel itself lets an environment variable win over a system property
        return Optional.ofNullable(System.getProperty(key))
                .or(() -> Optional.ofNullable(System.getenv(variable(key))))
                .or(() -> context.getPropertiesComponent().resolveProperty(key))
                .map(String::strip);
    }

    /** The environment variable that overrides a key: {@code CONNECTOR_STORE_URL} for {@code connector.store.url}. */
    static String variable(String key) {
        return key.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
    }

    /** What relative paths start from. */
    Path directory() {
        return Path.of(find("connector.directory").orElse(""));
    }

    Path dataDirectory() {
        return directory().resolve(find("connector.data").orElse("data"));
    }

    StoreSettings store() {
        return new StoreSettings(
                find("connector.store.url")
                        .filter(url -> !url.isEmpty())
                        .orElseGet(() -> "jdbc:sqlite:" + dataDirectory().resolve("connector.db")),
                find("connector.store.username").orElse(""),
                find("connector.store.password").orElse(""),
                !find("connector.store.migrate").orElse("true").equals("false"),
                dataDirectory());
    }

    /** Whether the log of dead letters holds the records. */
    boolean logsRecords() {
        return find("connector.deadLetter.logRecord").orElse("false").equals("true");
    }

    Placeholders placeholders() {
        return new Placeholders(this::find, System.getenv(), directory());
    }
}
