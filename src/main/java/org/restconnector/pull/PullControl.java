package org.restconnector.pull;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.restconnector.store.Run;
import org.restconnector.store.RunInProgressException;

/** Starts runs beside the schedule, and says when the schedule starts the next. Safe for use by many threads. */
public final class PullControl {
    private final PullRegistry registry;
    private final PullSchedule schedule;
    private final ProducerTemplate template;
    private final ExecutorService threads;

    /** @param threads one for each run that is started here */
    public PullControl(
            PullRegistry registry, PullSchedule schedule, ProducerTemplate template, ExecutorService threads) {
        this.registry = Objects.requireNonNull(registry, "registry");
        this.schedule = Objects.requireNonNull(schedule, "schedule");
        this.template = Objects.requireNonNull(template, "template");
        this.threads = Objects.requireNonNull(threads, "threads");
    }

    /** In alphabetical order. */
    public List<String> names() {
        return registry.names();
    }

    /** As users write it: {@code every 15m}. */
    public String schedule(String pull) {
        return registry.settings(pull).schedule().orElseThrow().text();
    }

    /** The endpoint URIs it delivers to, without secrets. */
    public List<String> destinations(String pull) {
        return registry.shownDestinations(pull);
    }

    /** When its schedule starts the next run, if it is not paused; in the past if it is about to. */
    public Optional<Instant> next(String pull) {
        return schedule.next(pull);
    }

    /**
     * Starts a run, and returns once it has begun; its end is recorded as every run's is.
     *
     * @throws RunInProgressException if the pull is running already
     * @throws IllegalStateException if it could not begin, saying why
     */
    public Run start(String pull) {
        registry.settings(pull);
        CompletableFuture<Run> begun = new CompletableFuture<>();
        threads.execute(() -> run(pull, begun));
        try {
            return begun.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RunInProgressException running
                    ? running
                    : new IllegalStateException(
                            "pull " + pull + " could not begin: " + e.getCause().getMessage(), e.getCause());
        }
    }

    private void run(String pull, CompletableFuture<Run> begun) {
        try {
            Exchange exchange = template.send("direct:rest-pages", sent -> {
                sent.setProperty(Pulls.PULL, pull);
                Consumer<Run> listener = begun::complete;
                sent.setProperty(Pulls.BEGUN, listener);
            });
            // only a run that did not begin is still waited for
            begun.completeExceptionally(reason(exchange));
        } catch (RuntimeException | Error e) {
            begun.completeExceptionally(e);
        }
    }

    private static Exception reason(Exchange exchange) {
        Exception handled = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        Exception open = exchange.getException();
        return open != null ? open : handled != null ? handled : new IllegalStateException("the route was left");
    }
}
