package org.restconnector.push;

import java.util.Locale;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;

/** The only headers that come in or go out; the server would take any, and query parameters as headers, too. */
public final class InboxHeaders implements HeaderFilterStrategy {

    static final String API_KEY = "x-api-key";
    static final String IDEMPOTENCY_KEY = "idempotency-key";
    static final String CONTENT_TYPE = "content-type";
    static final String CONTENT_ENCODING = "content-encoding";
    static final Set<String> IN = Set.of(API_KEY, IDEMPOTENCY_KEY, CONTENT_TYPE, CONTENT_ENCODING);
    /** Of the server's own, which no request can send. */
    static final String ADDRESS = "CamelVertxPlatformHttpRemoteAddress";

    static final String RETRY_AFTER = "Retry-After";
    private static final Set<String> OUT = Set.of(
            RETRY_AFTER,
            "Cache-Control",
            "Content-Security-Policy",
            "Cross-Origin-Opener-Policy",
            "Referrer-Policy",
            "X-Content-Type-Options",
            "X-Frame-Options");

    @Override
    public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
        return !OUT.contains(name);
    }

    @Override
    public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
        return !IN.contains(name.toLowerCase(Locale.ROOT));
    }
}
