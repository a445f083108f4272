package org.restconnector.http;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.restconnector.json.Json;

/** What a login's body is, JSON or a form, and which of its values are secret. */
final class LoginBody {
    private static final Pattern SENSITIVE =
            Pattern.compile(".*(pass|pwd|secret|token|key|pin|credential|auth|signature).*", Pattern.CASE_INSENSITIVE);

    private LoginBody() {}

    static String contentType(String body) {
        return isForm(body) ? "application/x-www-form-urlencoded" : "application/json";
    }

    static boolean isForm(String body) {
        return body.strip().matches("[^\\s{}\\[\\]\"<>=&]+=[^\\s{}\"<>]*");
    }

    /** The values whose names say that they are secret. */
    static List<String> secrets(String body) {
        List<String> secrets = new ArrayList<>();
        if (isForm(body)) {
            for (String pair : body.strip().split("&")) {
                String[] parts = pair.split("=", 2);
                if (parts.length == 2 && isSecret(parts[0])) {
                    secrets.add(parts[1]);
                    secrets.add(Url.decode(parts[1]));
                }
            }
            return secrets;
        }
        try {
            collect("", Json.read(body), secrets);
        } catch (IOException e) {
            // another format: it is a secret as a whole
        }
        return secrets;
    }

    private static boolean isSecret(String name) {
        return SENSITIVE.matcher(name).matches();
    }

    private static void collect(String name, Object value, List<String> secrets) {
        if (value instanceof Map<?, ?> object) {
            object.forEach((key, inner) -> collect(String.valueOf(key), inner, secrets));
        } else if (value instanceof List<?> list) {
            list.forEach(inner -> collect(name, inner, secrets));
        } else if (value instanceof String text && isSecret(name)) {
            secrets.add(text);
        }
    }
}
