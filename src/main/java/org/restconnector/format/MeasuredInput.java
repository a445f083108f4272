package org.restconnector.format;

import java.io.IOException;
import java.io.InputStream;

/** Counts the bytes that were read, and bounds what is read for one value: nothing may fill the memory. */
final class MeasuredInput extends InputStream {
    /** Readers take a buffer ahead of the value that they are asked for. */
    private static final int AHEAD = 1 << 16;

    private final InputStream in;
    private long position;
    private long end = Long.MAX_VALUE;
    private String what = "";

    MeasuredInput(InputStream in) {
        this.in = in;
    }

    /** From here on comes this, of at most {@link Limits#HELD} bytes. */
    void expect(String value) {
        what = value;
        end = position + Limits.HELD + AHEAD;
    }

    /** From here on comes what is not held. */
    void expectAnything() {
        end = Long.MAX_VALUE;
    }

    long position() {
        return position;
    }

    @Override
    public int read() throws IOException {
        int value = in.read();
        count(value < 0 ? 0 : 1);
        return value;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = in.read(buffer, offset, Math.min(length, AHEAD));
        count(Math.max(0, count));
        return count;
    }

    private void count(int bytes) throws FormatException {
        position += bytes;
        if (position > end) {
            throw FormatException.tooLarge(
                    what + " is larger than " + (Limits.HELD >> 20) + "MB, the most that is held in memory");
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
