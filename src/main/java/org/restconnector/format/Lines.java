package org.restconnector.format;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Reads lines as they lie in a buffer, which grows to the longest of them. Used by one thread. */
final class Lines {
    private final InputStream in;
    private byte[] buffer = new byte[1 << 16];
    private int start;
    private int end;
    private int filled;
    private long number;

    Lines(InputStream in) {
        this.in = in;
    }

    /** Goes on to the next line; false if there is none. */
    boolean next() throws IOException {
        start = number == 0 ? 0 : Math.min(end + 1, filled);
        end = start;
        while (true) {
            while (end < filled && buffer[end] != '\n') {
                end++;
            }
            if (end < filled || !fill()) {
                break;
            }
        }
        if (start == filled) {
            return false;
        }
        number++;
        return true;
    }

    private boolean fill() throws IOException {
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, filled - start);
            filled -= start;
            end -= start;
            start = 0;
        }
        if (filled == buffer.length) {
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
        int count = in.read(buffer, filled, buffer.length - filled);
        filled += Math.max(0, count);
        return count >= 0;
    }

    byte[] buffer() {
        return buffer;
    }

    int start() {
        return start;
    }

    /** Behind its last byte; a line end is not part of it. */
    int end() {
        return end;
    }

    /** The line's number, counted from 1. */
    long number() {
        return number;
    }
}
