package org.restconnector.push;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import java.util.function.BiConsumer;

/** Reads one request's body within its limits, before any route sees it. Used by the request's event loop. */
final class GuardedBody {
    /** DEFLATE (RFC 1951) makes at most about so many bytes of one. */
    private static final long MOST_INFLATED = 1100;

    private final RoutingContext context;
    private final BodyBudget budget;
    private final int maxBytes;
    private final BiConsumer<RoutingContext, InboxRefusal> refuse;
    private final Buffer body = Buffer.buffer();
    private long reserved;
    private boolean encoded;
    private boolean refused;

    GuardedBody(
            RoutingContext context, BodyBudget budget, int maxBytes, BiConsumer<RoutingContext, InboxRefusal> refuse) {
        this.context = context;
        this.budget = budget;
        this.maxBytes = maxBytes;
        this.refuse = refuse;
    }

    /** @param length that was announced, 0 for none */
    void read(long length) {
        HttpServerRequest request = context.request();
        encoded = request.getHeader(InboxHeaders.CONTENT_ENCODING) != null;
        context.addEndHandler(ended -> give());
        if (!reserve(length)) {
            return;
        }
        if ("100-continue".equalsIgnoreCase(request.getHeader("expect"))) {
            context.response().writeContinue();
        }
        request.handler(this::add).endHandler(end -> pass()).exceptionHandler(broken -> give());
        request.resume();
    }

    private void add(Buffer more) {
        if (refused) {
            return;
        }
        if (body.length() + more.length() > maxBytes) {
            refuse(InboxRefusal.bodyTooLarge(maxBytes));
        } else if (reserve(body.length() + (long) more.length())) {
            body.appendBuffer(more);
        }
    }

    /** What the body, decompressed, may take in all. */
    private boolean reserve(long length) {
        long wanted = encoded ? Math.min(maxBytes, length * MOST_INFLATED) : length;
        if (wanted <= reserved) {
            return true;
        }
        if (!budget.take(wanted - reserved)) {
            refuse(InboxRefusal.busy());
            return false;
        }
        reserved = wanted;
        return true;
    }

    private void refuse(InboxRefusal refusal) {
        refused = true;
        give();
        refuse.accept(context, refusal);
    }

    private void give() {
        budget.give(reserved);
        reserved = 0;
    }

    private void pass() {
        if (!refused) {
            RoutingContextInternal internal = (RoutingContextInternal) context;
            // the server's own handler of bodies then passes this one on
            internal.visitHandler(RoutingContextInternal.BODY_HANDLER);
            internal.setBody(body);
            context.next();
        }
    }
}
