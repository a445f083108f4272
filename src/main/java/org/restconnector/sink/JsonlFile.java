package org.restconnector.sink;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.restconnector.json.Json;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends whole lines to one file, all of them or none, on disk when it returns. Other threads and
 * processes wait meanwhile. The file is opened each time, so that it may be moved away.
 */
final class JsonlFile {
    private static final Logger LOG = LoggerFactory.getLogger(JsonlFile.class);
    private static final int READ_BLOCK = 8_192;
    private static final int WRITE_BLOCK = 65_536;

    private final Path path;

    JsonlFile(Path path) {
        this.path = path;
    }

    synchronized void append(List<byte[]> lines) throws IOException {
        Path directory = path.getParent();
        SyncedDirectory.create(directory);
        boolean isNew = Files.notExists(path);
        try (FileChannel channel = FileChannel.open(
                        path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            repair(channel);
            write(channel, lines);
        } catch (IOException e) {
            throw new IOException("file " + path + ": cannot append " + lines.size() + " lines: " + reason(e), e);
        }
        if (isNew) {
            SyncedDirectory.sync(directory);
        }
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private static void write(FileChannel channel, List<byte[]> lines) throws IOException {
        long before = channel.size();
        channel.position(before);
        try {
            OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), WRITE_BLOCK);
            for (byte[] line : lines) {
                out.write(line);
            }
            out.flush();
            channel.force(true);
        } catch (IOException e) {
            truncate(channel, before, e);
            throw e;
        }
    }

    private static void truncate(FileChannel channel, long size, IOException cause) {
        try {
            channel.truncate(size);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    /** A crash can leave half a line; its record comes again. */
    private void repair(FileChannel channel) throws IOException {
        long end = channel.size();
        if (end == 0 || read(channel, end - 1, 1).get(0) == '\n') {
            return;
        }
        long start = lastLineStart(channel, end);
        byte first = read(channel, start, 1).get(0);
        if (first != '{' && first != 0) {
            throw new IOException(
                    "its last line is not a JSON object and has no end; it was not written by jsonl-sink");
        }
        if (isWhole(channel, start, end)) {
            channel.write(ByteBuffer.wrap(new byte[] {'\n'}), end);
        } else {
            channel.truncate(start);
            LOG.warn("file {}: cut off half a line of {} bytes, which a crash has left", path, end - start);
        }
    }

    private static long lastLineStart(FileChannel channel, long end) throws IOException {
        for (long to = end; to > 0; to -= READ_BLOCK) {
            long from = Math.max(0, to - READ_BLOCK);
            ByteBuffer block = read(channel, from, (int) (to - from));
            for (int i = block.limit() - 1; i >= 0; i--) {
                if (block.get(i) == '\n') {
                    return from + i + 1;
                }
            }
        }
        return 0;
    }

    private static boolean isWhole(FileChannel channel, long start, long end) throws IOException {
        if (end - start > Integer.MAX_VALUE - 8) {
            return false;
        }
        byte[] line = read(channel, start, (int) (end - start)).array();
        try {
            return Json.read(line, 0, line.length) instanceof Map;
        } catch (IOException e) {
            return false;
        }
    }

    private static ByteBuffer read(FileChannel channel, long from, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining() && channel.read(buffer, from + buffer.position()) >= 0) {
            continue;
        }
        return buffer.flip();
    }
}
