package org.restconnector.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.restconnector.settings.Parameters;

/** The parameters of {@code auth}, read and checked. */
final class AuthSettings {
    /** By kind of {@code auth}, or kind and grant: what it needs. */
    private static final Map<String, List<String>> NEEDED = Map.of(
            "basic", List.of("username", "password"),
            "bearer", List.of("token"),
            "api-key", List.of("apiKey"),
            "oauth2", List.of("tokenUrl"),
            "oauth2 client_credentials", List.of("clientId", "clientSecret"),
            "oauth2 refresh_token", List.of("refreshToken"),
            "oauth2 password", List.of("username", "password"),
            "oauth2 authorization_code", List.of("clientId", "authorizationUrl"),
            "login", List.of("loginUrl", "tokenPath"));

    /** What each parameter goes with. */
    private static final Map<String, List<String>> BELONGS = new LinkedHashMap<>();

    static {
        BELONGS.put("username", List.of("basic", "oauth2 password"));
        BELONGS.put("password", List.of("basic", "oauth2 password"));
        BELONGS.put("token", List.of("bearer"));
        List.of("apiKey", "apiKeyName", "apiKeyIn").forEach(name -> BELONGS.put(name, List.of("api-key")));
        List.of("tokenUrl", "clientId", "clientSecret", "grant", "scope", "clientAuth", "tokenParams")
                .forEach(name -> BELONGS.put(name, List.of("oauth2")));
        BELONGS.put("refreshToken", List.of("oauth2 refresh_token"));
        BELONGS.put("authorizationUrl", List.of("oauth2 authorization_code"));
        List.of(
                        "loginUrl",
                        "loginMethod",
                        "loginBody",
                        "loginHeaders",
                        "tokenPath",
                        "tokenTtl",
                        "tokenHeader",
                        "tokenPrefix")
                .forEach(name -> BELONGS.put(name, List.of("login")));
    }

    private static final Set<String> MAY_BE_EMPTY = Set.of("username", "password", "clientSecret");

    /** The names of all parameters of {@code auth}, but that itself. */
    static Set<String> names() {
        return BELONGS.keySet();
    }

    private enum Kind {
        NONE,
        BASIC,
        BEARER,
        API_KEY,
        OAUTH2,
        LOGIN
    }

    private enum In {
        HEADER,
        QUERY
    }

    private AuthSettings() {}

    static Credentials of(Parameters parameters) {
        Kind kind = parameters.choice("auth", Kind.class).orElse(Kind.NONE);
        OAuth2Settings.Grant grant =
                OAuth2Settings.Grant.of(parameters).orElse(OAuth2Settings.Grant.CLIENT_CREDENTIALS);
        List<String> kinds = new ArrayList<>(List.of(Parameters.written(kind)));
        if (kind == Kind.OAUTH2) {
            kinds.add("oauth2 " + grant.text());
        }
        check(parameters, kinds);
        return switch (kind) {
            case NONE -> Credentials.NONE;
            case BASIC -> basic(parameters);
            case BEARER -> Credentials.bearer(value(parameters, "token"));
            case API_KEY -> apiKey(parameters);
            case OAUTH2 ->
                OAuth2Settings.of(parameters, grant)
                        .<Credentials>map(settings -> new TokenCredentials(settings, "Authorization", "Bearer "))
                        .orElse(Credentials.NONE);
            case LOGIN -> login(parameters);
        };
    }

    private static void check(Parameters parameters, List<String> kinds) {
        String last = named(kinds.get(kinds.size() - 1));
        BELONGS.forEach((parameter, belongs) -> {
            parameters.text(parameter);
            if (kinds.stream().noneMatch(belongs::contains) && parameters.outOfPlace(parameter)) {
                parameters.problem(
                        parameter,
                        "goes with "
                                + belongs.stream().map(AuthSettings::named).collect(Collectors.joining(" or "))
                                + ", but this is " + last);
            }
        });
        for (String kind : kinds) {
            for (String needed : NEEDED.getOrDefault(kind, List.of())) {
                boolean unresolved =
                        !parameters.given(needed) && !parameters.written(needed).isEmpty();
                if (!parameters.given(needed) && !unresolved) {
                    parameters.problem(needed, "is required with " + named(kind));
                } else if (!unresolved
                        && !MAY_BE_EMPTY.contains(needed)
                        && parameters.textOrEmpty(needed).isBlank()) {
                    parameters.problem(needed, "is empty, and required with " + named(kind));
                }
            }
        }
    }

    private static String named(String kind) {
        String[] parts = kind.split(" ");
        return "auth " + parts[0] + (parts.length > 1 ? " and grant " + parts[1] : "");
    }

    /** All that says who asks: pulls and flows of one owner that agree in it share a token. */
    static String account(Parameters parameters) {
        List<String> values = new ArrayList<>();
        BELONGS.keySet().forEach(name -> values.add(parameters.textOrEmpty(name)));
        return owner(parameters) + " " + Hash.of(values);
    }

    /** The connection, else the pull or flow itself. */
    static String owner(Parameters parameters) {
        String connection = parameters.given("connection") ? parameters.textOrEmpty("connection") : "";
        String owner =
                connection.isBlank() ? "name " + parameters.textOrEmpty("name") : "connection " + connection.strip();
        return parameters.tenant().isEmpty() ? owner : owner + " tenant " + parameters.tenant();
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

    private static Credentials login(Parameters parameters) {
        String header = parameters.textOrEmpty("tokenHeader").strip();
        if (!HeaderLines.isName(header)) {
            parameters.problem("tokenHeader", "is '" + header + "', which is no header name");
        }
        String prefix = value(parameters, "tokenPrefix");
        return LoginSettings.of(parameters)
                .<Credentials>map(settings -> new TokenCredentials(settings, header, prefix))
                .orElse(Credentials.NONE);
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
