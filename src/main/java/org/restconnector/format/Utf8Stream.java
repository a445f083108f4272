package org.restconnector.format;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;

/** A text of another charset as UTF-8. */
final class Utf8Stream extends InputStream {
    private final Reader reader;
    private final char[] chars = new char[8192];
    private byte[] bytes = new byte[0];
    private int next;
    private int held;

    Utf8Stream(Reader reader) {
        this.reader = reader;
    }

    @Override
    public int read() throws IOException {
        return more() ? bytes[next++] & 0xff : -1;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (!more()) {
            return -1;
        }
        int count = Math.min(length, bytes.length - next);
        System.arraycopy(bytes, next, buffer, offset, count);
        next += count;
        return count;
    }

    private boolean more() throws IOException {
        while (next == bytes.length) {
            int count = reader.read(chars, held, chars.length - held);
            if (count < 0) {
                return false;
            }
            int all = held + count;
            // half a surrogate pair waits for its other half
            held = Character.isHighSurrogate(chars[all - 1]) ? 1 : 0;
            bytes = new String(chars, 0, all - held).getBytes(StandardCharsets.UTF_8);
            next = 0;
            chars[0] = chars[all - 1];
        }
        return true;
    }
}
