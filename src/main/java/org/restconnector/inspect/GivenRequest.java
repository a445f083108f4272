package org.restconnector.inspect;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.restconnector.http.Url;
import org.restconnector.http.UrlMask;

/**
 * A request as a user typed it, made into the parameters of a pull: what is secret in it becomes a
 * placeholder, whose value stays apart.
 */
final class GivenRequest {
    private static final Pattern SECRET = Pattern.compile(
            ".*(auth|cookie|token|secret|passw|key|session|signature|credential).*", Pattern.CASE_INSENSITIVE);
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(env|file):.+}}");
    private static final Pattern SCHEME = Pattern.compile("(?i)(Bearer|Basic)\\s+(\\S.*)");

    private final String prefix;
    private final Map<String, String> parameters = new LinkedHashMap<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final Map<String, String> origins = new LinkedHashMap<>();

    private GivenRequest(String name) {
        String upper = name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
        this.prefix = upper.matches("[A-Z_].*") ? upper : "API_" + upper;
    }

    /** @param headers lines {@code Name: value}, each with a colon */
    static GivenRequest of(String name, String url, List<String> headers, String method, Optional<String> body) {
        Objects.requireNonNull(name, "name");
        GivenRequest request = new GivenRequest(name);
        request.parameters.put("name", name);
        request.parameters.put("url", url);
        if (!method.equals("GET")) {
            request.parameters.put("method", method);
        }
        body.ifPresent(text -> request.parameters.put("body", text));
        List<String> plain = new ArrayList<>();
        headers.forEach(line -> request.header(line, plain));
        request.urlCredentials();
        if (!plain.isEmpty()) {
            request.parameters.put("headers", String.join("\n", plain));
        }
        return request;
    }

    private void header(String line, List<String> plain) {
        String name = line.substring(0, line.indexOf(':')).strip();
        String value = line.substring(line.indexOf(':') + 1).strip();
        String origin = "what --header " + name + " gave";
        if (name.equalsIgnoreCase("Content-Type")) {
            parameters.put("contentType", value);
        } else if (!SECRET.matcher(name).matches()) {
            plain.add(name + ": " + value);
        } else if (parameters.containsKey("auth")) {
            plain.add(name + ": " + hidden(Leaf.plain(name).toUpperCase(Locale.ROOT), value, origin));
        } else if (name.equalsIgnoreCase("Authorization")) {
            authorization(value, origin, plain);
        } else {
            parameters.put("auth", "api-key");
            parameters.put("apiKey", hidden("KEY", value, origin));
            parameters.put("apiKeyName", name);
        }
    }

    private void authorization(String value, String origin, List<String> plain) {
        Matcher scheme = SCHEME.matcher(value);
        if (!scheme.matches()) {
            plain.add("Authorization: " + hidden("AUTHORIZATION", value, origin));
        } else if (scheme.group(1).equalsIgnoreCase("Bearer")) {
            parameters.put("auth", "bearer");
            parameters.put("token", hidden("TOKEN", scheme.group(2).strip(), origin + " after Bearer"));
        } else {
            basic(scheme.group(2).strip(), value, origin, plain);
        }
    }

    private void basic(String encoded, String value, String origin, List<String> plain) {
        Optional<String[]> pair = pair(encoded);
        if (pair.isEmpty()) {
            plain.add("Authorization: " + hidden("AUTHORIZATION", value, origin));
            return;
        }
        parameters.put("auth", "basic");
        parameters.put("username", hidden("USERNAME", pair.get()[0], "the user name in " + origin.substring(5)));
        parameters.put("password", hidden("PASSWORD", pair.get()[1], "the password in " + origin.substring(5)));
    }

    private static Optional<String[]> pair(String encoded) {
        try {
            String text = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            return text.contains(":") ? Optional.of(text.split(":", 2)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The first credential of the query becomes the pull's own; more stay where they are, as placeholders. */
    private void urlCredentials() {
        URI url;
        try {
            url = Url.configured(parameters.get("url"));
        } catch (IllegalArgumentException e) {
            // told of with the other parameters
            return;
        }
        String query = url.getRawQuery() == null ? "" : url.getRawQuery();
        List<String> kept = new ArrayList<>();
        for (String text : query.split("&")) {
            String[] pair = text.split("=", 2);
            String name = Url.decode(pair[0]);
            if (pair.length < 2 || pair[1].isEmpty() || !UrlMask.isCredential(name)) {
                kept.add(text);
            } else if (parameters.containsKey("auth")) {
                kept.add(pair[0] + "="
                        + hidden(Leaf.plain(name).toUpperCase(Locale.ROOT), pair[1], "the URL's parameter " + name));
            } else {
                parameters.put("auth", "api-key");
                parameters.put("apiKey", hidden("KEY", Url.decode(pair[1]), "the URL's parameter " + name));
                parameters.put("apiKeyName", name);
                parameters.put("apiKeyIn", "query");
            }
        }
        String written = parameters.get("url");
        if (!environment.isEmpty() && !String.join("&", kept).equals(query)) {
            String rest = String.join("&", kept);
            parameters.put("url", written.substring(0, written.indexOf('?')) + (rest.isEmpty() ? "" : "?" + rest));
        }
    }

    private String hidden(String suffix, String value, String origin) {
        if (PLACEHOLDER.matcher(value).matches()) {
            return value;
        }
        String variable = prefix + "_" + suffix;
        environment.put(variable, value);
        origins.put(variable, origin);
        return "{{env:" + variable + "}}";
    }

    /** Of a pull, without {@code to}. */
    Map<String, String> parameters() {
        return new LinkedHashMap<>(parameters);
    }

    /** The environment variables that placeholders name, with their secret values. */
    Map<String, String> environment() {
        return new LinkedHashMap<>(environment);
    }

    /** Where the value of each of these variables comes from. */
    Map<String, String> origins() {
        return new LinkedHashMap<>(origins);
    }

    String prefix() {
        return prefix;
    }
}
