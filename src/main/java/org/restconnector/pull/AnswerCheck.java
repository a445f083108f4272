package org.restconnector.pull;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.restconnector.http.Excerpt;
import org.restconnector.http.PermanentFault;
import org.restconnector.json.Json;
import org.restconnector.json.ValuePath;
import org.restconnector.settings.Parameters;

/**
 * Tells a failure that an API reports in a 2xx answer.
 *
 * @param error what is there only when the API failed
 * @param ok what is true only when it did not
 */
record AnswerCheck(Optional<ValuePath> error, Optional<ValuePath> ok) {
    /** Takes every answer. */
    static final AnswerCheck NONE = new AnswerCheck(Optional.empty(), Optional.empty());

    AnswerCheck {
        Objects.requireNonNull(error, "error");
        Objects.requireNonNull(ok, "ok");
    }

    static AnswerCheck of(Parameters parameters) {
        return new AnswerCheck(
                parameters.parsed("errorPath", ValuePath::of), parameters.parsed("okPath", ValuePath::of));
    }

    /** The places that it looks at, by the parameters that say them. */
    Map<String, ValuePath> paths() {
        Map<String, ValuePath> paths = new HashMap<>();
        error.ifPresent(path -> paths.put("errorPath", path));
        ok.ifPresent(path -> paths.put("okPath", path));
        return paths;
    }

    /**
     * @param document the answer
     * @param body its bytes, the first of them at least, for the message
     * @throws PermanentFault {@code response_error}, with what the answer says
     */
    void check(Object document, byte[] body) throws PermanentFault {
        if (error.isPresent()) {
            Optional<Object> found = error.get().all(document).stream()
                    .filter(AnswerCheck::isSomething)
                    .findFirst();
            if (found.isPresent()) {
                throw fault("errorPath " + error.get() + " says: " + shown(found.get()));
            }
        }
        if (ok.isPresent()) {
            List<Object> found = ok.get().all(document);
            Optional<Object> wrong =
                    found.stream().filter(value -> !isTrue(value)).findFirst();
            if (found.isEmpty() || wrong.isPresent()) {
                String what =
                        wrong.map(value -> "is " + shown(value) + ", not true").orElse("is missing, or null");
                throw fault("okPath " + ok.get() + " " + what + "; the answer begins: " + Excerpt.of(body));
            }
        }
    }

    private static boolean isSomething(Object value) {
        return !value.equals(false) && !value.equals("") && !(value instanceof List<?> list && list.isEmpty());
    }

    private static boolean isTrue(Object value) {
        return value.equals(true) || value.equals("true");
    }

    private static String shown(Object value) {
        return Excerpt.of(Json.plain(value).getBytes(StandardCharsets.UTF_8));
    }

    private static PermanentFault fault(String message) {
        return new PermanentFault("response_error", message);
    }
}
