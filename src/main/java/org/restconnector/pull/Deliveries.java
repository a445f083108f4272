package org.restconnector.pull;

import java.time.Duration;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.restconnector.http.Fault;

/** Decides, for Camel's redelivery, whether a refused record is tried again and when: the bean {@code rest-deliveries}. */
public final class Deliveries implements Processor {
    private static final Set<String> FINAL = Set.of("config", "blocked_origin");
    private static final String AGAIN = "RestConnectorRecordAgain";

    private static PullRun run(Exchange exchange) {
        return PullRun.of(exchange);
    }

    /** Takes note of the failure that brought the record here, and throws it: the first of its tries. */
    public void attempt(Exchange exchange) throws Exception {
        if (run(exchange).parts().deliveries().current().failures() == 0) {
            throw exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        }
        run(exchange).parts().deliveries().refill(exchange.getMessage());
    }

    /** Runs before Camel asks whether and when to try again. */
    @Override
    public void process(Exchange exchange) {
        PullRun run = run(exchange);
        DeliverySettings settings = run.settings().delivery();
        int failures = run.parts().deliveries().current().fail();
        Exception cause = exchange.getException() != null
                ? exchange.getException()
                : exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        boolean again = failures <= settings.retries()
                && !run.parts().deliveries().expectsAway()
                && !isFinal(cause)
                && !Interruption.is(cause, exchange.getContext());
        exchange.setProperty(AGAIN, again);
        exchange.getMessage()
                .setHeader(Exchange.REDELIVERY_DELAY, delay(settings, failures).toMillis());
    }

    /** A fetch that cannot ask for this record's children: nothing would be another way the next time. */
    private static boolean isFinal(Exception cause) {
        return cause instanceof Fault fault && FINAL.contains(fault.code());
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
        Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        if (again(exchange) || Interruption.is(cause, exchange.getContext())) {
            run(exchange).parts().deliveries().interrupt();
        } else {
            run(exchange).parts().deliveries().refuse(cause);
        }
    }
}
