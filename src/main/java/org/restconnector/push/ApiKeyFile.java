package org.restconnector.push;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import org.restconnector.settings.SettingsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The key that is made where none is configured. */
final class ApiKeyFile {

    private static final Logger LOG = LoggerFactory.getLogger(ApiKeyFile.class);
    private static final int BYTES = 32;

    private ApiKeyFile() {}

    /** Reads the key, and makes it before if there is none. */
    static String read(Path file) {
        try {
            if (!Files.exists(file)) {
                make(file);
                LOG.info("No connector.api.keys: an API key was made and is in {}", file.toAbsolutePath());
            }
            String key = Files.readString(file).strip();
            if (key.isEmpty()) {
                throw new SettingsException(
                        "the file " + file.toAbsolutePath() + " holds no API key; delete it and one is made");
            }
            return key;
        } catch (IOException e) {
            throw new SettingsException(
                    "the file " + file.toAbsolutePath() + " with the API key cannot be read or made: "
                            + e.getClass().getSimpleName(),
                    e);
        }
    }

    /** Written beside and moved: a crash leaves no half of a key. */
    private static void make(Path file) throws IOException {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        String key = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        Path directory = file.toAbsolutePath().getParent();
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, attributes(posix, "rwx------"));
        }
        Path written = Files.createTempFile(directory, "api-key", ".new", attributes(posix, "rw-------"));
        Files.write(written, (key + "\n").getBytes(StandardCharsets.US_ASCII));
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static FileAttribute<?>[] attributes(boolean posix, String permissions) {
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
