package org.restconnector.push;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.ServiceStatus;
import org.restconnector.metrics.Metrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands before all routes of the standalone application's HTTP server: refuses what has no key before its
 * body is read, and answers in our own words where the server would use its own.
 */
public final class InboxGuard {

    private static final Logger LOG = LoggerFactory.getLogger(InboxGuard.class);
    private static final int LINGER_MS = 5_000;
    private static final String REFUSED = "org.restconnector.refused";

    private final Supplier<ApiKeys> keys;
    private final Supplier<ServiceStatus> status;
    private final InboxSettings settings;
    private final BodyBudget budget;
    private final Metrics.Answers answers;

    public InboxGuard(Supplier<ApiKeys> keys, Supplier<ServiceStatus> status, InboxSettings settings, Metrics metrics) {
        this.answers = metrics.answers();
        this.keys = keys;
        this.status = status;
        this.settings = settings;
        this.budget = new BodyBudget(settings.maxBytesInWork());
    }

    public void install(Router router) {
        router.route().order(Integer.MIN_VALUE).failureHandler(this::failed).handler(this::check);
        router.route().order(Integer.MAX_VALUE).handler(context -> refuse(context, InboxRefusal.notFound()));
    }

    private void check(RoutingContext context) {
        long began = System.nanoTime();
        context.addEndHandler(end -> answers.answered(context.response().getStatusCode(), System.nanoTime() - began));
        try {
            checkState();
            HttpServerRequest request = context.request();
            String path = InboundPath.of(request.uri());
            if (!OpenCalls.contains(settings.path(), request.method().name(), path)) {
                checkKey(request);
            }
            checkPath(path);
            new GuardedBody(context, budget, settings.maxBytes(), InboxGuard::refuse).read(checkBody(request));
        } catch (InboxRefusal refusal) {
            refuse(context, refusal);
        }
    }

    private void checkState() {
        ServiceStatus now = status.get();
        if (now.isStopping() || now.isStopped() || now.isStoppable() && !now.isStarted() && !now.isStarting()) {
            throw InboxRefusal.stopping();
        }
        if (!now.isStarted()) {
            throw InboxRefusal.later(503, "starting", "this instance is starting; ask again", 1);
        }
    }

    private void checkKey(HttpServerRequest request) {
        List<String> given = request.headers().getAll(InboxHeaders.API_KEY);
        if (given.size() != 1 || keys.get().find(given.get(0)).isEmpty()) {
            throw InboxRefusal.unauthorized();
        }
    }

    /** The router takes dot segments away before it looks for a route: here they are names, and wrong ones. */
    private void checkPath(String path) {
        String[] segments = path.substring(
                        Math.min(path.length(), settings.path().length()))
                .split("/", -1);
        for (int i = 1; i < segments.length; i++) {
            String segment = InboundPath.decode(segments[i]);
            boolean dots = segment.equals(".") || segment.equals("..");
            if (dots || segment.isEmpty() && i < segments.length - 1) {
                checkNames(segments);
                throw InboxRefusal.notFound();
            }
        }
    }

    private static void checkNames(String[] segments) {
        int first = segments.length > 1 && segments[1].equals("v2") ? 2 : 1;
        if (segments.length > first + 3
                && List.of("jobs", "records", "connectors").contains(segments[first + 3])) {
            InboundNames.checkTenant(InboundPath.decode(segments[first + 2]));
            if (segments[first + 3].equals("records") && segments.length == first + 5) {
                InboundNames.checkStream(InboundPath.decode(segments[first + 4]));
            } else if (segments[first + 3].equals("connectors") && segments.length == first + 6) {
                InboundNames.checkStream(InboundPath.decode(segments[first + 5]));
            }
        }
    }

    /** @return the length that was announced, 0 for none */
    private long checkBody(HttpServerRequest request) {
        String length = Optional.ofNullable(request.getHeader("content-length")).orElse("0");
        if (length.length() > 18 || length.matches("\\d+") && Long.parseLong(length) > settings.maxBytes()) {
            throw InboxRefusal.bodyTooLarge(settings.maxBytes());
        }
        // the server would write the parts of a form to files
        String type = Optional.ofNullable(request.getHeader("content-type"))
                .orElse("")
                .toLowerCase(Locale.ROOT);
        if (type.startsWith("multipart/") || type.startsWith("application/x-www-form-urlencoded")) {
            throw InboxRefusal.unsupportedMediaType(
                    "the content type has to be application/json (curl: -H 'content-type: application/json')");
        }
        return length.matches("\\d+") ? Long.parseLong(length) : 0;
    }

    private void failed(RoutingContext context) {
        if (context.response().headWritten() || context.get(REFUSED) != null) {
            context.request().connection().close();
            return;
        }
        if (context.failure() != null) {
            LOG.error("inbox: a request failed", context.failure());
        }
        refuse(
                context,
                switch (context.statusCode()) {
                    case 413 -> InboxRefusal.bodyTooLarge(settings.maxBytes());
                    case 400 -> InboxRefusal.invalidParameter("the request cannot be read");
                    case 404, 405 -> InboxRefusal.notFound();
                    default -> InboxRefusal.of(500, "internal", "something went wrong here");
                });
    }

    private static void refuse(RoutingContext context, InboxRefusal refusal) {
        InboxAnswer answer = refusal.answer();
        context.put(REFUSED, true);
        HttpServerRequest request = context.request();
        HttpServerResponse response = context.response();
        response.setStatusCode(answer.status()).putHeader("content-type", answer.type());
        answer.headers().forEach(response::putHeader);
        if (!request.isEnded()) {
            // what is still sent is thrown away for a while, so that the sender gets to read the answer
            request.handler(buffer -> {}).resume();
            long timer = context.vertx()
                    .setTimer(LINGER_MS, id -> request.connection().close());
            request.endHandler(end -> context.vertx().cancelTimer(timer));
        }
        response.end(Buffer.buffer(answer.body()));
    }
}
