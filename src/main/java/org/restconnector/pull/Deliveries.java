package org.restconnector.pull;

import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Decides, for Camel's redelivery, whether a refused record is tried again and when: the bean {@code rest-deliveries}. */
public final class Deliveries implements Processor {
    private static final String AGAIN = "RestConnectorRecordAgain";

    private static PullRun run(Exchange exchange) {
        return PullRun.of(exchange);
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
        exchange.getMessage()
                .setHeader(Exchange.REDELIVERY_DELAY, delay(settings, failures).toMillis());
    }

    private static Duration delay(DeliverySettings settings, int failures) {
        Duration delay = settings.retryDelay().multipliedBy(1L << Math.min(failures - 1, 30));
        return delay.compareTo(settings.maxRetryDelay()) > 0 ? settings.maxRetryDelay() : delay;
    }

    /** Whether the record is tried once more: Camel's {@code retryWhile}. */
    public boolean again(Exchange exchange) {
        return exchange.getProperty(AGAIN, false, Boolean.class);
    }

    /** The record is not tried any more: it was refused, or Camel is stopping and lets nothing be tried again. */
    public void refused(Exchange exchange) {
        if (again(exchange)) {
            run(exchange).deliveries().interrupt();
        } else {
            run(exchange).deliveries().refuse(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class));
        }
    }
}
