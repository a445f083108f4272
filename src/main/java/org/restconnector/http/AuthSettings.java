package org.restconnector.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.restconnector.settings.Parameters;

/** The parameters of {@code auth}, read and checked. */
final class AuthSettings {
    private static final Map<Kind, List<String>> NEEDED = Map.of(
            Kind.NONE, List.of(),
            Kind.BASIC, List.of("username", "password"),
            Kind.BEARER, List.of("token"),
            Kind.API_KEY, List.of("apiKey"));
    private static final Map<String, List<Kind>> BELONGS = Map.of(
            "username", List.of(Kind.BASIC),
            "password", List.of(Kind.BASIC),
            "token", List.of(Kind.BEARER),
            "apiKey", List.of(Kind.API_KEY),
            "apiKeyName", List.of(Kind.API_KEY),
            "apiKeyIn", List.of(Kind.API_KEY));

    private enum Kind {
        NONE,
        BASIC,
        BEARER,
        API_KEY
    }

    private enum In {
        HEADER,
        QUERY
    }

    private AuthSettings() {}

    static Credentials of(Parameters parameters) {
        Kind kind = parameters.choice("auth", Kind.class).orElse(Kind.NONE);
        String name = Parameters.written(kind);
        for (String needed : NEEDED.get(kind)) {
            if (!parameters.given(needed)) {
                parameters.problem(needed, "is required with auth " + name);
            } else if (kind != Kind.BASIC && parameters.textOrEmpty(needed).isBlank()) {
                parameters.problem(needed, "is empty, and required with auth " + name);
            }
        }
        BELONGS.forEach((parameter, kinds) -> {
            parameters.text(parameter);
            if (!kinds.contains(kind) && parameters.outOfPlace(parameter)) {
                parameters.problem(
                        parameter, "goes with auth " + Parameters.written(kinds.get(0)) + ", but auth is " + name);
            }
        });
        return switch (kind) {
            case NONE -> Credentials.NONE;
            case BASIC -> basic(parameters);
            case BEARER -> Credentials.bearer(value(parameters, "token"));
            case API_KEY -> apiKey(parameters);
        };
    }

    private static Credentials basic(Parameters parameters) {
        Header header = Credentials.basicHeader(parameters.textOrEmpty("username"), parameters.textOrEmpty("password"));
        parameters.secret(header.value().substring("Basic ".length()));
        return Credentials.header(header.name(), header.value());
    }

    private static Credentials apiKey(Parameters parameters) {
        String name = parameters.textOrEmpty("apiKeyName");
        String key = parameters.textOrEmpty("apiKey");
        Optional<In> in = parameters.choice("apiKeyIn", In.class);
        if (name.isBlank()) {
            parameters.problem("apiKeyName", "is empty; allowed is the name of a header or of a query parameter");
            return Credentials.NONE;
        }
        if (in.orElse(In.HEADER) == In.QUERY) {
            return Credentials.query(name, key);
        }
        if (!HeaderLines.isName(name)) {
            parameters.problem("apiKeyName", "is '" + name + "', which is no header name");
            return Credentials.NONE;
        }
        return Credentials.header(name, value(parameters, "apiKey"));
    }

    private static String value(Parameters parameters, String name) {
        String value = parameters.textOrEmpty(name);
        if (!HeaderLines.isValue(value)) {
            parameters.problem(name, "holds a line end or another control character, which no header may hold");
            return "";
        }
        return value;
    }
}
