package org.restconnector.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The key of a {@link Vault}: of a configured text, or of a file that is made where there is none. */
public final class VaultKey {
    private static final Logger LOG = LoggerFactory.getLogger(VaultKey.class);
    private static final String DERIVATION = "PBKDF2WithHmacSHA256";
    private static final byte[] SALT = "connector.secret.key".getBytes(StandardCharsets.US_ASCII);
    private static final int ROUNDS = 100_000;
    private static final int KEY_BITS = 256;

    private VaultKey() {}

    /** The same key for the same text, wherever. */
    public static SecretKey of(String text) {
        PBEKeySpec spec = new PBEKeySpec(text.toCharArray(), SALT, ROUNDS, KEY_BITS);
        try {
            byte[] derived = SecretKeyFactory.getInstance(DERIVATION)
                    .generateSecret(spec)
                    .getEncoded();
            return new SecretKeySpec(derived, "AES");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + DERIVATION, e);
        }
    }

    /**
     * The key in the file, which is made before if there is none; only this process's user may read it.
     *
     * @throws StoreException if the file cannot be read or made, or is empty
     */
    public static SecretKey in(Path file) {
        try {
            if (!Files.exists(file)) {
                make(file);
            }
            String text = Files.readString(file).strip();
            if (text.isEmpty()) {
                throw new StoreException("the file " + file + " holds no key: restore it from a backup, or delete it,"
                        + " and what was kept with it has to be authorized or configured anew");
            }
            return of(text);
        } catch (IOException e) {
            throw new StoreException("the key file " + file + " cannot be used: " + PrivateFiles.reason(e), e);
        }
    }

    /** Written beside and linked: a crash leaves no half of a key, and of two processes one makes it. */
    private static void make(Path file) throws IOException {
        byte[] random = new byte[KEY_BITS / 8];
        new SecureRandom().nextBytes(random);
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(random) + "\n";
        PrivateFiles.directory(file.toAbsolutePath().getParent());
        Path written = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID());
        PrivateFiles.create(written);
        try {
            try (FileChannel channel = FileChannel.open(written, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
                channel.force(true);
            }
            publish(written, file);
            LOG.info("No connector.secret.key: a key for the secrets in the store was made and is in {}", file);
        } catch (FileAlreadyExistsException e) {
            LOG.debug("another process made {}", file);
        } finally {
            Files.deleteIfExists(written);
        }
    }

    private static void publish(Path written, Path file) throws IOException {
        try {
            Files.createLink(file, written);
        } catch (UnsupportedOperationException e) {
            Files.move(written, file);
        }
    }
}
