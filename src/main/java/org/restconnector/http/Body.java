package org.restconnector.http;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Objects;
import java.util.Optional;

/**
 * The body of an answer, decompressed: bytes in memory, or a file that is gone once this is closed. It
 * can be read as often as needed, by one thread at a time.
 */
public final class Body implements Closeable {
    private final byte[] bytes;
    private final Optional<FileChannel> file;
    private final long length;

    private Body(byte[] bytes, Optional<FileChannel> file, long length) {
        this.bytes = bytes;
        this.file = file;
        this.length = length;
    }

    public static Body of(byte[] bytes) {
        return new Body(Objects.requireNonNull(bytes, "bytes"), Optional.empty(), bytes.length);
    }

    static Body of(FileChannel file, long length) {
        return new Body(new byte[0], Optional.of(file), length);
    }

    /** How many bytes it has. */
    public long length() {
        return length;
    }

    /** Whether it is in memory; else it is in a file, because it is large. */
    public boolean inMemory() {
        return file.isEmpty();
    }

    /** All of it; only for what may be held in memory. */
    public byte[] bytes() {
        return inMemory() ? bytes : head(Math.toIntExact(length));
    }

    /** Its first bytes, so many at most. */
    public byte[] head(int most) {
        try (InputStream in = open()) {
            return in.readNBytes(most);
        } catch (IOException e) {
            throw new UncheckedIOException("an answer that was kept in a file cannot be read", e);
        }
    }

    /** A stream from its first byte on. */
    public InputStream open() {
        return file.isEmpty() ? new ByteArrayInputStream(bytes) : new FileStream(file.get());
    }

    @Override
    public void close() throws IOException {
        if (file.isPresent()) {
            file.get().close();
        }
    }

    /** Reads a file by position, as others may read it from elsewhere; closing it leaves the file open. */
    private static final class FileStream extends InputStream {
        private final FileChannel file;
        private long position;

        FileStream(FileChannel file) {
            this.file = file;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = file.read(ByteBuffer.wrap(buffer, offset, length), position);
            position += Math.max(0, count);
            return count;
        }
    }
}
