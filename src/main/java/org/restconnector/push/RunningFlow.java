package org.restconnector.push;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.restconnector.log.About;
import org.restconnector.metrics.Owner;
import org.restconnector.metrics.Tally;
import org.restconnector.store.Batches;
import org.restconnector.store.Batches.Batch;
import org.restconnector.store.Jobs.Immediate;

/** A flow at work: its parts, its beginning and its end. */
final class RunningFlow implements FlowDirectory.Flow {
    /** The exchange property that holds the flow of a record. */
    static final String PROPERTY = "RestConnectorFlow";

    static final String GROUP = "RestConnectorGroup";
    static final String BATCH_SIZE = "RestConnectorBatchSize";

    private static final Duration RESULTS_END = Duration.ofSeconds(2);

    /** What a request takes beside its {@code timeout}: a token, its result. */
    private static final Duration BESIDE = Duration.ofSeconds(10);

    private final PushSettings settings;
    private final FlowServices services;
    private final Gate gate;
    private final InFlight inFlight;
    private final OpenGroups groups;
    private final Forming forming;
    private final Passing passing;
    private final Feed feed;
    private final Sender sender;
    private final Sending sending;
    private final Results results;
    private final Conclusion conclusion;
    private final TargetLog targetLog;
    private final WebhookCalls webhooks;
    private final Claimer claimer = new Claimer(this);
    private final Thread thread;
    private final CountDownLatch stopping = new CountDownLatch(1);

    RunningFlow(PushSettings settings, FlowServices services) {
        this.settings = settings;
        this.services = services;
        this.gate = new Gate(settings.name(), services.batches(), services.clock());
        this.targetLog = new TargetLog(settings.name(), services.clock());
        this.inFlight = new InFlight(settings.limits().size());
        this.groups = new OpenGroups(settings, services.clock(), services.batches()::newKey, group -> services.groups()
                .complete(route(), group));
        this.forming = new Forming(this, services);
        this.passing = new Passing(this, services);
        this.feed = new Feed(this, services);
        this.sender = new Sender(settings.name(), settings.concurrency());
        this.sending = new Sending(this, services, sender);
        this.results = new Results(settings.name());
        this.conclusion = new Conclusion(this, services, new StoreWrites(settings.name(), stopping), results);
        this.webhooks = new WebhookCalls(settings, services);
        this.thread = new Thread(About.flow(settings.name(), claimer), "flow-" + settings.name() + "-claim");
        thread.setDaemon(true);
    }

    String route() {
        return "flow-" + settings.name();
    }

    PushSettings settings() {
        return settings;
    }

    FlowServices services() {
        return services;
    }

    Tally tally() {
        return services.metrics().of(Owner.flow(settings.name()));
    }

    Batches batches() {
        return services.batches();
    }

    Gate gate() {
        return gate;
    }

    TargetLog targetLog() {
        return targetLog;
    }

    InFlight inFlight() {
        return inFlight;
    }

    OpenGroups groups() {
        return groups;
    }

    Forming forming() {
        return forming;
    }

    Passing passing() {
        return passing;
    }

    Feed feed() {
        return feed;
    }

    Sending sending() {
        return sending;
    }

    Claimer claimer() {
        return claimer;
    }

    Conclusion conclusion() {
        return conclusion;
    }

    /** How many more batches may be made or taken. */
    int places() {
        return sender.places() - forming.size();
    }

    Instant now() {
        return services.clock().instant();
    }

    boolean isStopping() {
        return stopping.getCount() == 0;
    }

    void start() {
        thread.start();
        webhooks.start();
    }

    /** Claims no more, gives back what is unsent; once is enough. */
    synchronized void stopClaiming() {
        if (isStopping()) {
            return;
        }
        stopping.countDown();
        webhooks.stop();
        claimer.stop();
        passing.stop();
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        feed.end();
        for (Attempt attempt : sender.shutdown()) {
            conclusion.giveBack(attempt);
        }
    }

    /** Waits for the requests in flight for as long as each may take. */
    void awaitEnd() {
        awaitEnd(now().plus(settings.api().timeout()).plus(BESIDE));
    }

    /** Waits for the requests in flight until then. */
    void awaitEnd(Instant until) {
        try {
            sender.awaitEnd(Duration.between(now(), until));
            webhooks.awaitEnd(Duration.between(now(), until));
            results.awaitEnd(RESULTS_END);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public String description() {
        return settings.description();
    }

    @Override
    public boolean accepts(String stream) {
        return settings.streams().isEmpty() || settings.streams().contains(stream);
    }

    @Override
    public boolean knows(String tenant) {
        return true;
    }

    @Override
    public String externalIdField() {
        return settings.form().removed();
    }

    @Override
    public Optional<Immediate> immediate(String tenant, String stream, byte[] record) {
        if (settings.via().isPresent()) {
            return Optional.empty();
        }
        String key = batches().newKey();
        return Optional.of(new Immediate(settings.ordered(), key, settings.body(List.of(record), stream, key)));
    }

    @Override
    public void sendNext(Batch batch) {
        sending.dispatch(Attempt.of(this, batch, InFlight.Weight.NONE).asNext());
    }

    @Override
    public void hurry(String jobId) {
        feed.hurry(jobId);
        claimer.wake();
    }

    @Override
    public void wake() {
        claimer.wake();
    }
}
