package org.restconnector.pull;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.apache.camel.Exchange;
import org.restconnector.http.Expressions;
import org.restconnector.http.Header;
import org.restconnector.http.HeaderLines;
import org.restconnector.http.HttpCall;
import org.restconnector.http.Origin;
import org.restconnector.http.PermanentFault;
import org.restconnector.http.Url;
import org.restconnector.http.ValueTemplate;
import org.restconnector.json.Json;

/** Makes the request of a page from a pull's settings and the cursor. */
final class PageRequests {
    private static final Header ACCEPT = new Header("Accept", "application/json, */*;q=0.5");
    private static final Header AGENT = new Header("User-Agent", "camel-rest-connector");

    private final Expressions expressions;
    private final Clock clock;

    PageRequests(Expressions expressions, Clock clock) {
        this.expressions = expressions;
        this.clock = clock;
    }

    /**
     * A page that is wanted.
     *
     * @param incoming the record that it is fetched for
     * @param accepted statuses, beside 2xx, that are a result
     */
    record Wanted(PullSettings settings, PageCursor cursor, Optional<Incoming> incoming, IntPredicate accepted) {}

    /** @throws PermanentFault {@code config}, if an expression gives no value, or one that cannot stand there */
    HttpCall make(Wanted page, Optional<Span> span, Exchange exchange) throws PermanentFault {
        boolean variables = page.settings()
                .incremental()
                .filter(settings -> settings.places().hasVariables())
                .isPresent();
        if (!variables || span.isEmpty()) {
            return call(page, span, exchange);
        }
        span.get().since().ifPresent(value -> exchange.setVariable(SincePlaces.SINCE, value));
        span.get().until().ifPresent(value -> exchange.setVariable(SincePlaces.UNTIL, value));
        try {
            return call(page, span, exchange);
        } finally {
            // each exchange of a record would copy them
            exchange.removeVariable(SincePlaces.SINCE);
            exchange.removeVariable(SincePlaces.UNTIL);
        }
    }

    private HttpCall call(Wanted page, Optional<Span> span, Exchange exchange) throws PermanentFault {
        PullSettings pull = page.settings();
        PageCursor cursor = page.cursor();
        RequestSettings request = pull.request();
        Renderer renderer = template -> render(template, page, exchange);
        URI base = url(page, renderer);
        Map<Placement, Object> values = new LinkedHashMap<>();
        pull.incremental().ifPresent(settings -> span.ifPresent(asked -> put(values, settings.places(), asked)));
        // a cursor may go where the incremental value went on the first page
        values.putAll(values(pull.pagination(), cursor));
        URI url = cursor.url().isPresent() ? cursor.url().get() : placed(base, values);
        List<Header> headers = headers(request, values, renderer);
        Optional<byte[]> body = body(request, values, renderer);
        try {
            return new HttpCall(
                    pull.api(),
                    Origin.of(base),
                    request.method(),
                    url,
                    headers,
                    plainHeaders(request),
                    body,
                    page.accepted(),
                    clock);
        } catch (IllegalArgumentException e) {
            throw new PermanentFault("config", "url: " + e.getMessage(), e);
        }
    }

    private String render(ValueTemplate template, Wanted page, Exchange exchange) throws PermanentFault {
        ZoneId zone = page.settings().request().timeZone();
        try {
            return template.render(
                    expression -> field(expression, page).or(() -> expressions.evaluate(expression, exchange, zone)));
        } catch (IncomingValues.MissingFieldException e) {
            throw new PermanentFault("config", e.getMessage(), e);
        } catch (RuntimeException e) {
            String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new PermanentFault(
                    "config", "an expression of " + template.expressions() + " has no value: " + reason, e);
        }
    }

    /** The field of the record that a fetch is for, if it is one that is meant. */
    private static Optional<Object> field(String expression, Wanted page) {
        return page.incoming().flatMap(incoming -> IncomingValues.path(expression)
                .map(path -> IncomingValues.value(path, incoming.record())));
    }

    @FunctionalInterface
    private interface Renderer {
        String render(ValueTemplate template) throws PermanentFault;
    }

    private static URI url(Wanted page, Renderer renderer) throws PermanentFault {
        RequestSettings request = page.settings().request();
        Optional<URI> carried = CarriedUrl.of(page.settings(), page.incoming());
        URI url;
        try {
            url = carried.isPresent() ? carried.get() : Url.configured(renderer.render(request.url()));
        } catch (IllegalArgumentException e) {
            throw new PermanentFault("config", "url: the values in it make it no URL", e);
        }
        for (RequestSettings.QueryLine line : request.query()) {
            url = Url.plusParameter(url, line.name(), Url.encode(renderer.render(line.value())));
        }
        return url;
    }

    private static void put(Map<Placement, Object> values, SincePlaces places, Span span) {
        places.since().ifPresent(place -> span.since().ifPresent(value -> values.put(place, value)));
        places.until().ifPresent(place -> span.until().ifPresent(value -> values.put(place, value)));
    }

    private static Map<Placement, Object> values(PaginationSettings pagination, PageCursor cursor) {
        Map<Placement, Object> values = new LinkedHashMap<>();
        if (cursor.url().isEmpty()) {
            pagination.placement().ifPresent(place -> cursor.position().value().ifPresent(v -> values.put(place, v)));
            pagination
                    .pageSizePlacement()
                    .ifPresent(place -> pagination.pageSize().ifPresent(n -> values.put(place, n)));
        }
        return values;
    }

    private static URI placed(URI base, Map<Placement, Object> values) {
        URI url = base;
        for (Map.Entry<Placement, Object> entry : values.entrySet()) {
            if (entry.getKey().kind() == Placement.Kind.QUERY) {
                url = Url.withParameter(url, entry.getKey().name(), Json.plain(entry.getValue()));
            }
        }
        return url;
    }

    private static List<Header> headers(RequestSettings request, Map<Placement, Object> values, Renderer renderer)
            throws PermanentFault {
        List<Header> headers = new ArrayList<>();
        for (HeaderLines.Line line : request.headers()) {
            headers.add(new Header(line.name(), renderer.render(line.value())));
        }
        for (Map.Entry<Placement, Object> entry : values.entrySet()) {
            if (entry.getKey().kind() == Placement.Kind.HEADER) {
                headers.removeIf(
                        header -> header.name().equalsIgnoreCase(entry.getKey().name()));
                headers.add(new Header(entry.getKey().name(), headerValue(entry)));
            }
        }
        return headers;
    }

    private static List<Header> plainHeaders(RequestSettings request) {
        return request.body().isPresent()
                ? List.of(ACCEPT, AGENT, new Header("Content-Type", request.contentType()))
                : List.of(ACCEPT, AGENT);
    }

    private static String headerValue(Map.Entry<Placement, Object> entry) throws PermanentFault {
        String value = Json.plain(entry.getValue());
        if (!HeaderLines.isValue(value)) {
            throw new PermanentFault(
                    "pagination",
                    "the value holds a line end, and cannot go into header:"
                            + entry.getKey().name());
        }
        return value;
    }

    private static Optional<byte[]> body(RequestSettings request, Map<Placement, Object> values, Renderer renderer)
            throws PermanentFault {
        if (request.body().isEmpty()) {
            return Optional.empty();
        }
        String text = renderer.render(request.body().get());
        if (values.keySet().stream().noneMatch(place -> place.kind() == Placement.Kind.BODY)) {
            return Optional.of(text.getBytes(StandardCharsets.UTF_8));
        }
        try {
            Object json = Json.read(text);
            for (Map.Entry<Placement, Object> entry : values.entrySet()) {
                if (entry.getKey().kind() == Placement.Kind.BODY) {
                    BodyPointer.set(json, entry.getKey().pointer().orElseThrow(), entry.getValue());
                }
            }
            return Optional.of(Json.write(json));
        } catch (IOException e) {
            String type = request.contentType().toLowerCase(Locale.ROOT);
            throw new PermanentFault("config", "the body (" + type + ") is no JSON to put a value into", e);
        }
    }
}
