package org.restconnector.http;

import java.nio.charset.StandardCharsets;

/** The beginning of an answer's body, fit for a message of one line. */
public final class Excerpt {
    private static final int LONGEST = 300;

    private Excerpt() {}

    public static String of(byte[] body) {
        return of(new String(body, 0, Math.min(body.length, 4 * LONGEST), StandardCharsets.UTF_8));
    }

    static String of(String said) {
        String text = said.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
    }
}
