package org.restconnector.http;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.restconnector.json.Json;
import org.restconnector.json.ValuePath;
import org.restconnector.settings.Durations;
import org.restconnector.settings.Parameters;

/**
 * {@code auth: login}: a first call, whose answer holds the token of all others.
 *
 * @param path of the token in the answer's JSON, or none
 * @param header of the token in the answer, or none
 * @param life of a token
 */
record LoginSettings(
        String account,
        URI url,
        String method,
        List<Header> headers,
        Optional<byte[]> body,
        Optional<ValuePath> path,
        Optional<String> header,
        Optional<Duration> life)
        implements TokenSource {
    private static final List<String> METHODS = List.of("POST", "GET", "PUT");
    private static final String IN_HEADER = "header:";

    LoginSettings {
        Objects.requireNonNull(url, "url");
        headers = List.copyOf(headers);
    }

    /** Empty where there is too little to go on; the problems stand in {@code parameters} then. */
    static Optional<LoginSettings> of(Parameters parameters) {
        Optional<URI> url = TokenUrl.of(parameters, "loginUrl");
        String method = parameters.textOrEmpty("loginMethod").strip().toUpperCase(Locale.ROOT);
        if (!METHODS.contains(method)) {
            parameters.problem("loginMethod", "is '" + method + "'; allowed are " + String.join(", ", METHODS));
        }
        Optional<byte[]> body = body(parameters, method);
        List<Header> headers = headers(parameters, body.isPresent());
        Optional<String> header = header(parameters);
        Optional<ValuePath> path =
                header.isPresent() || parameters.textOrEmpty("tokenPath").isBlank()
                        ? Optional.empty()
                        : parameters.parsed("tokenPath", ValuePath::of);
        Optional<Duration> life =
                parameters.given("tokenTtl") ? parameters.parsed("tokenTtl", Durations::parse) : Optional.empty();
        if (life.filter(Duration::isZero).isPresent()) {
            parameters.problem("tokenTtl", "must be longer than 0s");
        }
        return url.map(found ->
                new LoginSettings(AuthSettings.account(parameters), found, method, headers, body, path, header, life));
    }

    private static Optional<byte[]> body(Parameters parameters, String method) {
        if (!parameters.given("loginBody")) {
            return Optional.empty();
        }
        if (method.equals("GET")) {
            parameters.problem("loginBody", "goes with loginMethod POST or PUT, but loginMethod is GET");
        }
        String text = parameters.textOrEmpty("loginBody");
        LoginBody.secrets(text).forEach(parameters::secret);
        return Optional.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<Header> headers(Parameters parameters, boolean hasBody) {
        List<Header> headers = new ArrayList<>(HeaderLines.plain(parameters, "loginHeaders"));
        if (hasBody && headers.stream().noneMatch(field -> field.name().equalsIgnoreCase("Content-Type"))) {
            headers.add(new Header("Content-Type", LoginBody.contentType(parameters.textOrEmpty("loginBody"))));
        }
        return headers;
    }

    private static Optional<String> header(Parameters parameters) {
        String path = parameters.textOrEmpty("tokenPath").strip();
        if (!path.startsWith(IN_HEADER)) {
            return Optional.empty();
        }
        String name = path.substring(IN_HEADER.length()).strip();
        if (!HeaderLines.isName(name)) {
            parameters.problem("tokenPath", "is '" + path + "', which names no header; allowed is header:Name");
        }
        return Optional.of(name);
    }

    @Override
    public Optional<String> memory() {
        return Optional.empty();
    }

    @Override
    public Optional<String> seed() {
        return Optional.empty();
    }

    @Override
    public String advice() {
        return "";
    }

    @Override
    public String renewal() {
        return "";
    }

    @Override
    public HttpCall call(ApiSettings api, Optional<String> refreshToken, Clock clock) {
        return new HttpCall(
                api, Origin.of(url), method, url, headers, TokenUrl.PLAIN_HEADERS, body, TokenFetch::isRefusal, clock);
    }

    @Override
    public Token read(Response answer, String call) throws PermanentFault {
        Optional<String> token = header.isPresent() ? inHeader(answer) : inBody(answer, call);
        return new Token(
                token.orElseThrow(() -> new PermanentFault(
                        "auth_failed",
                        call + " answered " + answer.status() + " without a token at tokenPath "
                                + header.map(name -> IN_HEADER + name)
                                        .or(() -> path.map(ValuePath::toString))
                                        .orElse(""))),
                life,
                Optional.empty());
    }

    private Optional<String> inHeader(Response answer) {
        String name = header.orElseThrow();
        Optional<String> value = answer.headers().first(name).map(String::strip);
        // RFC 6265, 4.2: what goes back is the pair alone, without its attributes
        return value.map(text -> name.equalsIgnoreCase("Set-Cookie") ? text.split(";", 2)[0].strip() : text)
                .filter(text -> !text.isEmpty());
    }

    private Optional<String> inBody(Response answer, String call) throws PermanentFault {
        Object document;
        try {
            document = Json.read(answer.body(), 0, answer.body().length);
        } catch (IOException e) {
            throw new PermanentFault("auth_failed", call + " answered " + answer.status() + ", but not with JSON", e);
        }
        Optional<Object> found = path.orElseThrow().find(document);
        if (found.isEmpty() && document instanceof Map<?, ?> fields) {
            throw new PermanentFault(
                    "auth_failed",
                    call + " answered " + answer.status() + " without a token at tokenPath " + path.get() + "; fields: "
                            + TokenAnswer.names(fields));
        }
        return found.flatMap(TokenAnswer::text);
    }

    @Override
    public String toString() {
        return "token of a login";
    }
}
