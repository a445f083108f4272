package org.restconnector.observe;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.ServiceStatus;
import org.restconnector.metrics.Metrics;
import org.restconnector.metrics.Owner;
import org.restconnector.pull.PullRegistry;
import org.restconnector.pull.PullSchedule;
import org.restconnector.push.FlowRegistry;
import org.restconnector.store.Store;

/** Watches a started application. Answers within seconds whatever the store does; safe for use by many threads. */
public final class Observer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final OwnMeters meters;
    private final Metrics metrics;
    private final PullRegistry pulls;
    private final FlowRegistry flows;
    private final LatestOverview overview;
    private final OverviewGauges gauges;
    private final Health health;
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2, task -> {
        Thread thread = new Thread(task, "observer");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * @param metrics what counts into the meters
     * @param application what state the application is in
     */
    public Observer(
            OwnMeters meters,
            Metrics metrics,
            Store store,
            PullRegistry pulls,
            PullSchedule schedule,
            FlowRegistry flows,
            Supplier<ServiceStatus> application) {
        this.meters = meters;
        this.metrics = metrics;
        this.pulls = pulls;
        this.flows = flows;
        StoreWatch watch = new StoreWatch(store::now, System::nanoTime);
        OverviewReader reader = new OverviewReader(store, pulls, schedule, flows);
        this.overview = new LatestOverview(reader::read, threads, System::nanoTime, PATIENCE);
        this.gauges = new OverviewGauges(meters.registry(), watch::isUp);
        this.health = new Health(application, store.survey()::isWorking, watch, overview);
        long millis = StoreWatch.EVERY.toMillis();
        threads.scheduleWithFixedDelay(watch, millis, millis, TimeUnit.MILLISECONDS);
    }

    public Health health() {
        return health;
    }

    /** All metrics, in Prometheus' text format 0.0.4. */
    public synchronized String metrics() {
        Set<Owner> owners = Stream.concat(
                        pulls.all().stream().map(Owner::pull),
                        flows.names().stream().map(Owner::flow))
                .collect(Collectors.toSet());
        metrics.retain(owners);
        gauges.show(overview.get());
        return meters.text();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
