package org.restconnector;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.crypto.SecretKey;
import org.apache.camel.CamelContext;
import org.restconnector.alert.Alerting;
import org.restconnector.http.TlsSettings;
import org.restconnector.inspect.Templates;
import org.restconnector.pull.DeadLetterCopies;
import org.restconnector.settings.Durations;
import org.restconnector.settings.KeyGroups;
import org.restconnector.settings.Placeholders;
import org.restconnector.settings.SettingsException;
import org.restconnector.store.StoreSettings;
import org.restconnector.store.VaultKey;

/** The {@code connector.*} keys: of the file, the environment, and system properties. */
final class Configuration {
    private static final int SHORTEST_KEY = 16;
    private static final String RETENTION = "connector.retention";
    private static final Duration SHORTEST_RETENTION = Duration.ofMinutes(1);

    private final Function<String, Optional<String>> properties;
    private final KeyGroups.Source written;

    private Configuration(Function<String, Optional<String>> properties, KeyGroups.Source written) {
        this.properties = properties;
        this.written = written;
    }

    static Configuration of(CamelContext context) {
        WrittenKeys written = WrittenKeys.of(context);
        // Camel itself lets an environment variable win over a system property
        return new Configuration(key -> inContext(key, context, written), written);
    }

    /** Camel would take <code>{{file:path}}</code> for the key `file` with `path` as its default: a password to guess. */
    private static Optional<String> inContext(String key, CamelContext context, WrittenKeys written) {
        Function<String, Optional<String>> values = name -> WrittenKeys.outside(name)
                .or(() -> context.getPropertiesComponent().resolveProperty(name));
        String ours = WrittenKeys.outside(key).isPresent() ? "{{" : "{{file:";
        return written.find(key)
                .filter(text -> text.contains(ours))
                .map(text -> resolved(key, text, placeholders(values)))
                .or(() -> values.apply(key));
    }

    private static Placeholders placeholders(Function<String, Optional<String>> values) {
        Path directory = Path.of(values.apply("connector.directory").orElse(""));
        return new Placeholders(values, System.getenv(), directory);
    }

    /** Without Camel, for commands that run no routes. */
    static Configuration of(ApplicationProperties properties) {
        Placeholders placeholders = new Placeholders(properties::find, System.getenv(), properties.directory());
        return new Configuration(
                key -> key.equals("connector.directory")
                        ? Optional.of(properties.directory().toString())
                        : properties.find(key).map(value -> resolved(key, value, placeholders)),
                new WrittenKeys(properties::find, properties::keys));
    }

    private static String resolved(String key, String value, Placeholders placeholders) {
        try {
            return placeholders.resolve(value).text();
        } catch (IllegalArgumentException e) {
            throw new SettingsException(key + " " + e.getMessage(), e);
        }
    }

    Optional<String> find(String key) {
        return properties.apply(key).map(String::strip);
    }

    /** The environment variable that overrides a key: {@code CONNECTOR_STORE_URL} for {@code connector.store.url}. */
    static String variable(String key) {
        return KeyGroups.variable(key);
    }

    /** What relative paths start from. */
    Path directory() {
        return Path.of(find("connector.directory").orElse(""));
    }

    /** Whether this is the application of the command line, not a host's. */
    boolean standalone() {
        return find("connector.directory").isPresent();
    }

    Path dataDirectory() {
        return directory().resolve(find("connector.data").orElse("data"));
    }

    /** Where answers lie that are too large for memory; a host application may have no data directory. */
    Path spoolDirectory() {
        return standalone() || find("connector.data").isPresent()
                ? dataDirectory().resolve("tmp")
                : Path.of(System.getProperty("java.io.tmpdir"));
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

    /** The key of what is kept unreadable in the store: configured, or in a file that is made when it is needed. */
    Supplier<SecretKey> secretKey() {
        Optional<String> configured = find("connector.secret.key").filter(key -> !key.isEmpty());
        if (configured.filter(key -> key.length() < SHORTEST_KEY).isPresent()) {
            throw new SettingsException(
                    "connector.secret.key is too short; allowed are texts of at least " + SHORTEST_KEY + " characters");
        }
        return configured
                .<Supplier<SecretKey>>map(key -> () -> VaultKey.of(key))
                .orElse(() -> VaultKey.in(dataDirectory().resolve("secret-key")));
    }

    /** Whether the log of dead letters holds the records. */
    boolean logsRecords() {
        return find("connector.deadLetter.logRecord").orElse("false").equals("true");
    }

    /** The endpoint that gets a copy of each dead letter. */
    Optional<String> deadLetterTo() {
        return find(DeadLetterCopies.KEY).filter(uri -> !uri.isEmpty());
    }

    /** How long finished jobs, runs and dead letters are kept. */
    Duration retention() {
        String text = find(RETENTION).filter(value -> !value.isEmpty()).orElse("30d");
        Duration kept;
        try {
            kept = Durations.parse(text);
        } catch (IllegalArgumentException e) {
            throw new SettingsException(RETENTION + " " + e.getMessage(), e);
        }
        if (kept.compareTo(SHORTEST_RETENTION) < 0) {
            throw new SettingsException(RETENTION + " is '" + text + "'; allowed are "
                    + Durations.text(SHORTEST_RETENTION) + " and more, as in 30d");
        }
        return kept;
    }

    /** The endpoint that gets the events for an operator. */
    Optional<String> alertsTo() {
        return find(Alerting.KEY).filter(uri -> !uri.isEmpty());
    }

    /** Whether pulls run by their schedules. */
    boolean isScheduled() {
        return !find("connector.schedule").orElse("true").equals("false");
    }

    /** Requests that all flows together may have in flight. */
    int maxInFlight() {
        return Math.toIntExact(number("connector.http.maxInFlight", 200));
    }

    /** Records that may wait in a flow. */
    long maxPending() {
        return number("connector.inbox.maxPending", 1_000_000);
    }

    String env() {
        return find("connector.env").filter(env -> !env.isEmpty()).orElse("dev");
    }

    private long number(String key, long usual) {
        String text = find(key).filter(value -> !value.isEmpty()).orElse(String.valueOf(usual));
        if (!text.matches("[1-9]\\d{0,8}")) {
            throw new SettingsException(key + " is '" + text + "'; allowed is a whole number of at least 1");
        }
        return Long.parseLong(text);
    }

    /** What the parameters {@code connection} and {@code tls} may name. */
    KeyGroups groups() {
        return new KeyGroups(Map.of("connection", Templates.connectable(), "tls", TlsSettings.KEYS), written);
    }

    Placeholders placeholders() {
        return placeholders(this::find);
    }
}
