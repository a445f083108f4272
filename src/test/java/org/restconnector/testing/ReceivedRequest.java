package org.restconnector.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.restconnector.json.Json;

/**
 * A request as it arrived.
 *
 * @param target raw path and query
 * @param headers by lower-case name, values in their order
 * @param nanos {@link System#nanoTime} at its arrival
 */
public record ReceivedRequest(
        String method, String target, Map<String, List<String>> headers, byte[] body, long nanos) {

    /** The raw path, without the query. */
    public String path() {
        int end = target.indexOf('?');
        return end < 0 ? target : target.substring(0, end);
    }

    /** The first value of the query parameter, decoded. */
    public Optional<String> query(String name) {
        return queryAll(name).stream().findFirst();
    }

    /** All values of the query parameter, decoded. */
    public List<String> queryAll(String name) {
        List<String> values = new ArrayList<>();
        int start = target.indexOf('?');
        if (start < 0) {
            return values;
        }
        for (String pair : target.substring(start + 1).split("&")) {
            String[] parts = pair.split("=", 2);
            if (decode(parts[0]).equals(name)) {
                values.add(parts.length < 2 ? "" : decode(parts[1]));
            }
        }
        return values;
    }

    /** The first value of the header. */
    public Optional<String> header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream()
                .findFirst();
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The body as JSON. */
    public Object json() {
        try {
            return Json.read(body, 0, body.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How long after {@code earlier} this one arrived. */
    public Duration since(ReceivedRequest earlier) {
        return Duration.ofNanos(nanos - earlier.nanos);
    }

    @Override
    public String toString() {
        return method + " " + target;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
