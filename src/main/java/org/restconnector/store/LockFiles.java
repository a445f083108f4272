package org.restconnector.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The lock files of instances, {@code EPOCH.lock} each. They are made, tried and removed within write
 * transactions only, of which SQLite lets one process have one at a time.
 */
final class LockFiles {
    private static final Pattern NAME = Pattern.compile("(\\d{1,18})\\.lock");

    private final Path directory;
    private final InstanceRows rows;

    LockFiles(Path directory, InstanceRows rows) {
        this.directory = directory;
        this.rows = rows;
    }

    ProcessLock acquire(long epoch) throws IOException {
        Path file = file(epoch);
        return ProcessLock.tryAcquire(file)
                .orElseThrow(() -> new StoreException("the lock file " + file + " is held by another process"));
    }

    /** This process's own files are not tried: closing them again would drop their locks. */
    boolean isAlive(InstanceRows.Row row) throws IOException {
        return rows.isThisProcess(row) || ProcessLock.isHeld(file(row.epoch()));
    }

    void forgetDead(Transaction transaction) throws IOException {
        for (InstanceRows.Row row : rows.all(transaction)) {
            if (!isAlive(row)) {
                rows.delete(transaction, row.epoch());
            }
        }
        for (Path file : all()) {
            if (rows.find(transaction, epochOf(file)).isEmpty()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private List<Path> all() throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(
                            file -> NAME.matcher(file.getFileName().toString()).matches())
                    .toList();
        }
    }

    private Path file(long epoch) {
        return directory.resolve(epoch + ".lock");
    }

    private static long epochOf(Path file) {
        String name = file.getFileName().toString();
        return Long.parseLong(name.substring(0, name.indexOf('.')));
    }
}
