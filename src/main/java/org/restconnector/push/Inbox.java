package org.restconnector.push;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.restconnector.store.Jobs.BacklogException;
import org.restconnector.store.Jobs.IdempotencyException;
import org.restconnector.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The border of the HTTP API (rest-inbox.camel.yaml): takes out of a message what a call may see, and
 * makes a message of its answer. Between the two the message holds nothing of the request.
 */
public final class Inbox {

    /** The pattern of the call's path. */
    public static final String PATH = "RestInboxPath";

    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);
    private static final int RETRY_STORE_SECONDS = 5;
    private static final int RETRY_BACKLOG_SECONDS = 5;

    private final String prefix;
    private final ApiKeys keys;
    private final BooleanSupplier stopping;

    Inbox(String prefix, ApiKeys keys, BooleanSupplier stopping) {
        this.prefix = prefix;
        this.keys = keys;
        this.stopping = stopping;
    }

    /** Whether it takes nothing in any more. */
    public boolean isStopping() {
        return stopping.getAsBoolean();
    }

    /** Checks the key and reads the request; its route clears the headers next. */
    public InboundRequest receive(Exchange exchange) {
        Message message = exchange.getMessage();
        String pattern = prefix + exchange.getProperty(PATH, String.class);
        boolean open = OpenCalls.contains(prefix, "GET", pattern);
        String target = text(message.getHeader(Exchange.HTTP_URI)).orElse("");
        String rawQuery = text(message.getHeader(Exchange.HTTP_RAW_QUERY))
                .or(() -> text(message.getHeader(Exchange.HTTP_QUERY)))
                .orElse("");
        InboundQuery query = InboundQuery.parse(rawQuery);
        ApiAccess access = open ? new ApiAccess(List.of(), "") : access(message, query);
        if (InboxHeaders.IN.stream().anyMatch(query::names)) {
            throw InboxRefusal.invalidParameter("the query names a header of this API; headers are no parameters");
        }
        Map<String, String> path =
                InboundPath.read(pattern, InboundPath.of(target)).orElseThrow(InboxRefusal::notFound);
        if (!open) {
            checkScope(access, path);
        }
        if (stopping.getAsBoolean()) {
            throw InboxRefusal.stopping();
        }
        boolean servlet = message.getHeader(Exchange.HTTP_SERVLET_REQUEST) != null;
        byte[] body = Objects.requireNonNullElse(message.getBody(byte[].class), new byte[0]);
        return new InboundRequest(
                path,
                query,
                header(message, InboxHeaders.IDEMPOTENCY_KEY),
                header(message, InboxHeaders.CONTENT_TYPE),
                // Camel's binding to servlets decompresses, but only what has arrived when it looks
                header(message, InboxHeaders.CONTENT_ENCODING).filter(encoding -> !servlet || isZipped(body)),
                body,
                access,
                Optional.ofNullable(message.getHeader(InboxHeaders.ADDRESS)).map(Inbox::host));
    }

    /** Without the port. */
    private static String host(Object address) {
        return String.valueOf(address).replaceFirst(":\\d+$", "");
    }

    private static boolean isZipped(byte[] body) {
        return body.length > 1 && body[0] == (byte) 0x1f && body[1] == (byte) 0x8b;
    }

    private ApiAccess access(Message message, InboundQuery query) {
        // the server adds parameters to the headers: such a key was in the URL, where it does not belong
        return Optional.ofNullable(message.getHeader(InboxHeaders.API_KEY))
                .filter(String.class::isInstance)
                .filter(key -> !query.names(InboxHeaders.API_KEY))
                .flatMap(key -> keys.find((String) key))
                .orElseThrow(InboxRefusal::unauthorized);
    }

    private static void checkScope(ApiAccess access, Map<String, String> path) {
        boolean allowed =
                path.containsKey("flow") ? access.covers(path.get("flow"), path.get("tenant")) : access.unlimited();
        if (!allowed) {
            throw InboxRefusal.forbidden();
        }
    }

    private static Optional<String> header(Message message, String name) {
        Object value = message.getHeader(name);
        if (value != null && !(value instanceof String)) {
            throw InboxRefusal.invalidParameter("the header " + name + " is there twice");
        }
        return Optional.ofNullable((String) value);
    }

    private static Optional<String> text(Object value) {
        return value instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** Makes the message's body, an answer, its sender's; the route has cleared the headers before. */
    public void reply(Exchange exchange) {
        Message message = exchange.getMessage();
        InboxAnswer answer = message.getBody(InboxAnswer.class);
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, answer.status());
        message.setHeader(Exchange.CONTENT_TYPE, answer.type());
        answer.headers().forEach(message::setHeader);
        // this type is written with its length, not in chunks
        message.setBody(ByteBuffer.wrap(answer.body()));
    }

    /** The answer for an exception. */
    public InboxAnswer refuse(Exchange exchange) {
        Exception fault = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        return refusal(fault).answer();
    }

    private static InboxRefusal refusal(Exception fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof InboxRefusal refusal) {
                return refusal;
            }
            if (cause instanceof BacklogException) {
                return InboxRefusal.later(
                        429,
                        "backlog",
                        "too many records of this flow are waiting (connector.inbox.maxPending); nothing was stored",
                        RETRY_BACKLOG_SECONDS);
            }
            if (cause instanceof IdempotencyException) {
                return InboxRefusal.of(
                        422, "idempotency_reused", "this Idempotency-Key was used with another request before");
            }
            if (cause instanceof StoreException) {
                LOG.warn("inbox: a request was refused with 503: {}", cause.getMessage());
                return InboxRefusal.later(
                        503, "store_unavailable", "the store cannot take it now; ask again", RETRY_STORE_SECONDS);
            }
        }
        String id = UUID.randomUUID().toString();
        LOG.error("inbox: a request failed; its sender was told {}", id, fault);
        return InboxRefusal.of(500, "internal", "something went wrong here; the log has it under " + id);
    }
}
