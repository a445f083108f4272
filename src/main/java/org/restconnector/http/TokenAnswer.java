package org.restconnector.http;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.restconnector.json.Json;

/**
 * Reads the answer of a token endpoint: RFC 6749, 5.1. Real ones leave out the type, write numbers as
 * text, or null; whatever holds an access token will do.
 */
final class TokenAnswer {
    private TokenAnswer() {}

    /** @throws PermanentFault {@code auth_failed}, if it holds no access token; its values are not shown */
    static Token read(Response answer, String call) throws PermanentFault {
        Map<?, ?> fields = object(answer, call);
        Optional<String> token = text(fields.get("access_token"));
        if (token.isEmpty()) {
            String error = text(fields.get("error"))
                    .map(said -> " (error " + Excerpt.of(said) + ")")
                    .orElse("");
            throw new PermanentFault(
                    "auth_failed",
                    call + " answered " + answer.status() + " without an access_token" + error + "; fields: "
                            + names(fields));
        }
        return new Token(token.get(), life(fields.get("expires_in")), text(fields.get("refresh_token")));
    }

    private static Map<?, ?> object(Response answer, String call) throws PermanentFault {
        try {
            if (Json.read(answer.body(), 0, answer.body().length) instanceof Map<?, ?> object) {
                return object;
            }
        } catch (IOException e) {
            // the same fault as for JSON that is no object
        }
        throw new PermanentFault("auth_failed", call + " answered " + answer.status() + ", but not with a JSON object");
    }

    static String names(Map<?, ?> fields) {
        TreeSet<String> names = new TreeSet<>();
        fields.keySet().forEach(name -> names.add(String.valueOf(name)));
        return names.isEmpty() ? "none" : String.join(", ", names);
    }

    /** Text or a number; empty text is none. */
    static Optional<String> text(Object value) {
        boolean scalar = value instanceof String || value instanceof Number;
        return scalar ? Optional.of(Json.plain(value).strip()).filter(text -> !text.isEmpty()) : Optional.empty();
    }

    private static Optional<Duration> life(Object seconds) {
        try {
            return text(seconds)
                    .filter(text -> text.length() <= 20)
                    .map(text -> new BigDecimal(text).movePointRight(3))
                    .filter(millis -> millis.signum() > 0 && millis.precision() - millis.scale() < 16)
                    .map(millis -> Duration.ofMillis(millis.longValue()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
