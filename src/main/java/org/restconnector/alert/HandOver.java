package org.restconnector.alert;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.restconnector.pull.EndpointFault;
import org.restconnector.store.Alerts;
import org.restconnector.store.Alerts.Event;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives the events that wait to the route {@code rest-alerts}, one at a time, until it has taken them. Used by one thread. */
final class HandOver {
    /** Events that have waited longer, or are more, are given up. */
    private static final Duration LONGEST_WAIT = Duration.ofHours(24);

    private static final int MOST_WAITING = 1000;

    private static final Duration ONE_TRY = Duration.ofSeconds(30);
    private static final Duration FIRST_DELAY = Duration.ofSeconds(5);
    private static final Duration LONGEST_DELAY = Duration.ofMinutes(10);
    private static final int DOUBLINGS = 8;
    private static final Logger LOG = LoggerFactory.getLogger(Alerting.class);

    private final Alerts alerts;
    private final ProducerTemplate template;
    private final ExecutorService threads;
    private boolean failing;

    /** @param threads bounded, without a queue: a try that hangs keeps one */
    HandOver(Alerts alerts, ProducerTemplate template, ExecutorService threads) {
        this.alerts = Objects.requireNonNull(alerts, "alerts");
        this.template = Objects.requireNonNull(template, "template");
        this.threads = Objects.requireNonNull(threads, "threads");
    }

    /** Until none is due, or one was not taken: the next would not be either. */
    void all(Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        Optional<Event> event = Optional.empty();
        boolean taken = true;
        while (taken && System.nanoTime() < end) {
            event = alerts.take(ONE_TRY.multipliedBy(2));
            if (event.isEmpty()) {
                break;
            }
            long left = Math.min(ONE_TRY.toNanos(), Math.max(1, end - System.nanoTime()));
            taken = handedOver(event.get(), Duration.ofNanos(left));
        }
        if (!taken) {
            int given = alerts.giveUp(LONGEST_WAIT, MOST_WAITING);
            if (given > 0) {
                LOG.warn(
                        "{} alerts were given up: {} took none for {} h, or more than {} wait",
                        given,
                        Alerting.KEY,
                        LONGEST_WAIT.toHours(),
                        MOST_WAITING);
            }
        }
    }

    private boolean handedOver(Event event, Duration atMost) {
        Optional<String> reason = send(event, atMost);
        if (reason.isEmpty()) {
            alerts.handedOver(event);
            if (failing) {
                LOG.info("{} takes alerts again", Alerting.KEY);
            }
            failing = false;
            return true;
        }
        Duration delay = FIRST_DELAY.multipliedBy(1L << Math.min(DOUBLINGS, event.tries() - 1));
        alerts.postpone(event, delay.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : delay);
        if (!failing) {
            LOG.warn(
                    "{} did not take an alert: {}; it is kept and tried again, for {} h",
                    Alerting.KEY,
                    reason.get(),
                    LONGEST_WAIT.toHours());
        }
        failing = true;
        return false;
    }

    /** @return why it was not taken; empty if it was */
    private Optional<String> send(Event event, Duration atMost) {
        Future<Exchange> sent;
        try {
            sent = threads.submit(() -> template.send(
                    "direct:rest-alerts", exchange -> exchange.getMessage().setBody(event.body())));
        } catch (RejectedExecutionException e) {
            return Optional.of("earlier ones still hang there");
        }
        try {
            return Optional.ofNullable(
                            sent.get(atMost.toMillis(), TimeUnit.MILLISECONDS).getException())
                    .map(EndpointFault::words);
        } catch (TimeoutException e) {
            sent.cancel(true);
            return Optional.of("no answer within " + Math.max(1, atMost.toSeconds()) + " s");
        } catch (ExecutionException e) {
            return Optional.of(EndpointFault.words(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("the program ends");
        }
    }
}
