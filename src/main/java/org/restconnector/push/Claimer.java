package org.restconnector.push;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.restconnector.store.Batches.Batch;
import org.restconnector.store.Batches.Tenants;
import org.restconnector.store.Batches.Waiting;
import org.restconnector.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread of a flow that takes work out of the store: batches that are due, records that are to be
 * sent again, new records. It alone feeds the flow's aggregator.
 */
final class Claimer implements Runnable {
    /** How long a change that nobody here told of may go unseen. */
    private static final Duration POLL = Duration.ofMillis(500);

    private static final Duration STORE_AWAY = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(Claimer.class);

    private final RunningFlow flow;
    private final Semaphore signal = new Semaphore(0);
    private volatile boolean stopped;
    /** Something may have changed that only the store knows. */
    private volatile boolean woken = true;

    private volatile boolean roomAgain;

    private volatile Instant nextDue = Instant.EPOCH;
    private Instant nextPoll = Instant.EPOCH;
    private boolean moreWaiting;
    private boolean moreReplays;
    private boolean dueFirst;
    private boolean away;

    Claimer(RunningFlow flow) {
        this.flow = flow;
    }

    /** Records were accepted, or the flow was resumed. */
    void wake() {
        woken = true;
        signal.release();
    }

    /** A request has ended; in a flow of tenants there may be room for one that had none. */
    void freed() {
        roomAgain = true;
        signal.release();
    }

    /** A batch is due then. */
    synchronized void due(Instant at) {
        if (at.isBefore(nextDue)) {
            nextDue = at;
            signal.release();
        }
    }

    void stop() {
        stopped = true;
        signal.release();
    }

    @Override
    public void run() {
        while (!stopped) {
            try {
                boolean worked = work();
                flow.forming().commit();
                away = false;
                if (!worked) {
                    await(wakeUp());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (StoreException e) {
                pauseForStore(e);
            } catch (RuntimeException e) {
                LOG.error("flow {}: met a fault of the program itself", flow.name(), e);
                pauseForStore(e);
            }
        }
    }

    private void pauseForStore(RuntimeException e) {
        if (!away && !stopped) {
            LOG.warn("flow {}: cannot take records from the store, trying on: {}", flow.name(), e.getMessage());
        }
        away = true;
        try {
            await(flow.now().plus(STORE_AWAY));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            stopped = true;
        }
    }

    private void await(Instant until) throws InterruptedException {
        long millis = Duration.between(flow.now(), until).toMillis();
        if (millis > 0 && signal.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
            signal.drainPermits();
        }
    }

    private Instant wakeUp() {
        Instant at = nextPoll;
        if (flow.gate().isOpen() && flow.places() > 0) {
            at = earlier(at, earlier(flow.groups().nextDue(), nextDue));
            if (flow.passing().opensAt().isAfter(flow.now())) {
                at = earlier(at, flow.passing().opensAt());
            }
        }
        return flow.gate().opensAt().map(opens -> earlier(opens, nextPoll)).orElse(at);
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    /** Whether it did anything, and so may find more at once. */
    private boolean work() {
        Instant now = flow.now();
        if (woken || !nextPoll.isAfter(now)) {
            look(now);
        }
        if (!flow.gate().isOpen()) {
            return flow.gate().takeProbe() && probe();
        }
        if (roomAgain && flow.ofTenants().isPresent()) {
            roomAgain = false;
            flow.groups().freed();
            moreWaiting = true;
            due(now);
        }
        boolean worked = flow.groups().completeDue(flow::hasRoom);
        // in turns: neither first tries nor later ones may take all places
        dueFirst = !dueFirst;
        return worked | (dueFirst ? sendDue(now) | feed() : feed() | sendDue(now));
    }

    private boolean feed() {
        if (flow.passing().opensAt().isAfter(flow.now())) {
            return false;
        }
        boolean again = moreReplays && feedReplays();
        boolean fresh = moreWaiting && feedNew();
        return again || fresh;
    }

    private void look(Instant now) {
        woken = false;
        nextPoll = now.plus(POLL);
        flow.gate().refresh();
        moreWaiting = true;
        moreReplays = true;
        due(now);
        flow.ofTenants().ifPresent(tenants -> {
            roomAgain = true;
            tenants.look();
            if (flow.gate().isOpen()) {
                tenants.toProbe().forEach(this::probe);
            }
        });
    }

    private void probe(String tenant) {
        flow.batches().due(flow.name(), Tenants.only(tenant), 1).forEach(batch -> flow.sending()
                .dispatch(Attempt.of(flow, batch, InFlight.Weight.NONE).asProbe()));
    }

    private boolean sendDue(Instant now) {
        int places = flow.places();
        if (places <= 0 || nextDue.isAfter(now)) {
            return false;
        }
        // first, so that a time which a failing try sets meanwhile is not lost
        synchronized (this) {
            nextDue = Instant.MAX;
        }
        // few at a time: all of them may be of a tenant whose target hangs
        int most =
                flow.ofTenants().isPresent() ? Math.min(places, flow.settings().concurrency()) : places;
        List<Batch> due = flow.batches().due(flow.name(), flow.served(), most);
        due.forEach(this::send);
        due(
                due.isEmpty()
                        ? later(
                                flow.batches()
                                        .nextDue(flow.name(), flow.served())
                                        .orElse(Instant.MAX),
                                now)
                        : now);
        return !due.isEmpty();
    }

    private void send(Batch batch) {
        Attempt attempt = Attempt.of(flow, batch, InFlight.Weight.NONE);
        if (flow.target(attempt.tenant()).isPresent()) {
            flow.sending().dispatch(attempt);
        } else {
            flow.sending().putBack(attempt);
        }
    }

    /** The store's clock may be behind: what is due here is then not due there. */
    private static Instant later(Instant at, Instant now) {
        Instant soon = now.plusMillis(10);
        return at.isBefore(soon) ? soon : at;
    }

    /** One request to learn whether the target takes the credentials again. */
    private boolean probe() {
        List<Batch> due = flow.batches().due(flow.name(), 1);
        if (!due.isEmpty()) {
            flow.sending()
                    .dispatch(Attempt.of(flow, due.get(0), InFlight.Weight.NONE).asProbe());
            return true;
        }
        return feedNew();
    }

    private boolean feedReplays() {
        if (flow.places() <= 0 || flow.inFlight().room(flow.settings().limits().size()) == 0) {
            return false;
        }
        List<Waiting> records =
                flow.batches().replays(flow.name(), flow.settings().limits().size());
        moreReplays = !records.isEmpty();
        // not among the lane's new records: a batch of those is formed in the lane's order
        records.stream()
                .collect(
                        Collectors.groupingBy(record -> "again-" + record.lane().id()))
                .forEach((key, lane) -> flow.feed().feed(key, lane, false));
        return moreReplays;
    }

    private boolean feedNew() {
        int size = flow.settings().limits().size();
        long room = flow.inFlight().room(size);
        int places = flow.places();
        if (places <= 0 || room == 0) {
            return false;
        }
        boolean ordered = flow.settings().ordered();
        // what becomes batches together is stored together; of one tenant, no more than it may send
        int batches =
                flow.ofTenants().isPresent() ? Math.min(places, flow.settings().concurrency()) : places;
        int most = flow.passing()
                .most(
                        ordered
                                ? size
                                : (int) Math.min(
                                        (long) size * batches, flow.inFlight().freeRows()));
        List<Waiting> records = flow.batches().claim(flow.name(), flow.served(), ordered, most, room);
        moreWaiting = !records.isEmpty();
        if (moreWaiting && flow.target(records.get(0).lane().tenant()).isEmpty()) {
            flow.batches().release(records);
        } else if (moreWaiting) {
            flow.feed().feed(String.valueOf(records.get(0).lane().id()), records, records.size() == most);
        }
        return moreWaiting;
    }
}
