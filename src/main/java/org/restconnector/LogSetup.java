package org.restconnector;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.restconnector.settings.SettingsException;

/** Chooses the log configuration of the standalone program, before anything logs. */
final class LogSetup {
    private static final String FILE = "log4j2.configurationFile";
    private static final String FORMAT = "connector.log.format";
    private static final String LEVEL = "connector.log.level";

    private LogSetup() {}

    /**
     * A user's own wins: by system property, or as a file in the directory.
     *
     * @return what is wrong with the keys {@code connector.log.*}
     */
    static Optional<String> apply(Path directory) {
        if (System.getProperty(FILE) == null) {
            String file = Stream.of("log4j2.xml", "log4j2.properties")
                    .map(directory::resolve)
                    .filter(Files::isReadable)
                    .findFirst()
                    .map(path -> path.toUri().toString())
                    .orElse("classpath:connector/log4j2.xml");
            System.setProperty(FILE, file);
        }
        return Stream.of(
                        choose(directory, FORMAT, List.of("text", "json"), "text"),
                        choose(directory, LEVEL, List.of("ERROR", "WARN", "INFO", "DEBUG", "TRACE"), "INFO"))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Log4j reads system properties only. */
    private static Optional<String> choose(Path directory, String key, List<String> allowed, String usual) {
        String found = find(directory, key).filter(value -> !value.isEmpty()).orElse(usual);
        Optional<String> value =
                allowed.stream().filter(found::equalsIgnoreCase).findFirst();
        System.setProperty(key, value.orElse(usual));
        return value.isPresent()
                ? Optional.empty()
                : Optional.of(key + " is '" + found + "'; allowed are " + String.join(", ", allowed));
    }

    private static Optional<String> find(Path directory, String key) {
        try {
            return ApplicationProperties.read(directory).find(key);
        } catch (SettingsException e) {
            // the command that is about to run says it
            return Optional.empty();
        }
    }
}
