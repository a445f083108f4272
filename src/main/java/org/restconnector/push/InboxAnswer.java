package org.restconnector.push;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.restconnector.json.Json;

/** What a call answers: a status and JSON. */
record InboxAnswer(int status, byte[] json, OptionalInt retryAfterSeconds) {

    static InboxAnswer of(int status, Map<String, ?> json) {
        return new InboxAnswer(status, Json.write(json), OptionalInt.empty());
    }

    static InboxAnswer ok(Map<String, ?> json) {
        return of(200, json);
    }

    static InboxAnswer error(int status, String code, String message, OptionalInt retryAfterSeconds) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("code", code);
        error.put("message", message);
        return new InboxAnswer(status, Json.write(Map.of("error", error)), retryAfterSeconds);
    }
}
