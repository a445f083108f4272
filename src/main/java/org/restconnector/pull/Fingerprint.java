package org.restconnector.pull;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.restconnector.settings.Parameters;

/** Tells whether a checkpoint was made with the parameters that shape a pull's requests now. */
final class Fingerprint {
    private static final List<String> SHAPING = List.of(
            "method",
            "url",
            "query",
            "headers",
            "body",
            "contentType",
            "pagination",
            "pageParam",
            "firstPage",
            "offsetParam",
            "firstOffset",
            "cursor",
            "cursorParam",
            "next",
            "pageSize",
            "pageSizeParam");

    private Fingerprint() {}

    /** Of the parameters as they are written: a secret behind a placeholder is no part of it. */
    static String of(Parameters parameters) {
        MessageDigest digest = sha256();
        for (String name : SHAPING) {
            digest.update(name.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            digest.update(parameters.written(name).getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
