package org.restconnector.push;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/** The bytes of a request's body, decompressed, at most so many. */
final class InboundBody {

    private static final Set<String> JSON = Set.of("application/json");
    private static final Set<String> LINES = Set.of("application/x-ndjson", "application/ndjson", "application/jsonl");
    private static final Set<String> CHARSETS = Set.of("utf-8", "utf8", "us-ascii");

    private final int maxBytes;

    InboundBody(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** @throws InboxRefusal if it is too large, compressed in a way we do not know, or not JSON by its type */
    byte[] json(InboundRequest request) {
        if (!JSON.contains(type(request))) {
            throw InboxRefusal.unsupportedMediaType("the content type has to be application/json");
        }
        return bytes(request);
    }

    /** Whether the request's body is a record a line; checks its type. */
    static boolean lines(InboundRequest request) {
        String type = type(request);
        if (!LINES.contains(type) && !JSON.contains(type)) {
            throw InboxRefusal.unsupportedMediaType(
                    "the content type has to be application/json or application/x-ndjson");
        }
        return LINES.contains(type);
    }

    private static String type(InboundRequest request) {
        String[] parts = request.contentType()
                .orElse("application/json")
                .toLowerCase(Locale.ROOT)
                .split(";");
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip();
            if (parameter.startsWith("charset=")
                    && !CHARSETS.contains(
                            parameter.substring(8).replace("\"", "").strip())) {
                throw InboxRefusal.unsupportedMediaType("the charset has to be UTF-8");
            }
        }
        return parts.length == 0 ? "" : parts[0].strip();
    }

    byte[] bytes(InboundRequest request) {
        byte[] body = request.body();
        if (body.length > maxBytes) {
            throw tooLarge("");
        }
        String encoding = request.contentEncoding().orElse("identity").strip().toLowerCase(Locale.ROOT);
        return switch (encoding) {
            case "identity", "" -> body;
            case "gzip", "x-gzip" -> unzip(body);
            default -> throw InboxRefusal.unsupportedMediaType("the content encoding has to be gzip, or none");
        };
    }

    private byte[] unzip(byte[] body) {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body), 8192)) {
            byte[] plain = in.readNBytes(maxBytes);
            if (plain.length == maxBytes && in.read() >= 0) {
                throw tooLarge(", decompressed");
            }
            return plain;
        } catch (IOException e) {
            throw InboxRefusal.invalidJson("the body says it is gzip and is not, or is cut off");
        }
    }

    private InboxRefusal tooLarge(String when) {
        return InboxRefusal.tooLarge(
                "the body is larger than " + maxBytes + " bytes" + when + " (connector.inbox.maxBytes)");
    }
}
