package org.restconnector.push;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The path of a request as it was sent, read against the pattern of a call. The server matches a
 * normalised path; what the segments mean is decided here.
 */
final class InboundPath {

    private InboundPath() {}

    /** The path of a request target: without query, and without scheme and host where it has them. */
    static String of(String target) {
        String path = target;
        int scheme = path.indexOf("://");
        if (!path.startsWith("/") && scheme > 0) {
            int slash = path.indexOf('/', scheme + 3);
            path = slash < 0 ? "/" : path.substring(slash);
        }
        int end = path.length();
        for (char mark : new char[] {'?', '#'}) {
            int at = path.indexOf(mark);
            end = at < 0 ? end : Math.min(end, at);
        }
        return path.substring(0, end);
    }

    /**
     * The decoded values of {@code {names}} in the pattern.
     *
     * @return empty if the path is another one
     * @throws InboxRefusal if a segment is not percent-encoded UTF-8
     */
    static Optional<Map<String, String>> read(String pattern, String path) {
        List<String> wanted = segments(pattern);
        List<String> given = segments(path);
        if (given.size() == wanted.size() + 1 && given.get(given.size() - 1).isEmpty()) {
            given = given.subList(0, wanted.size());
        }
        if (given.size() != wanted.size()) {
            return Optional.empty();
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < wanted.size(); i++) {
            String name = wanted.get(i);
            if (name.startsWith("{")) {
                values.put(name.substring(1, name.length() - 1), decode(given.get(i)));
            } else if (!name.equals(given.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(values);
    }

    private static List<String> segments(String path) {
        return List.of((path.startsWith("/") ? path.substring(1) : path).split("/", -1));
    }

    static String decode(String segment) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(segment.length());
        byte[] raw = segment.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < raw.length; i++) {
            if (raw[i] == '%') {
                int high = i + 2 <= raw.length - 1 ? Character.digit(raw[i + 1], 16) : -1;
                int low = i + 2 <= raw.length - 1 ? Character.digit(raw[i + 2], 16) : -1;
                if (high < 0 || low < 0) {
                    throw InboxRefusal.invalidParameter("the path or query is not percent-encoded: a '%' stands alone");
                }
                bytes.write(high * 16 + low);
                i += 2;
            } else if (raw[i] < 0) {
                // the server has read it as Latin-1: it would become another name
                throw InboxRefusal.invalidParameter(
                        "the path or query is not percent-encoded: what is not ASCII has to be");
            } else {
                bytes.write(raw[i]);
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw InboxRefusal.invalidParameter("the path or query is not UTF-8");
        }
    }
}
