package org.restconnector.http;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Makes the files for answers that are too large for memory. A file loses its name as soon as it is open
 * (elsewhere than on Unix: when the process ends, however it does), so a crash leaves none behind. Safe
 * for use by many threads.
 */
public final class Spool {
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private final Supplier<Path> directory;

    /** @param directory asked for and made when needed, for this process's user alone */
    public Spool(Supplier<Path> directory) {
        this.directory = Objects.requireNonNull(directory, "directory");
    }

    FileChannel open() throws IOException {
        Files.createDirectories(directory.get(), mode("rwx------"));
        return FileChannel.open(
                directory.get().resolve("answer-" + UUID.randomUUID()),
                Set.of(
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.DELETE_ON_CLOSE),
                mode("rw-------"));
    }

    private static FileAttribute<?>[] mode(String permissions) {
        return POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    @Override
    public String toString() {
        return directory.get().toString();
    }
}
