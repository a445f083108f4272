package org.restconnector.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.Supplier;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Makes texts unreadable for whoever has the store alone: AES-GCM with a key that is not in it. Safe for
 * use by many threads.
 */
public final class Vault {
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final byte FORMAT = 1;
    private static final int IV_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final Supplier<SecretKey> source;
    private final SecureRandom random = new SecureRandom();
    private Optional<SecretKey> key = Optional.empty();

    /** @param source of the key, asked when it is first needed */
    public Vault(Supplier<SecretKey> source) {
        this.source = source;
    }

    private synchronized SecretKey key() {
        SecretKey known = key.orElseGet(source);
        key = Optional.of(known);
        return known;
    }

    /** @param place where it will stand: it can be opened for no other */
    public byte[] seal(String text, String place) {
        byte[] iv = new byte[IV_BYTES];
        random.nextBytes(iv);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, iv, place).doFinal(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.allocate(1 + IV_BYTES + sealed.length)
                    .put(FORMAT)
                    .put(iv)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + CIPHER, e);
        }
    }

    /** @return empty if it was sealed with another key or for another place, or is damaged */
    public Optional<String> open(byte[] sealed, String place) {
        if (sealed.length < 1 + IV_BYTES || sealed[0] != FORMAT) {
            return Optional.empty();
        }
        byte[] iv = new byte[IV_BYTES];
        System.arraycopy(sealed, 1, iv, 0, IV_BYTES);
        try {
            byte[] text =
                    cipher(Cipher.DECRYPT_MODE, iv, place).doFinal(sealed, 1 + IV_BYTES, sealed.length - 1 - IV_BYTES);
            return Optional.of(new String(text, StandardCharsets.UTF_8));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + CIPHER, e);
        }
    }

    private Cipher cipher(int mode, byte[] iv, String place) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key(), new GCMParameterSpec(TAG_BITS, iv));
        cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
