package org.restconnector.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.UnrecoverableKeyException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Objects;

/**
 * A file of certificates, and of a key where one is needed: PKCS12, JKS or PEM.
 *
 * @param digest of its content
 */
record StoreFile(KeyStore store, String digest) {
    StoreFile {
        Objects.requireNonNull(store, "store");
        Objects.requireNonNull(digest, "digest");
    }

    /** @param withKey whether it must hold a private key with its certificate */
    static StoreFile read(Path file, String password, boolean withKey) throws UnusableException {
        try {
            byte[] content = Files.readAllBytes(file);
            boolean pem = new String(content, StandardCharsets.ISO_8859_1).contains("-----BEGIN ");
            KeyStore store = pem ? Pem.store(content, password) : keyStore(content, password);
            check(store, withKey);
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return new StoreFile(store, HexFormat.of().formatHex(sha256.digest(content)));
        } catch (IOException | GeneralSecurityException e) {
            throw new UnusableException(reason(e), e);
        }
    }

    private static KeyStore keyStore(byte[] content, String password) throws IOException, GeneralSecurityException {
        // the JDK's PKCS12 reads JKS as well
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(new ByteArrayInputStream(content), password.isEmpty() ? null : password.toCharArray());
        return store;
    }

    private static void check(KeyStore store, boolean withKey) throws GeneralSecurityException, UnusableException {
        boolean key = false;
        for (String alias : Collections.list(store.aliases())) {
            key |= store.isKeyEntry(alias);
        }
        if (withKey && !key) {
            throw new UnusableException("holds no private key with its certificate; is a password missing?", null);
        }
        if (store.size() == 0) {
            throw new UnusableException(
                    "holds no certificate to trust; is a password missing? (keytool -importcert puts one in)", null);
        }
    }

    private static String reason(Exception e) {
        if (e instanceof java.nio.file.NoSuchFileException) {
            return "is not there";
        }
        if (e.getCause() instanceof UnrecoverableKeyException) {
            return "cannot be opened with its password";
        }
        String message = e.getMessage() == null || e instanceof java.nio.file.FileSystemException
                ? e.getClass().getSimpleName()
                : e.getMessage();
        return "cannot be read as PKCS12, JKS or PEM: " + message;
    }

    /** The message says why, and goes on after the file's name. */
    static final class UnusableException extends Exception {
        UnusableException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
