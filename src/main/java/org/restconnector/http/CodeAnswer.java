package org.restconnector.http;

import com.nimbusds.oauth2.sdk.util.URLUtils;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What an authorization server sent a person back with: RFC 6749, 4.1.2.
 *
 * @param code what tokens are had for
 * @param state of the request that it answers
 * @param error in place of a code
 * @param description of the error
 * @param codeAlone whether a person copied the code and nothing else of the answer
 */
public record CodeAnswer(
        Optional<String> code,
        Optional<String> state,
        Optional<String> error,
        Optional<String> description,
        boolean codeAlone) {

    public CodeAnswer {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(error, "error");
        Objects.requireNonNull(description, "description");
    }

    /** Of a redirect's raw query; empty if it is no answer. */
    public static Optional<CodeAnswer> inQuery(String query) {
        Map<String, List<String>> fields = URLUtils.parseParameters(query);
        CodeAnswer answer = new CodeAnswer(
                one(fields, "code"),
                one(fields, "state"),
                one(fields, "error"),
                one(fields, "error_description"),
                false);
        return answer.code.isPresent() || answer.error.isPresent() ? Optional.of(answer) : Optional.empty();
    }

    /** Of a line that a person pasted: the URL that the browser was sent to, its query, or the code alone. */
    public static Optional<CodeAnswer> pasted(String line) {
        String text = line.strip();
        boolean url = text.matches("(?i)[a-z][a-z0-9+.-]*://.*");
        boolean query = text.matches("\\??(code|state|error|error_description|iss|scope|session_state)=.*");
        if (url || query) {
            return inQuery(text.substring(text.indexOf('?') + 1).split("#", 2)[0]);
        }
        Optional<String> code = Optional.of(text).filter(found -> found.matches("[\\x21-\\x7e]+"));
        return code.map(found -> new CodeAnswer(code, Optional.empty(), Optional.empty(), Optional.empty(), true));
    }

    /** One that comes twice is none: RFC 6749, 3.1. */
    private static Optional<String> one(Map<String, List<String>> fields, String name) {
        List<String> values = fields.getOrDefault(name, List.of());
        return values.size() == 1 ? Optional.of(values.get(0)).filter(value -> !value.isBlank()) : Optional.empty();
    }

    /** Not the code: it is a secret. */
    @Override
    public String toString() {
        return error.map(found -> "error " + Excerpt.of(found)).orElse("code");
    }
}
