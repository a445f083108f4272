package org.restconnector;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Chooses the log configuration of the standalone program, before anything logs. */
final class LogSetup {
    private static final String KEY = "log4j2.configurationFile";

    private LogSetup() {}

    /** A user's own wins: by system property, or as a file in the directory. */
    static void apply(Path directory) {
        if (System.getProperty(KEY) == null) {
            String file = Stream.of("log4j2.xml", "log4j2.properties")
                    .map(directory::resolve)
                    .filter(Files::isReadable)
                    .findFirst()
                    .map(path -> path.toUri().toString())
                    .orElse("classpath:connector/log4j2.xml");
            System.setProperty(KEY, file);
        }
    }
}
