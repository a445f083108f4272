package org.restconnector.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteJDBCLoader;

/**
 * SQLite's native part. Its driver copies it into the directory for temporary files at each start and removes it at an
 * orderly end only, so that each {@code kill -9} would leave a megabyte behind.
 */
public final class SqliteLibrary {
    private static final String DIRECTORY = "org.sqlite.tmpdir";
    private static final Logger LOG = LoggerFactory.getLogger(SqliteLibrary.class);

    private SqliteLibrary() {}

    /**
     * Loads it and removes the copy at once, where the system allows that. Not for a process that others share: it
     * sets a system property on the way. Does nothing where a user has set that property, or the driver is not there.
     */
    public static synchronized void load() {
        if (System.getProperty(DIRECTORY) != null) {
            return;
        }
        try {
            Path directory = Files.createTempDirectory("connector-sqlite");
            System.setProperty(DIRECTORY, directory.toString());
            try {
                SQLiteJDBCLoader.initialize();
            } finally {
                System.clearProperty(DIRECTORY);
                remove(directory);
            }
        } catch (Exception | LinkageError e) {
            // the driver tries again by itself, and says what is wrong
            LOG.debug("SQLite's native part was not loaded ahead", e);
        }
    }

    private static void remove(Path directory) throws IOException {
        List<Path> files;
        try (Stream<Path> listed = Files.list(directory)) {
            files = listed.toList();
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
        Files.delete(directory);
    }
}
