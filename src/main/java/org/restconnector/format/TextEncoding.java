package org.restconnector.format;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds out how a text is encoded, and decodes it strictly: what is no character is a fault, not a question mark. */
final class TextEncoding {
    private static final Pattern PARAMETER =
            Pattern.compile("charset\\s*=\\s*[\"']?([A-Za-z0-9_.:-]+)", Pattern.CASE_INSENSITIVE);

    private final InputStream in;
    private final Optional<Charset> charset;

    private TextEncoding(InputStream in, Optional<Charset> charset) {
        this.in = in;
        this.charset = charset;
    }

    /** The stream from behind its byte order mark, which says more than the content type. */
    static TextEncoding of(InputStream stream, String contentType, FormatSettings settings) throws IOException {
        BufferedInputStream in = new BufferedInputStream(stream);
        Optional<Charset> marked = mark(in);
        return new TextEncoding(in, settings.charset().or(() -> marked).or(() -> declared(contentType)));
    }

    private static Optional<Charset> mark(BufferedInputStream in) throws IOException {
        in.mark(3);
        int first = in.read();
        int second = in.read();
        int third = in.read();
        in.reset();
        if (first == 0xef && second == 0xbb && third == 0xbf) {
            in.skipNBytes(3);
            return Optional.of(StandardCharsets.UTF_8);
        }
        if (first == 0xfe && second == 0xff || first == 0xff && second == 0xfe) {
            in.skipNBytes(2);
            return Optional.of(first == 0xfe ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE);
        }
        return Optional.empty();
    }

    /** What the content type names; US-ASCII is taken for UTF-8, which says the same where it is true. */
    private static Optional<Charset> declared(String contentType) {
        Matcher matcher = PARAMETER.matcher(contentType);
        if (!matcher.find() || !Charset.isSupported(matcher.group(1))) {
            return Optional.empty();
        }
        Charset named = Charset.forName(matcher.group(1));
        return Optional.of(named.equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : named);
    }

    /** Empty where nothing says it; a JSON or XML parser then sees for itself. */
    Optional<Charset> charset() {
        return charset;
    }

    /** Whether its bytes are UTF-8, if only because nothing says otherwise. */
    boolean utf8() {
        return charset.isEmpty() || charset.get().equals(StandardCharsets.UTF_8);
    }

    /** The bytes, the mark not among them. */
    InputStream bytes() {
        return in;
    }

    /** The characters; UTF-8 where nothing says otherwise. */
    Reader reader() {
        return new InputStreamReader(
                in,
                charset.orElse(StandardCharsets.UTF_8)
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
    }
}
