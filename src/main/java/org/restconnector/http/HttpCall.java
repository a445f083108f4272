package org.restconnector.http;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * One request of an API and what came of it: redirects within its origin are followed, a refused token
 * is renewed once, every other answer is a result or a {@link Fault}. Used by one thread.
 */
public final class HttpCall {
    private static final int MOST_REDIRECTS = 5;

    private final ApiSettings api;
    private final Origin home;
    private final String method;
    private final URI url;
    private final List<Header> headers;
    private final List<Header> plainHeaders;
    private final Optional<byte[]> body;
    private final IntPredicate accepted;
    private final Clock clock;

    private Credentials credentials = Credentials.NONE;
    private List<Header> sentCredentials = List.of();
    private URI current;
    private int redirects;
    private boolean renewed;
    private int sent;
    private int failures;
    private Optional<Response> response = Optional.empty();
    private Optional<Response> received = Optional.empty();
    private List<String> headerNames = List.of();
    private Turn turn = Turn.FREE;
    private long sentAt;

    /**
     * @param home the origin that the credentials and {@code headers} are for
     * @param url may lead elsewhere, if {@code allowedHosts} lists it; then without those two
     * @param plainHeaders header fields that say nothing of who asks, sent wherever the URL leads
     * @param accepted statuses, beside 2xx, that are a result
     */
    public HttpCall(
            ApiSettings api,
            Origin home,
            String method,
            URI url,
            List<Header> headers,
            List<Header> plainHeaders,
            Optional<byte[]> body,
            IntPredicate accepted,
            Clock clock) {
        this.api = Objects.requireNonNull(api, "api");
        this.home = Objects.requireNonNull(home, "home");
        this.method = Objects.requireNonNull(method, "method");
        this.url = Objects.requireNonNull(url, "url");
        this.headers = List.copyOf(headers);
        this.plainHeaders = List.copyOf(plainHeaders);
        this.body = Objects.requireNonNull(body, "body");
        this.accepted = Objects.requireNonNull(accepted, "accepted");
        this.clock = Objects.requireNonNull(clock, "clock");
        this.current = url;
    }

    /** Begins a try, at the URL that was asked for. */
    void begin(Tokens tokens) {
        credentials = api.credentials().with(tokens, api);
        current = url;
        redirects = 0;
        response = Optional.empty();
    }

    /** Whether there is a request to send: the first, or one more for a redirect or a renewed token. */
    public boolean isOpen() {
        return response.isEmpty();
    }

    /**
     * The request to send now.
     *
     * @throws Fault {@code blocked_origin} if it leads where it may not, or if there is no token to be had
     */
    Request request() throws Fault, InterruptedException {
        boolean atHome = guard(current).equals(home);
        List<Header> fields = new ArrayList<>();
        URI target = current;
        sentCredentials = atHome ? credentials.headers() : List.of();
        if (atHome) {
            headers.stream()
                    .filter(field ->
                            sentCredentials.stream().noneMatch(s -> s.name().equalsIgnoreCase(field.name())))
                    .forEach(fields::add);
            fields.addAll(sentCredentials);
            target = credentials.sign(current);
        }
        for (Header field : plainHeaders) {
            if (fields.stream().noneMatch(f -> f.name().equalsIgnoreCase(field.name()))) {
                fields.add(field);
            }
        }
        sent++;
        headerNames = fields.stream().map(Header::name).toList();
        sentAt = System.nanoTime();
        Network network = api.traffic().network();
        return new Request(
                method,
                target,
                fields,
                body,
                api.timeout(),
                api.maxBytes(),
                api.heldBytes(),
                atHome ? network : network.anonymous());
    }

    /** Whose call it is, as the log names it. */
    String owner() {
        return api.owner();
    }

    /** Whether the URL that is asked for is of an origin that may be asked. */
    public boolean allowed() {
        try {
            guard(url);
            return true;
        } catch (PermanentFault e) {
            return false;
        }
    }

    private Origin guard(URI target) throws PermanentFault {
        Origin origin;
        try {
            origin = Origin.of(target);
        } catch (IllegalArgumentException e) {
            throw new PermanentFault("blocked_origin", shown(target) + " is " + e.getMessage(), e);
        }
        boolean listed = api.allows(origin);
        if (target.getRawUserInfo() != null || !origin.equals(home) && !listed) {
            throw new PermanentFault(
                    "blocked_origin",
                    "not followed from " + home + " to " + origin
                            + "; list the host in allowedHosts if it may be asked, without credentials");
        }
        return origin;
    }

    /**
     * Takes the answer to the request sent last.
     *
     * @throws Fault if it is not a result, nor leads to one
     */
    void receive(int status, Headers fields, Body content) throws Fault, InterruptedException {
        Response answer = new Response(current, status, fields, content);
        received = Optional.of(answer);
        if (answer.successful() || accepted.test(status)) {
            response = Optional.of(answer);
        } else if (isRedirect(answer)) {
            redirect(answer);
        } else if (api.retry().retriesFor(status)) {
            throw new TransientFault(message(answer), status, wait(answer));
        } else if (status == 401) {
            renew(answer);
        } else {
            throw new StatusFault("http_status", message(answer), status);
        }
    }

    private boolean isRedirect(Response answer) {
        int status = answer.status();
        boolean keepsMethod = status == 307 || status == 308;
        return (keepsMethod || method.equals("GET") && status >= 301 && status <= 303)
                && answer.headers().first("Location").isPresent();
    }

    private void redirect(Response answer) throws Fault {
        String location = answer.headers().first("Location").orElseThrow();
        if (++redirects > MOST_REDIRECTS) {
            throw new StatusFault(
                    "http_status", request(url) + " was redirected more than five times", answer.status());
        }
        try {
            current = Url.resolve(current, location);
        } catch (IllegalArgumentException e) {
            throw new StatusFault("http_status", message(answer) + " (its Location is no URL)", answer.status());
        }
        guard(current);
    }

    private void renew(Response answer) throws Fault, InterruptedException {
        boolean again = !renewed && !sentCredentials.isEmpty();
        renewed = true;
        if (!again || !credentials.renew(sentCredentials)) {
            throw new StatusFault("auth_failed", message(answer), answer.status());
        }
    }

    private Optional<Duration> wait(Response answer) {
        boolean asks = answer.status() == 429 || answer.status() == 503;
        return asks
                ? answer.headers().first("Retry-After").flatMap(value -> RetryAfter.parse(value, clock))
                : Optional.empty();
    }

    ApiSettings api() {
        return api;
    }

    /** How long the API asks everybody to wait, as its budget is used up; another host has no say. */
    Optional<Duration> quotaWait(int status, Headers fields) {
        return Origin.of(current).equals(home) ? api.traffic().quota().wait(status, fields, clock) : Optional.empty();
    }

    /** The turn that the request in work has. */
    void turn(Turn taken) {
        turn = taken;
    }

    Turn turn() {
        return turn;
    }

    /** How long ago the last request was sent. */
    long nanosSinceSent() {
        return System.nanoTime() - sentAt;
    }

    /** Counts a failed try; the number of tries that failed so far. */
    int failed() {
        return ++failures;
    }

    /** How many requests went out, each try and redirect counted. */
    public int sent() {
        return sent;
    }

    RetrySettings retry() {
        return api.retry();
    }

    /** The answer, once the call is not open any more. */
    public Response response() {
        return response.orElseThrow(() -> new IllegalStateException("the call has no answer yet"));
    }

    /** The last answer that came, whatever came of it. */
    public Optional<Response> received() {
        return received;
    }

    /** The names of the header fields of the request sent last. */
    public List<String> headerNames() {
        return headerNames;
    }

    /** The request's body as a message shows it: no secret in it. */
    public Optional<String> shownBody() {
        return body.map(bytes -> api.secrets().mask(Excerpt.of(bytes)));
    }

    /** What an answer that is no result says, in one line without secrets. */
    String message(Response answer) {
        String text = Excerpt.of(answer.body());
        return request(answer.url()) + " answered " + answer.status()
                + (text.isEmpty() ? "" : ": " + api.secrets().mask(text));
    }

    /** The request as a message names it: no secret in it. */
    public String name() {
        return request(current);
    }

    private String request(URI target) {
        return method + " " + shown(target);
    }

    private String shown(URI target) {
        return api.secrets().mask(UrlMask.show(api.credentials().unsign(target)));
    }

    /** A text without the API's secrets. */
    String masked(String text) {
        return api.secrets().mask(text);
    }
}
