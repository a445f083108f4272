package org.restconnector.testing;

import java.util.List;

/** Makes choices of bytes, so that who mutates the bytes mutates what is made of them. Zeros follow the end. */
public final class Choices {
    private final byte[] bytes;
    private int at;

    public Choices(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    /** From 0 up to, and without, {@code bound}, which is at most 256. */
    public int below(int bound) {
        return next() % bound;
    }

    public long number() {
        long number = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            number = number << 8 | next();
        }
        return number;
    }

    public <T> T of(List<T> values) {
        return values.get(below(values.size()));
    }

    /** Up to 15 of these characters. */
    public String text(String alphabet) {
        StringBuilder text = new StringBuilder();
        for (int i = below(16); i > 0; i--) {
            text.append(alphabet.charAt(below(alphabet.length())));
        }
        return text.toString();
    }

    private int next() {
        return at < bytes.length ? bytes[at++] & 0xff : 0;
    }
}
