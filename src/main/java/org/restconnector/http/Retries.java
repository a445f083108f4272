package org.restconnector.http;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.restconnector.metrics.Metrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides, for Camel's redelivery, whether a call is tried again and when. Its {@link #process} runs
 * before Camel asks for the delay, and leaves it in the header that Camel reads it from.
 */
public final class Retries implements Processor {
    private static final Logger LOG = LoggerFactory.getLogger(Retries.class);
    private static final String AGAIN = "RestConnectorAgain";

    private final Metrics metrics;

    public Retries(Metrics metrics) {
        this.metrics = Objects.requireNonNull(metrics, "metrics");
    }

    @Override
    public void process(Exchange exchange) {
        exchange.removeProperty(AGAIN);
        TransientFault fault = exchange.getException(TransientFault.class);
        if (fault == null) {
            fault = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, TransientFault.class);
        }
        HttpCall call = exchange.getProperty(HttpCalls.CALL, HttpCall.class);
        if (fault == null || call == null) {
            return;
        }
        int failures = call.failed();
        Optional<Duration> wait = wait(call.retry(), fault, failures);
        wait.ifPresent(delay -> exchange.getMessage().setHeader(Exchange.REDELIVERY_DELAY, delay.toMillis()));
        exchange.setProperty(AGAIN, wait.isPresent());
        if (wait.isPresent()) {
            metrics.of(call.api().traffic().caller()).retried();
            LOG.info(
                    "{}: {}; trying again in {} ms (try {} of {})",
                    call.owner(),
                    fault.getMessage(),
                    wait.get().toMillis(),
                    failures + 1,
                    call.retry().retries() + 1);
        }
    }

    private static Optional<Duration> wait(RetrySettings settings, TransientFault fault, int failures) {
        if (failures > settings.retries() || tooLong(settings, fault)) {
            return Optional.empty();
        }
        return fault.retryAfter()
                .or(() -> Optional.of(settings.delayBefore(
                        failures, ThreadLocalRandom.current().nextDouble())));
    }

    private static boolean tooLong(RetrySettings settings, TransientFault fault) {
        return fault.retryAfter()
                .filter(asked -> asked.compareTo(settings.maxRetryAfter()) > 0)
                .isPresent();
    }

    /** Whether the call is tried once more: Camel's {@code retryWhile}. */
    public boolean again(Exchange exchange) {
        return exchange.getProperty(AGAIN, false, Boolean.class);
    }

    /** The code and message under which a call ends that is not tried again. */
    public static Fault verdict(HttpCall call, TransientFault fault) {
        boolean token = fault instanceof TokenFault;
        if (tooLong(call.retry(), fault)) {
            return new PermanentFault(
                    token ? fault.code() : "rate_limited",
                    fault.getMessage() + " (it asks to wait "
                            + fault.retryAfter().orElseThrow().toSeconds() + " s, more than maxRetryAfter)",
                    fault);
        }
        int tries = call.retry().retries() + 1;
        String message = fault.getMessage() + " (" + tries + (tries == 1 ? " try)" : " tries)");
        boolean limited =
                !token && fault.status().filter(status -> status == 429).isPresent();
        String code = limited ? "rate_limited" : fault.code();
        return new PermanentFault(code, message, fault);
    }
}
