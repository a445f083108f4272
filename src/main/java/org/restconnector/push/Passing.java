package org.restconnector.push;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.restconnector.http.RetrySettings;
import org.restconnector.log.About;
import org.restconnector.store.Batches.Outcome;
import org.restconnector.store.Batches.Result;
import org.restconnector.store.Batches.Settled;
import org.restconnector.store.Batches.Waiting;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes claimed records through the flow's {@code via} before they are put into batches. One that is refused
 * fails, the others go on; where the endpoint cannot be reached, the records wait in their lane, and are
 * claimed again later. Used by the flow's claimer alone.
 */
final class Passing {
    private static final Logger LOG = LoggerFactory.getLogger(Passing.class);
    private static final int MOST_EARLY = 2_000;
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private final RunningFlow flow;
    private final FlowServices services;
    private final Optional<ViaCall> via;
    private final int width;
    private final ThreadPoolExecutor threads;
    /** Of records that passed while one before them did not: they pass but once. */
    private final Map<Long, Optional<Waiting>> early = new HashMap<>();

    private Instant opensAt = Instant.EPOCH;
    private long held;
    private int tries;

    Passing(RunningFlow flow, FlowServices services) {
        this.flow = flow;
        this.services = services;
        this.via = flow.settings().via().map(uri -> new ViaCall(services, uri));
        // an ordered flow's records pass in their order, too
        this.width = flow.settings().ordered() ? 1 : flow.settings().concurrency();
        this.threads = new ThreadPoolExecutor(width, width, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            Thread thread = new Thread(About.flow(flow.name(), task), "flow-" + flow.name() + "-via");
            thread.setDaemon(true);
            return thread;
        });
        threads.allowCoreThreadTimeOut(true);
    }

    /** How many records to claim at a time; a wait for them must not hold up what is due. */
    int most(int wanted) {
        return via.isEmpty()
                ? wanted
                : Math.min(wanted, Math.max(flow.settings().limits().size(), 2 * width));
    }

    /** When records may pass again; long ago if they may now. */
    Instant opensAt() {
        return opensAt;
    }

    void stop() {
        threads.shutdownNow();
    }

    /** The records that go on, as they go on; the others have their result, or were given back. */
    List<Waiting> pass(List<Waiting> records) {
        if (via.isEmpty()) {
            return records;
        }
        List<Waiting> on = new ArrayList<>();
        List<Settled> settled = new ArrayList<>();
        try {
            int passed = 0;
            while (passed < records.size()) {
                List<Waiting> next = records.subList(passed, Math.min(records.size(), passed + width));
                int went = passTogether(next, on, settled);
                passed += went;
                if (went < next.size()) {
                    break;
                }
            }
            if (passed == records.size()) {
                opened();
            }
            if (!settled.isEmpty()) {
                flow.conclusion().settle(settled);
            }
            if (passed < records.size()) {
                flow.batches().release(records.subList(passed, records.size()));
            }
            return on;
        } catch (RuntimeException e) {
            flow.batches().release(records);
            throw e;
        }
    }

    /** How many of them, from the first on, are through. */
    private int passTogether(List<Waiting> records, List<Waiting> on, List<Settled> settled) {
        List<Callable<Optional<Waiting>>> calls = records.stream()
                .<Callable<Optional<Waiting>>>map(record -> () -> pass(record))
                .toList();
        List<Future<Optional<Waiting>>> answers;
        try {
            answers = threads.invokeAll(calls);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        } catch (RejectedExecutionException e) {
            // the flow stops
            return 0;
        }
        for (int i = 0; i < records.size(); i++) {
            Waiting record = records.get(i);
            try {
                Optional<Waiting> answer = answers.get(i).get();
                answer.ifPresentOrElse(on::add, () -> settled.add(dropped(record)));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return i;
            } catch (ExecutionException e) {
                if (waits(record, e.getCause())) {
                    keep(records, answers, i + 1);
                    return i;
                }
                settled.add(failed(record, e.getCause()));
            }
        }
        return records.size();
    }

    private Optional<Waiting> pass(Waiting record) throws Exception {
        Optional<Waiting> known;
        synchronized (early) {
            known = early.remove(record.seq());
        }
        return known != null ? known : via.orElseThrow().pass(record);
    }

    private void keep(List<Waiting> records, List<Future<Optional<Waiting>>> answers, int from) {
        synchronized (early) {
            // what is left of earlier ones was cancelled meanwhile, or is another lane's
            if (early.size() > MOST_EARLY) {
                early.clear();
            }
        }
        for (int i = from; i < records.size(); i++) {
            try {
                Optional<Waiting> answer = answers.get(i).get();
                synchronized (early) {
                    early.put(records.get(i).seq(), answer);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException e) {
                LOG.debug("Record {} passes again", records.get(i).seq(), e);
            }
        }
    }

    /** Whether to try again later: for as long as it takes where nobody is there. */
    private boolean waits(Waiting record, Throwable cause) {
        if (flow.isStopping()) {
            return true;
        }
        RetrySettings retry = flow.settings().api().retry();
        OptionalInt status = services.vias().status().apply(cause);
        boolean away = status.isEmpty() && services.vias().away().test(cause);
        boolean again = status.isPresent() && retry.retriesFor(status.getAsInt());
        tries = record.seq() == held ? tries + 1 : 1;
        held = record.seq();
        if (!away && (!again || tries > retry.retries())) {
            return false;
        }
        Duration wait = retry.delayBefore(tries, ThreadLocalRandom.current().nextDouble());
        wait = wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
        opensAt = flow.now().plus(wait);
        flow.targetLog()
                .failed(
                        TargetLog.Kind.VIA,
                        "`via` did not take a record of job " + record.jobId() + ", trying again in " + wait.toMillis()
                                + " ms: " + words(cause));
        return true;
    }

    private void opened() {
        opensAt = Instant.EPOCH;
        tries = 0;
    }

    private static Settled dropped(Waiting record) {
        return new Settled(record, new Result(Outcome.DELIVERED, Optional.empty(), false, ""));
    }

    private Settled failed(Waiting record, Throwable cause) {
        return new Settled(record, new Result(Outcome.FAILED, Optional.empty(), false, "via: " + words(cause)));
    }

    private String words(Throwable cause) {
        String masked =
                flow.settings().api().secrets().mask(services.vias().words().apply(cause));
        int most = Judge.LONGEST_TEXT - "via: ".length();
        return masked.length() > most ? masked.substring(0, most) : masked;
    }
}
