package org.restconnector.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.apache.hc.client5.http.entity.DeflateInputStream;

/** Undoes what a body was encoded by: what its header says, then gzip once more if its first bytes are gzip's. */
final class Decoding {
    /** What may be sent: the {@code Accept-Encoding} of a request that says nothing else. */
    static final String ACCEPTED = "gzip, deflate";

    private static final int BUFFER = 16_384;
    /** Each takes memory, and there is gzip that holds itself. */
    private static final int MOST_CODINGS = 3;

    private Decoding() {}

    /** @param contentEncoding the header's value, empty without one */
    static InputStream decode(InputStream content, String contentEncoding) throws IOException {
        List<String> codings = new ArrayList<>(
                Arrays.stream(contentEncoding.toLowerCase(Locale.ROOT).split(","))
                        .map(String::strip)
                        .filter(coding -> !coding.isEmpty() && !coding.equals("identity"))
                        .toList());
        if (codings.size() > MOST_CODINGS) {
            throw new UnknownCodingException("the answer is encoded " + codings.size() + " times over, and not undone");
        }
        Collections.reverse(codings);
        PushbackInputStream plain = peeked(content);
        for (String coding : codings) {
            if (isEmpty(plain)) {
                return plain;
            }
            plain = peeked(
                    switch (coding) {
                        case "gzip", "x-gzip" -> gunzip(plain);
                        case "deflate" -> new DeflateInputStream(plain);
                        default ->
                            throw new UnknownCodingException("the answer's Content-Encoding is '" + coding
                                    + "'; what can be read is " + ACCEPTED);
                    });
        }
        byte[] start = plain.readNBytes(2);
        plain.unread(start);
        boolean zipped = start.length == 2 && start[0] == 0x1f && start[1] == (byte) 0x8b;
        return zipped ? gunzip(plain) : plain;
    }

    private static PushbackInputStream peeked(InputStream in) {
        return new PushbackInputStream(in, 2);
    }

    private static boolean isEmpty(PushbackInputStream in) throws IOException {
        int first = in.read();
        if (first >= 0) {
            in.unread(first);
        }
        return first < 0;
    }

    private static InputStream gunzip(InputStream in) throws IOException {
        return new GZIPInputStream(new NeverIdle(in), BUFFER);
    }

    /**
     * Java takes the end of a gzip member for the end of all if nothing is available just then, and on a
     * network that is often so though more members follow.
     */
    private static final class NeverIdle extends FilterInputStream {
        NeverIdle(InputStream in) {
            super(in);
        }

        @Override
        public int available() {
            return 1;
        }
    }

    /** The body is encoded in a way that was not accepted. */
    static final class UnknownCodingException extends IOException {
        UnknownCodingException(String message) {
            super(message);
        }
    }
}
