package org.restconnector.push;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.restconnector.json.Json;

/**
 * What a call answers.
 *
 * @param headers besides the type, those of {@link InboxHeaders} alone
 */
public record InboxAnswer(int status, String type, byte[] body, Map<String, String> headers) {
    private static final String JSON = "application/json";

    public InboxAnswer {
        headers = Map.copyOf(headers);
    }

    /** Of that type, with these headers and the one against guessing its type. */
    public static InboxAnswer of(int status, String type, byte[] body, Map<String, String> headers) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("X-Content-Type-Options", "nosniff");
        return new InboxAnswer(status, type, body, all);
    }

    public static InboxAnswer of(int status, Map<String, ?> json) {
        return json(status, Json.write(json), OptionalInt.empty());
    }

    public static InboxAnswer ok(Map<String, ?> json) {
        return of(200, json);
    }

    static InboxAnswer json(int status, byte[] json, OptionalInt retryAfterSeconds) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Cache-Control", "no-store");
        retryAfterSeconds.ifPresent(seconds -> headers.put(InboxHeaders.RETRY_AFTER, String.valueOf(seconds)));
        return of(status, JSON, json, headers);
    }

    static InboxAnswer error(int status, String code, String message, OptionalInt retryAfterSeconds) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("code", code);
        error.put("message", message);
        return json(status, Json.write(Map.of("error", error)), retryAfterSeconds);
    }
}
