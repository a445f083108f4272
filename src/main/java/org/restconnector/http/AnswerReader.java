package org.restconnector.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;

/**
 * Reads an answer's body, within its size, counted after decompression: into memory, or, where it is
 * larger than may be held there, into a file while it arrives.
 */
final class AnswerReader {
    /** Of an answer that is no success, no more than this is of use to anyone. */
    private static final int MOST_OF_AN_ERROR = 1 << 20;

    private static final int BUFFER = 16_384;

    private final Spool spool;

    AnswerReader(Spool spool) {
        this.spool = spool;
    }

    /** @param abandon gives up the connection, with what is still to come */
    Body read(ClassicHttpResponse response, Request request, Runnable abandon) throws IOException {
        HttpEntity entity = response.getEntity();
        InputStream content = entity == null ? null : entity.getContent();
        if (content == null) {
            return Body.of(new byte[0]);
        }
        try {
            Header said = response.getFirstHeader(HttpHeaders.CONTENT_ENCODING);
            InputStream plain = Decoding.decode(content, said == null ? "" : said.getValue());
            return response.getCode() / 100 == 2
                    ? read(plain, request, entity.getContentLength())
                    : error(plain, request, abandon);
        } catch (OutOfMemoryError e) {
            // an error that leaves this method makes HttpClient shut down the pool of all pulls
            throw new TooLargeException("the answer is larger than the memory that is free");
        }
    }

    private static Body error(InputStream content, Request request, Runnable abandon) throws IOException {
        int most = (int) Math.min(MOST_OF_AN_ERROR, request.maxBytes());
        byte[] body = content.readNBytes(most);
        if (body.length == most) {
            abandon.run();
        }
        return Body.of(body);
    }

    private Body read(InputStream content, Request request, long announced) throws IOException {
        long held = Math.min(request.heldBytes(), request.maxBytes());
        ByteArrayOutputStream body =
                new ByteArrayOutputStream((int) Math.min(Math.max(announced, 8192), Math.min(held, 1 << 20)));
        byte[] buffer = new byte[BUFFER];
        for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
            if (body.size() + (long) n > request.maxBytes()) {
                throw tooLarge(request);
            }
            body.write(buffer, 0, n);
            if (body.size() > held) {
                return spool(body.toByteArray(), content, request);
            }
        }
        return Body.of(body.toByteArray());
    }

    private Body spool(byte[] start, InputStream content, Request request) throws IOException {
        FileChannel file = kept(spool::open);
        try {
            write(file, start, start.length);
            long length = start.length;
            byte[] buffer = new byte[4 * BUFFER];
            for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
                length += n;
                if (length > request.maxBytes()) {
                    throw tooLarge(request);
                }
                write(file, buffer, n);
            }
            return Body.of(file, length);
        } catch (IOException | RuntimeException | Error e) {
            file.close();
            throw e;
        }
    }

    private void write(FileChannel file, byte[] bytes, int length) throws IOException {
        kept(() -> {
            ByteBuffer left = ByteBuffer.wrap(bytes, 0, length);
            while (left.hasRemaining()) {
                file.write(left);
            }
            return length;
        });
    }

    private <T> T kept(Keeping<T> work) throws IOException {
        try {
            return work.run();
        } catch (IOException e) {
            throw new NotKeptException("the answer cannot be kept in a file in " + spool + ": " + e.getMessage(), e);
        }
    }

    private interface Keeping<T> {
        T run() throws IOException;
    }

    private static TooLargeException tooLarge(Request request) {
        return new TooLargeException("the answer is larger than " + request.maxBytes() + " bytes");
    }

    /** The answer is larger than it may be. */
    static final class TooLargeException extends IOException {
        TooLargeException(String message) {
            super(message);
        }
    }

    /** The disk does not take the answer. */
    static final class NotKeptException extends IOException {
        NotKeptException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
