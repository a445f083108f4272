package org.restconnector.alert;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.restconnector.pull.DirectEndpoints;
import org.restconnector.pull.PullRegistry;
import org.restconnector.push.FlowRegistry;
import org.restconnector.store.Store;
import org.restconnector.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends events to {@code connector.alerts.to} while it is set: the bean {@code rest-alerts} of the route {@code rest-alerts}.
 * It has threads of its own and looks at the store alone, so that no run and no delivery waits for it.
 */
public final class Alerting {
    /** The key of the configuration. */
    public static final String KEY = "connector.alerts.to";

    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final Duration ONE_ROUND = Duration.ofMinutes(1);
    private static final int MOST_HANGING = 4;
    private static final Logger LOG = LoggerFactory.getLogger(Alerting.class);

    private final Optional<String> to;
    private final CamelContext context;
    private final PullRegistry pulls;
    private final FlowRegistry flows;
    private final Supplier<Store> store;
    private final boolean scheduled;
    private Optional<Work> work = Optional.empty();
    private boolean away;

    /**
     * @param to an endpoint URI; empty if nothing is to be sent
     * @param store asked for when it begins
     * @param scheduled whether pulls run by their schedules
     */
    public Alerting(
            Optional<String> to,
            CamelContext context,
            PullRegistry pulls,
            FlowRegistry flows,
            Supplier<Store> store,
            boolean scheduled) {
        this.to = Objects.requireNonNull(to, "to").map(DirectEndpoints::unblocked);
        this.context = Objects.requireNonNull(context, "context");
        this.pulls = Objects.requireNonNull(pulls, "pulls");
        this.flows = Objects.requireNonNull(flows, "flows");
        this.store = Objects.requireNonNull(store, "store");
        this.scheduled = scheduled;
    }

    private record Work(Observer observer, HandOver handOver, ScheduledExecutorService thread) {}

    /** The endpoint, for a recipient list. */
    public String to(Exchange exchange) {
        exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "application/json");
        return to.orElseThrow(() -> new IllegalStateException(KEY + " is not set"));
    }

    /** Begins to look; what happened before is no news. Before any pull runs, so that nothing is missed. */
    public synchronized void start() {
        if (to.isEmpty() || work.isPresent()) {
            return;
        }
        Work begun = new Work(
                new Observer(pulls, flows, store.get(), scheduled),
                new HandOver(store.get().alerts(), context.createProducerTemplate(), threads()),
                context.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "alerts"));
        work = Optional.of(begun);
        begun.thread()
                .scheduleWithFixedDelay(
                        () -> round(begun, ONE_ROUND), EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Several, as one that hangs in an endpoint cannot always be broken off. */
    private ExecutorService threads() {
        return new ThreadPoolExecutor(0, MOST_HANGING, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
            Thread thread = new Thread(task, "alerts-to");
            thread.setDaemon(true);
            return thread;
        });
    }

    private void round(Work begun, Duration atMost) {
        try {
            begun.observer().look();
            begun.handOver().all(atMost);
            away = false;
        } catch (StoreException e) {
            if (!away) {
                LOG.warn("alerts wait: the store is away: {}", e.getMessage());
            }
            away = true;
        } catch (RuntimeException e) {
            LOG.error("alerts met a fault of the program itself", e);
        }
    }

    /** Looks a last time and hands over what it can in that time; the rest stays in the store. */
    public synchronized void stop(Duration atMost) {
        work.ifPresent(begun -> {
            begun.thread().execute(() -> round(begun, atMost));
            begun.thread().shutdown();
            try {
                if (!begun.thread().awaitTermination(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                    begun.thread().shutdownNow();
                    begun.thread().awaitTermination(1, TimeUnit.SECONDS);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            tellOfTheRest();
        });
        work = Optional.empty();
    }

    private void tellOfTheRest() {
        try {
            long waiting = store.get().alerts().waiting();
            if (waiting > 0) {
                LOG.warn("{} alerts were not taken by {}; they stay in the store for the next start", waiting, KEY);
            }
        } catch (StoreException e) {
            LOG.debug("The store is away", e);
        }
    }
}
