package org.restconnector.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files and directories that only the user of this process may read. */
final class PrivateFiles {
    private static final Logger LOG = LoggerFactory.getLogger(PrivateFiles.class);
    private static final Set<PosixFilePermission> DIRECTORY = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

    private PrivateFiles() {}

    /** Makes the directory, and those above it, where it is missing. */
    static void directory(Path directory) {
        try {
            if (!Files.isDirectory(directory)) {
                Files.createDirectories(directory, attributes(directory, DIRECTORY));
            }
        } catch (IOException e) {
            throw new StoreException("the directory " + directory + " cannot be made: " + reason(e), e);
        }
    }

    /**
     * Makes an empty file.
     *
     * @return false if there is one already
     */
    static boolean create(Path file) {
        try {
            Files.createFile(file, attributes(file, FILE));
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (IOException e) {
            throw new StoreException("the file " + file + " cannot be made: " + reason(e), e);
        }
    }

    /** Takes from others what they may do with a directory or a file that is there already. */
    static void protect(Path path) {
        try {
            Set<PosixFilePermission> wanted = Files.isDirectory(path) ? DIRECTORY : FILE;
            if (Files.exists(path)
                    && isPosix(path)
                    && !Files.getPosixFilePermissions(path).equals(wanted)) {
                Files.setPosixFilePermissions(path, wanted);
            }
        } catch (IOException e) {
            LOG.warn("Others may read {}: its permissions cannot be changed: {}", path, reason(e));
        }
    }

    static String reason(IOException e) {
        return e.getClass().getSimpleName() + " " + e.getMessage();
    }

    private static FileAttribute<?>[] attributes(Path path, Set<PosixFilePermission> permissions) {
        return isPosix(path)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
