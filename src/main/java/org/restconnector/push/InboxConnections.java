package org.restconnector.push;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The connections of the inbound HTTP API: ends those whose client is silent, or sends its request so slowly
 * that it only holds a place. Who waits for our answer may wait. Safe for use by many threads.
 */
public final class InboxConnections {
    /** A body may take a second more for so many bytes. */
    private static final long BYTES_A_SECOND = 10_000;

    private static final InboxRefusal UNREADABLE = InboxRefusal.invalidParameter("the request cannot be read");

    private final long timeoutNanos;
    private final Map<HttpConnection, Conversation> open = new ConcurrentHashMap<>();

    /** @param timeout for a request's head, for what stands between requests, and for a small body */
    public InboxConnections(Duration timeout) {
        this.timeoutNanos = timeout.toNanos();
    }

    public void opened(HttpConnection connection) {
        open.put(connection, new Conversation(System.nanoTime()));
        connection.closeHandler(closed -> open.remove(connection));
    }

    /** Takes a request in before any route: one that cannot be routed is answered here. */
    public void received(HttpServerRequest request, Handler<HttpServerRequest> routes) {
        Conversation now = open.computeIfPresent(request.connection(), (key, before) -> new Conversation(request));
        if (now == null) {
            // it came behind one that was refused, whose body it may be
            return;
        }
        try {
            checkFraming(request);
            String path = InboundPath.of(request.uri());
            InboundPath.decode(path);
            // the router reads the query for its own purposes, and fails in its own words
            InboundPath.decode(request.uri().substring(request.uri().indexOf('?') + 1));
            if (!path.startsWith("/")) {
                throw InboxRefusal.notFound();
            }
        } catch (InboxRefusal refusal) {
            open.remove(request.connection());
            answer(request, refusal);
            return;
        }
        routes.handle(request);
    }

    /** The server takes a request in an unknown coding for one without a body (RFC 9112, 6.3, asks to refuse it). */
    private static void checkFraming(HttpServerRequest request) {
        if (!request.headers().getAll("transfer-encoding").stream().allMatch("chunked"::equalsIgnoreCase)) {
            throw UNREADABLE;
        }
    }

    /** A request whose head cannot be read. */
    public static void unreadable(HttpServerRequest request) {
        answer(request, UNREADABLE);
    }

    private static void answer(HttpServerRequest request, InboxRefusal refusal) {
        InboxAnswer answer = refusal.answer();
        HttpServerResponse response = request.response();
        if (!response.headWritten() && !response.ended()) {
            response.setStatusCode(answer.status())
                    .putHeader("content-type", "application/json")
                    .putHeader("connection", "close");
            response.end(Buffer.buffer(answer.body()));
        }
        request.connection().close();
    }

    /** To be called now and then: ends what has taken too long. */
    public void sweep() {
        long now = System.nanoTime();
        open.forEach((connection, conversation) -> {
            switch (conversation.at(now)) {
                case SILENT -> connection.close();
                case SLOW -> answer(conversation.request, InboxRefusal.tooSlow());
                case FINE -> {}
            }
        });
    }

    private enum Pace {
        FINE,
        SILENT,
        SLOW
    }

    /** What is on a connection now: a request, or the time since it was opened or answered. */
    private final class Conversation {
        private final HttpServerRequest request;
        private final long began;
        private long silentSince;

        private Conversation(long opened) {
            request = null;
            began = opened;
            silentSince = opened;
        }

        private Conversation(HttpServerRequest request) {
            this.request = request;
            began = System.nanoTime();
        }

        private Pace at(long now) {
            boolean answered = request == null || request.response().ended();
            if (!answered) {
                long allowed = timeoutNanos
                        + Duration.ofSeconds(request.bytesRead() / BYTES_A_SECOND)
                                .toNanos();
                return !request.isEnded() && now - began > allowed ? Pace.SLOW : Pace.FINE;
            }
            if (silentSince == 0) {
                silentSince = now;
            }
            return now - silentSince > timeoutNanos ? Pace.SILENT : Pace.FINE;
        }
    }
}
