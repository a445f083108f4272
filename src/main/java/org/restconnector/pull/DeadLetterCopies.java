package org.restconnector.pull;

import java.util.Objects;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends each dead letter to {@code connector.deadLetter.to}: the bean {@code rest-dead-letter-copies} of the
 * route {@code dead-letter}. It is stored already, so that a fault here loses nothing.
 */
public final class DeadLetterCopies {
    /** The key of the configuration. */
    public static final String KEY = "connector.deadLetter.to";

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterCopies.class);

    private final Optional<String> to;

    /** @param to an endpoint URI; empty if there is none to send to */
    public DeadLetterCopies(Optional<String> to) {
        this.to = Objects.requireNonNull(to, "to").map(DirectEndpoints::unblocked);
    }

    public boolean isOn() {
        return to.isPresent();
    }

    /** The endpoint, for a recipient list. */
    public String to(Exchange exchange) {
        exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "application/json");
        return to.orElseThrow(() -> new IllegalStateException(KEY + " is not set"));
    }

    /** Says that it was not taken. */
    public void failed(Exchange exchange) {
        LOG.warn(
                "dead letter {} was not taken by {}: {}; it stays in the store",
                exchange.getProperty(DeadLetterLog.ID, "", String.class),
                KEY,
                EndpointFault.words(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class)));
    }
}
