package org.restconnector.pull;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Hands a record to its destinations: the bean {@code rest-deliveries} of the routes
 * {@code rest-records} and {@code rest-record-again}.
 */
public final class Deliveries implements Processor, AggregationStrategy {
    private static final String AGAIN = "RestConnectorRecordAgain";

    private final CamelContext context;

    public Deliveries(CamelContext context) {
        this.context = Objects.requireNonNull(context, "context");
    }

    private static PullRun run(Exchange exchange) {
        return PullRun.of(exchange);
    }

    /** The endpoints that have not taken the record yet. */
    public List<Endpoint> destinations(Exchange exchange) {
        PullRun run = run(exchange);
        List<Endpoint> all = run.destinations(context);
        int taken = run.deliveries().current().taken();
        return taken == 0 ? all : all.subList(taken, all.size());
    }

    /** Counts the endpoints that took the record. */
    @Override
    public Exchange aggregate(Exchange before, Exchange now) {
        if (now.getException() == null) {
            PullRun run = run(now);
            Delivery delivery = run.deliveries().current();
            if (delivery.take() == run.destinations(context).size()) {
                run.deliveries().delivered(delivery);
            }
        }
        return now;
    }

    /** Takes note of the failure that brought the record here, and throws it: the first of its tries. */
    public void attempt(Exchange exchange) throws Exception {
        if (run(exchange).deliveries().current().failures() == 0) {
            throw exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        }
        run(exchange).deliveries().refill(exchange.getMessage());
    }

    /** Runs before Camel asks whether and when to try again. */
    @Override
    public void process(Exchange exchange) {
        PullRun run = run(exchange);
        DeliverySettings settings = run.settings().delivery();
        int failures = run.deliveries().current().fail();
        boolean again = failures <= settings.retries() && !run.deliveries().expectsAway();
        exchange.setProperty(AGAIN, again);
        exchange.getMessage().setHeader(Exchange.REDELIVERY_DELAY, delay(settings, failures).toMillis());
    }

    private static Duration delay(DeliverySettings settings, int failures) {
        Duration delay = settings.retryDelay().multipliedBy(1L << Math.min(failures - 1, 30));
        return delay.compareTo(settings.maxRetryDelay()) > 0 ? settings.maxRetryDelay() : delay;
    }

    /** Whether the record is tried once more: Camel's {@code retryWhile}. */
    public boolean again(Exchange exchange) {
        return exchange.getProperty(AGAIN, false, Boolean.class);
    }

    /** The record is not tried any more. */
    public void refused(Exchange exchange) {
        run(exchange).deliveries().refuse(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class));
    }
}
