package org.restconnector.push;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.restconnector.http.Budget.Patience;
import org.restconnector.http.HttpCalls;
import org.restconnector.http.PermanentFault;
import org.restconnector.http.Turn;
import org.restconnector.store.Batches;
import org.restconnector.store.Batches.Batch;
import org.restconnector.store.Batches.Waiting;
import org.restconnector.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A flow at work: its claimer, its open groups and its senders. */
final class RunningFlow implements FlowDirectory.Flow {
    /** The exchange property that holds the flow of a record. */
    static final String PROPERTY = "RestConnectorFlow";

    static final String GROUP = "RestConnectorGroup";
    static final String BATCH_SIZE = "RestConnectorBatchSize";

    private static final Duration STORE_AWAY = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(RunningFlow.class);

    private final PushSettings settings;
    private final FlowServices services;
    private final Gate gate;
    private final InFlight inFlight;
    private final OpenGroups groups;
    private final Sender sender;
    private final Conclusion conclusion;
    private final Claimer claimer = new Claimer(this);
    private final Thread thread;
    private final CountDownLatch stopping = new CountDownLatch(1);

    RunningFlow(PushSettings settings, FlowServices services) {
        this.settings = settings;
        this.services = services;
        this.gate = new Gate(settings.name(), services.batches(), services.clock());
        this.inFlight = new InFlight(settings.limits().size());
        this.groups = new OpenGroups(
                settings, services.clock(), group -> services.groups().complete(route(), group));
        this.sender = new Sender(settings.name(), settings.concurrency());
        this.conclusion = new Conclusion(this, services);
        this.thread = new Thread(claimer, "flow-" + settings.name() + "-claim");
        thread.setDaemon(true);
    }

    private String route() {
        return "flow-" + settings.name();
    }

    PushSettings settings() {
        return settings;
    }

    FlowServices services() {
        return services;
    }

    Batches batches() {
        return services.batches();
    }

    Gate gate() {
        return gate;
    }

    InFlight inFlight() {
        return inFlight;
    }

    OpenGroups groups() {
        return groups;
    }

    Sender sender() {
        return sender;
    }

    Claimer claimer() {
        return claimer;
    }

    Conclusion conclusion() {
        return conclusion;
    }

    Instant now() {
        return services.clock().instant();
    }

    boolean isStopping() {
        return stopping.getCount() == 0;
    }

    void start() {
        thread.start();
    }

    /** Sends claimed records through the flow's route, whose aggregator forms them into batches. */
    void feed(String key, List<Waiting> records, boolean more) {
        inFlight.take(InFlight.Weight.of(records));
        for (Waiting record : records) {
            Exchange exchange = services.template().send("direct:rest-push-" + settings.name(), fed -> {
                fed.setProperty(PROPERTY, this);
                fed.setProperty(GROUP, key);
                fed.setProperty(BATCH_SIZE, settings.limits().size());
                fed.getMessage().setBody(record);
            });
            if (exchange.getException() != null) {
                giveBack(key, records);
                throw new IllegalStateException(
                        "flow " + name() + ": record " + record.seq() + " of job " + record.jobId()
                                + " could not be put into a batch",
                        exchange.getException());
            }
        }
        groups.fed(key, more, now());
    }

    private void giveBack(String key, List<Waiting> records) {
        services.groups().discard(route(), key);
        Set<Waiting> all = new LinkedHashSet<>(groups.drop(key));
        all.addAll(records);
        batches().release(List.copyOf(all));
        inFlight.release(InFlight.Weight.of(List.copyOf(all)));
    }

    /** Sends the batch as soon as its turn comes. */
    void dispatch(Attempt attempt) {
        try {
            sender.submit(attempt);
        } catch (RejectedExecutionException e) {
            sender.ended();
            inFlight.release(attempt.weight());
            conclusion.giveBack(attempt);
        }
    }

    /** An attempt's turn, in a thread of the sender. */
    void send(Attempt attempt) {
        try {
            if (maySend(attempt)) {
                sendInTurn(attempt);
            } else {
                conclusion.giveBack(attempt);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error(
                    "flow {}: batch {} met a fault of the program itself",
                    name(),
                    attempt.batch().key(),
                    e);
        } finally {
            ended(attempt);
        }
    }

    private boolean maySend(Attempt attempt) {
        return attempt.probe() || gate.isOpen() && !isStopping();
    }

    /** The turn first: whoever waits for one holds no place of another flow. */
    private void sendInTurn(Attempt attempt) throws InterruptedException {
        try (Turn turn = services.budgets().of(settings.api()).take(Patience.of(settings.api(), this::isStopping))) {
            if (maySend(attempt)) {
                transmit(attempt, turn);
            } else {
                conclusion.giveBack(attempt);
            }
        } catch (PermanentFault e) {
            // it was asked to stop while it waited
            conclusion.giveBack(attempt);
        }
    }

    private void transmit(Attempt attempt, Turn turn) throws InterruptedException {
        services.places().acquire();
        try {
            Exchange exchange = services.template().send("direct:rest-push-send", sent -> {
                sent.setProperty(PushSteps.ATTEMPT, attempt);
                sent.setProperty(HttpCalls.TURN, turn);
            });
            if (exchange.getException() != null) {
                LOG.error(
                        "flow {}: batch {} met a fault of the program itself",
                        name(),
                        key(attempt),
                        exchange.getException());
                Judge judge = new Judge(settings);
                Batch batch = attempt.batch();
                conclusion.store(
                        attempt,
                        judge.of(exchange.getException(), batch.members().size(), batch.attempts()));
            }
        } finally {
            services.places().release();
        }
    }

    private static String key(Attempt attempt) {
        return attempt.batch().key();
    }

    private void ended(Attempt attempt) {
        inFlight.release(attempt.weight());
        sender.ended();
        claimer.signal();
    }

    /** Repeats a write while the store is away: what the target said must not be lost. */
    void persist(String what, Runnable write) {
        persist(what, () -> {
            write.run();
            return true;
        });
    }

    /** As {@link #persist(String, Runnable)}, with what the write returns. */
    <T> T persist(String what, Supplier<T> write) {
        boolean told = false;
        while (true) {
            try {
                return write.get();
            } catch (StoreException e) {
                if (!told) {
                    LOG.warn("flow {}: cannot store {}, trying on: {}", name(), what, e.getMessage());
                    told = true;
                }
                if (waitForStop(STORE_AWAY)) {
                    throw e;
                }
            }
        }
    }

    private boolean waitForStop(Duration time) {
        try {
            return stopping.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Claims no more, gives back what is unsent. */
    void stopClaiming() {
        stopping.countDown();
        claimer.stop();
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        services.groups().discard(route());
        List<Waiting> unsent = groups.clear();
        if (!unsent.isEmpty()) {
            batches().release(unsent);
        }
        for (Attempt attempt : sender.shutdown()) {
            conclusion.giveBack(attempt);
        }
    }

    /** Waits for the requests in flight until then. */
    void awaitEnd(Instant until) {
        try {
            sender.awaitEnd(Duration.between(now(), until));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String name() {
        return settings.name();
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
    public boolean ordered() {
        return settings.ordered();
    }

    @Override
    public Optional<byte[]> render(String tenant, String stream, byte[] record) {
        byte[] body = settings.form().render(record, stream, UUID.randomUUID().toString());
        return Optional.of(settings.payload().render(List.of(body)));
    }

    @Override
    public void sendNext(Batch batch) {
        dispatch(Attempt.of(this, batch, InFlight.Weight.NONE).asNext());
    }

    @Override
    public void wake() {
        claimer.wake();
    }
}
