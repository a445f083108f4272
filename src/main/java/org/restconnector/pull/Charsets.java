package org.restconnector.pull;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The charset that a content type names, where it is not one that JSON tells by itself. */
final class Charsets {
    private static final Pattern PARAMETER =
            Pattern.compile("charset\\s*=\\s*\"?([A-Za-z0-9_.:-]+)", Pattern.CASE_INSENSITIVE);

    private Charsets() {}

    /** The body as text; empty where its bytes are UTF-8, UTF-16 or UTF-32, which a JSON parser detects. */
    static Optional<String> decode(byte[] body, String contentType) {
        Matcher matcher = PARAMETER.matcher(contentType);
        if (!matcher.find() || !Charset.isSupported(matcher.group(1))) {
            return Optional.empty();
        }
        Charset charset = Charset.forName(matcher.group(1));
        boolean unicode = charset.name().startsWith("UTF-") || charset.equals(StandardCharsets.US_ASCII);
        return unicode ? Optional.empty() : Optional.of(new String(body, charset));
    }
}
