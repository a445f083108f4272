package org.restconnector.push;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.restconnector.http.BreakOff;
import org.restconnector.log.About;
import org.restconnector.store.StoreException;
import org.restconnector.store.Webhooks;
import org.restconnector.store.Webhooks.Call;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the calls of a flow's webhook, through the route {@code rest-push-webhook}, in threads of its own: the
 * flow does not wait for them.
 */
final class WebhookCalls {
    private static final int AT_ONCE = 4;
    private static final Duration LOOKS_EVERY = Duration.ofMillis(500);
    private static final Duration STORE_AWAY = Duration.ofSeconds(5);
    /** What a flow that ends, or is edited, waits for its webhook at most. */
    private static final Duration LAST_CALLS = Duration.ofSeconds(3);
    /** Beyond the call's own deadline. */
    private static final Duration CLAIM_MARGIN = Duration.ofSeconds(15);

    private static final Logger LOG = LoggerFactory.getLogger(WebhookCalls.class);

    private final PushSettings settings;
    private final FlowServices services;
    private final Semaphore places = new Semaphore(AT_ONCE);
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final ExecutorService callers;
    private final Thread thread;
    private final Set<BreakOff> underWay = ConcurrentHashMap.newKeySet();
    private volatile boolean listening;

    WebhookCalls(PushSettings settings, FlowServices services) {
        this.settings = settings;
        this.services = services;
        String name = "flow-" + settings.name() + "-webhook";
        AtomicInteger number = new AtomicInteger();
        this.callers = new ThreadPoolExecutor(
                0,
                AT_ONCE,
                30,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                task -> daemon(About.flow(settings.name(), task), name + "-" + number.incrementAndGet()));
        this.thread = daemon(About.flow(settings.name(), this::work), name);
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Of jobs that are accepted from now on. */
    void start() {
        listen();
        thread.start();
    }

    void stop() {
        stopping.countDown();
    }

    /** Waits a moment for the calls under way; those that take longer are broken off, and made again. */
    void awaitEnd(Duration atMost) throws InterruptedException {
        Duration time = atMost.compareTo(LAST_CALLS) < 0 ? atMost : LAST_CALLS;
        long end = System.nanoTime() + Math.max(0, time.toNanos());
        thread.join(millisUntil(end) + 1);
        callers.shutdown();
        if (!callers.awaitTermination(millisUntil(end), TimeUnit.MILLISECONDS)) {
            underWay.forEach(BreakOff::now);
            callers.shutdownNow();
            callers.awaitTermination(1, TimeUnit.SECONDS);
        }
    }

    private static long millisUntil(long nanos) {
        return Math.max(0, TimeUnit.NANOSECONDS.toMillis(nanos - System.nanoTime()));
    }

    private void work() {
        try {
            while (!listening && !stopping.await(STORE_AWAY.toMillis(), TimeUnit.MILLISECONDS)) {
                listen();
            }
            while (settings.webhook().isPresent() && stopping.getCount() > 0) {
                stopping.await(next().toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void listen() {
        Set<Webhooks.Event> events =
                settings.webhook().map(WebhookSettings::events).orElse(Set.of());
        try {
            services.webhooks().listen(settings.name(), events);
            listening = true;
        } catch (StoreException e) {
            LOG.warn("flow {}: its webhook is not set up yet: {}", settings.name(), e.getMessage());
        }
    }

    /** How long to wait before the next look. */
    private Duration next() throws InterruptedException {
        try {
            return round();
        } catch (StoreException e) {
            LOG.warn("flow {}: the calls of its webhook wait: {}", settings.name(), e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("flow {}: its webhook met a fault of the program itself", settings.name(), e);
        }
        return STORE_AWAY;
    }

    /** Makes the calls that are due. */
    private Duration round() throws InterruptedException {
        // not for longer: whoever waits does not see that the flow stops
        if (!places.tryAcquire(LOOKS_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
            return Duration.ZERO;
        }
        int free = 1 + places.drainPermits();
        int begun = 0;
        try {
            List<Call> calls = services.webhooks()
                    .due(settings.name(), free, settings.api().timeout().plus(CLAIM_MARGIN));
            for (Call call : calls) {
                try {
                    callers.execute(() -> make(call));
                    begun++;
                } catch (RejectedExecutionException e) {
                    // the flow has ended meanwhile
                    services.webhooks().giveBack(call);
                }
            }
            return begun == free ? Duration.ZERO : LOOKS_EVERY;
        } finally {
            places.release(free - begun);
        }
    }

    private void make(Call call) {
        BreakOff breakOff = new BreakOff();
        underWay.add(breakOff);
        try {
            services.template().send("direct:rest-push-webhook", exchange -> {
                exchange.setProperty(BreakOff.PROPERTY, breakOff);
                exchange.setProperty(WebhookSteps.CALL, new WebhookSteps.Sent(call, settings, services, breakOff));
            });
        } catch (RuntimeException e) {
            LOG.error(
                    "flow {}: the webhook's call {} met a fault of the program itself", settings.name(), call.key(), e);
        } finally {
            underWay.remove(breakOff);
            places.release();
        }
    }
}
