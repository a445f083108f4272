package org.restconnector.pull;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.restconnector.settings.Parameters;
import org.restconnector.via.Via;

/**
 * Where records go, and what becomes of those that are refused.
 *
 * @param to endpoint URIs
 * @param via the endpoint URI that each record passes on its way
 * @param retries tries of a record after the first
 * @param maxErrors records that one run may dead-letter
 */
record DeliverySettings(
        List<String> to,
        Optional<String> via,
        boolean stopOnError,
        int retries,
        Duration retryDelay,
        Duration maxRetryDelay,
        long maxErrors) {

    private static final int MOST_RETRIES = 1_000_000;

    private enum OnRecordError {
        DEAD_LETTER,
        STOP
    }

    DeliverySettings {
        to = List.copyOf(to);
        Objects.requireNonNull(via, "via");
        Objects.requireNonNull(retryDelay, "retryDelay");
        Objects.requireNonNull(maxRetryDelay, "maxRetryDelay");
    }

    static DeliverySettings of(Parameters parameters) {
        List<String> to = parameters.lines("to");
        if (parameters.given("to") && to.isEmpty()) {
            parameters.problem("to", "is empty; allowed are Camel endpoint URIs, one a line");
        }
        for (String uri : to) {
            if (!isEndpoint(uri)) {
                parameters.problem("to", "holds '" + uri + "', which is no endpoint URI, as in direct:orders");
            }
        }
        return new DeliverySettings(
                to,
                parameters.parsed("via", Via::uri),
                parameters.choice("onRecordError", OnRecordError.class).orElse(OnRecordError.DEAD_LETTER)
                        == OnRecordError.STOP,
                parameters.number("recordRetries", 0, MOST_RETRIES).orElse(0L).intValue(),
                parameters.duration("retryDelay"),
                parameters.duration("maxRetryDelay"),
                parameters.number("maxRecordErrors", 0).orElse(0L));
    }

    private static boolean isEndpoint(String uri) {
        return uri.matches("[A-Za-z][A-Za-z0-9+.-]*:.+");
    }
}
