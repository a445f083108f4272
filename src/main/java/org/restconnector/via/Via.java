package org.restconnector.via;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Message;
import org.restconnector.json.Json;

/**
 * What an endpoint that records pass on their way is given, and what its answer means. Safe for use by
 * many threads.
 */
public final class Via {
    /** Components that read a body as text and cannot make it of a Map. */
    private static final Set<String> TEXT = Set.of(
            "exec",
            "http",
            "https",
            "jslt",
            "jsonata",
            "json-patch",
            "json-validator",
            "language",
            "netty",
            "netty-http",
            "undertow",
            "validator",
            "vertx-http",
            "xj",
            "xquery",
            "xslt",
            "xslt-saxon");

    private final boolean text;

    private Via(boolean text) {
        this.text = text;
    }

    /**
     * The endpoint URI that a user wrote.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static String uri(String text) {
        if (!text.strip().matches("[A-Za-z][A-Za-z0-9+.-]*:.+")) {
            throw new IllegalArgumentException("is '" + text.strip() + "', which is no endpoint URI, as in direct:map");
        }
        return text.strip();
    }

    /** @param uri an endpoint URI */
    public static Via of(String uri) {
        return new Via(TEXT.contains(uri.split(":", 2)[0]));
    }

    /**
     * Makes the exchange's message carry the record, as the endpoint takes it; its headers stay.
     *
     * @param record the endpoint may change it
     */
    public void fill(Exchange exchange, Map<String, Object> record) {
        exchange.setPattern(ExchangePattern.InOut);
        Message message = exchange.getMessage();
        if (text) {
            message.setHeader(Exchange.CONTENT_TYPE, "application/json");
            message.setBody(Json.text(record));
        } else {
            message.setBody(record);
        }
    }

    /**
     * The record that the endpoint answered with, in a map of its own; empty if it dropped the record.
     *
     * @throws IllegalArgumentException if the answer is anything but one record, saying what it is
     */
    public Optional<Map<String, Object>> answer(Exchange exchange) {
        return ViaAnswer.read(exchange);
    }
}
