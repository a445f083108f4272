package org.restconnector;

import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.restconnector.settings.KeyGroups;

/**
 * The configuration's keys with their values as they are written: what stands in {@code {{...}}} is
 * resolved where the value is used, so that it is known what of it is secret.
 *
 * @param find looks a key up
 * @param listed the keys that are not those of the system properties
 */
record WrittenKeys(Function<String, Optional<String>> find, Supplier<Set<String>> listed) implements KeyGroups.Source {
    private static final String PREFIX = "connector.";

    static WrittenKeys of(CamelContext context) {
        Supplier<Properties> properties =
                () -> context.getPropertiesComponent().loadProperties(key -> key.startsWith(PREFIX));
        return new WrittenKeys(
                key -> outside(key)
                        .or(() -> Optional.ofNullable(properties.get().getProperty(key)))
                        // of a runtime that keeps its properties elsewhere, as Spring Boot does
                        .or(() -> context.getPropertiesComponent().resolveProperty(key)),
                () -> properties.get().stringPropertyNames());
    }

    /** The value of a system property or an environment variable, which win over every file. */
    static Optional<String> outside(String key) {
        return Optional.ofNullable(System.getProperty(key))
                .or(() -> Optional.ofNullable(System.getenv(Configuration.variable(key))));
    }

    @Override
    public Optional<String> find(String key) {
        return find.apply(key);
    }

    @Override
    public Collection<String> keys() {
        Set<String> keys = new HashSet<>(listed.get());
        keys.addAll(System.getProperties().stringPropertyNames());
        return keys;
    }

    @Override
    public Collection<String> variables() {
        return System.getenv().keySet();
    }
}
