package org.restconnector.push;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ThreadLocalRandom;
import org.restconnector.http.RetrySettings;
import org.restconnector.metrics.RecordOutcome;
import org.restconnector.metrics.Tally;
import org.restconnector.store.Batches.Batch;
import org.restconnector.store.Batches.Half;
import org.restconnector.store.Batches.Member;
import org.restconnector.store.Batches.Outcome;
import org.restconnector.store.Batches.Result;
import org.restconnector.store.Batches.Settled;
import org.restconnector.store.DeadLetters.DeadLetter;
import org.restconnector.store.LockLostException;
import org.restconnector.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stores what became of a flow's requests, and lets what waited for it go on. */
final class Conclusion {
    private static final Logger LOG = LoggerFactory.getLogger(Conclusion.class);

    private final RunningFlow flow;
    private final FlowServices services;
    private final StoreWrites writes;
    private final Results results;

    Conclusion(RunningFlow flow, FlowServices services, StoreWrites writes, Results results) {
        this.flow = flow;
        this.services = services;
        this.writes = writes;
        this.results = results;
    }

    void store(Attempt attempt, Verdict verdict) {
        services.faults().at("batch-answered");
        if (!(verdict instanceof Verdict.NotSent || verdict instanceof Verdict.Hold)) {
            flow.tally().batch(attempt.batch().members().size());
        }
        // what else there is decides what is sent next
        boolean success = verdict instanceof Verdict.Done done && !done.refused() && !attempt.probe();
        if (success) {
            results.submit(attempt, () -> storeNow(attempt, verdict));
        } else {
            storeNow(attempt, verdict);
        }
    }

    private void storeNow(Attempt attempt, Verdict verdict) {
        try {
            apply(attempt, verdict);
        } catch (LockLostException e) {
            LOG.info("flow {}: {}", flow.name(), e.getMessage());
        } catch (StoreException e) {
            LOG.warn(
                    "flow {}: the result of batch {} is not stored, it will be sent again: {}",
                    flow.name(),
                    attempt.batch().key(),
                    e.getMessage());
        }
        services.faults().at("batch-concluded");
    }

    private void apply(Attempt attempt, Verdict verdict) {
        if (verdict instanceof Verdict.Done done) {
            done(attempt, done);
        } else if (verdict instanceof Verdict.Again again) {
            again(attempt, again);
        } else if (verdict instanceof Verdict.Hold hold) {
            hold(attempt, hold);
        } else if (verdict instanceof Verdict.NotSent) {
            giveBack(attempt);
        } else if (verdict instanceof Verdict.Split split) {
            split(attempt, split);
        } else if (verdict instanceof Verdict.Pause pause) {
            pause(attempt, pause);
        }
    }

    private void done(Attempt attempt, Verdict.Done done) {
        Batch batch = attempt.batch();
        List<DeadLetter> letters = writes.persist("the results of a request", () -> flow.batches()
                .finish(batch, done.results(), done.status(), flow.scope(attempt.tenant())));
        changed(batch);
        count(done, letters.size());
        letters.forEach(this::publish);
        if (attempt.probe()) {
            writes.persist("the end of a pause", () -> flow.probeSucceeded(attempt.tenant()));
        }
        if (!done.refused()) {
            flow.targetLog().well();
        } else {
            String why = done.results().get(0).error();
            flow.targetLog()
                    .failed(
                            TargetLog.Kind.REFUSED,
                            "batch " + batch.key() + " of " + done.results().size()
                                    + (done.results().size() == 1 ? " record" : " records") + " failed: " + why);
            writes.persist("a pause", () -> flow.gate(attempt.tenant())
                    .countRefusals(flow.settings().pauseAfter(), why));
        }
        if (batch.ordered() || attempt.probe()) {
            // the lane's next batch may be sent, or the flow was resumed
            flow.claimer().wake();
        }
    }

    private void count(Verdict.Done done, int letters) {
        int existing = 0;
        int delivered = 0;
        for (Result result : done.results()) {
            existing += result.outcome() == Outcome.EXISTING ? 1 : 0;
            delivered += result.outcome() == Outcome.DELIVERED ? 1 : 0;
        }
        Tally tally = flow.tally();
        tally.records(RecordOutcome.DELIVERED, delivered);
        tally.records(RecordOutcome.EXISTING, existing);
        tally.records(RecordOutcome.DEAD_LETTERED, letters);
    }

    /** Stores the results of records that are not to be sent. */
    void settle(List<Settled> settled) {
        List<DeadLetter> letters =
                writes.persist("the results of records", () -> flow.batches().settle(settled));
        flow.tally().records(RecordOutcome.DEAD_LETTERED, letters.size());
        flow.tally().records(RecordOutcome.DELIVERED, settled.size() - letters.size());
        settled.stream().map(one -> one.record().jobId()).distinct().forEach(services.waits()::changed);
        letters.forEach(letter -> {
            flow.targetLog()
                    .failed(
                            TargetLog.Kind.REFUSED,
                            "a record of job " + letter.letter().origin().job() + " failed: "
                                    + letter.letter().reason());
            publish(letter);
        });
    }

    /** It is stored already: a fault of what else gets it is none of the delivery. */
    private void publish(DeadLetter letter) {
        try {
            services.deadLetters().accept(letter);
        } catch (RuntimeException e) {
            LOG.warn("flow {}: dead letter {} could not be passed on: {}", flow.name(), letter.id(), e.getMessage());
        }
    }

    private void changed(Batch batch) {
        batch.members().stream().map(Member::jobId).distinct().forEach(services.waits()::changed);
    }

    private void again(Attempt attempt, Verdict.Again again) {
        RetrySettings retry = flow.settings().api().retry();
        Duration asked = again.asked().orElse(Duration.ZERO);
        Duration most = retry.maxRetryAfter();
        Duration wait = again.asked().isPresent()
                ? asked.compareTo(most) > 0 ? most : asked
                : retry.delayBefore(
                        attempt.batch().attempts() + 1,
                        ThreadLocalRandom.current().nextDouble());
        Instant next = flow.now().plus(wait);
        if (again.asked().isPresent()) {
            writes.persist(
                    "a target's Retry-After", () -> flow.gate(attempt.tenant()).holdBack(next));
        }
        flow.targetLog()
                .failed(
                        TargetLog.Kind.RETRY,
                        "batch " + attempt.batch().key() + ": " + again.error() + "; trying again in " + wait.toMillis()
                                + " ms (try " + (attempt.batch().attempts() + 2) + " of " + (retry.retries() + 1)
                                + ")");
        flow.tally().retried();
        boolean counts = !attempt.probe() && !Thread.currentThread().isInterrupted();
        later(attempt, next, counts, again.status(), again.error());
    }

    /** Without a token none of the flow's batches can be sent. */
    private void hold(Attempt attempt, Verdict.Hold hold) {
        Instant next = flow.now().plus(hold.time());
        writes.persist("the wait for a token", () -> flow.gate(attempt.tenant()).holdBack(next));
        flow.targetLog()
                .failed(
                        TargetLog.Kind.TOKEN,
                        "no token: " + hold.error() + "; asking again in "
                                + hold.time().toMillis() + " ms");
        later(attempt, next, false, OptionalInt.empty(), hold.error());
    }

    private void pause(Attempt attempt, Verdict.Pause pause) {
        writes.persist("a pause", () -> flow.gate(attempt.tenant()).pause(pause.reason(), pause.error()));
        later(attempt, flow.now(), false, pause.status(), pause.error());
    }

    /** The batch was not sent. At a stop while the store is away, the store finds out that nobody has it. */
    void giveBack(Attempt attempt) {
        try {
            later(attempt, flow.gate(attempt.tenant()).opensAt().orElseGet(flow::now), false, OptionalInt.empty(), "");
        } catch (LockLostException e) {
            LOG.info("flow {}: {}", flow.name(), e.getMessage());
        } catch (StoreException e) {
            LOG.debug(
                    "flow {}: batch {} is free later",
                    flow.name(),
                    attempt.batch().key(),
                    e);
        }
    }

    private void later(Attempt attempt, Instant next, boolean counts, OptionalInt status, String error) {
        writes.persist("the time of the next try", () -> flow.batches()
                .postpone(attempt.batch(), next, counts, status, error));
        flow.claimer().due(next);
        if (counts) {
            changed(attempt.batch());
        }
    }

    private void split(Attempt attempt, Verdict.Split split) {
        Batch batch = attempt.batch();
        if (attempt.probe()) {
            writes.persist("the end of a pause", () -> flow.probeSucceeded(attempt.tenant()));
        }
        List<byte[]> payloads = flow.settings()
                .bodies(
                        batch.body(),
                        () -> writes.persist(
                                "the halves of a batch", () -> flow.batches().payloads(batch)));
        int first = (payloads.size() + 1) / 2;
        Half firstHalf = half(batch, payloads.subList(0, first));
        Half secondHalf = half(batch, payloads.subList(first, payloads.size()));
        flow.targetLog()
                .failed(
                        TargetLog.Kind.SPLIT,
                        "batch " + batch.key() + " of " + payloads.size() + " records was refused ("
                                + (split.status().isPresent() ? split.status().getAsInt() : "?")
                                + "); sending its halves");
        List<Batch> halves = writes.persist(
                "the halves of a batch", () -> flow.batches().split(batch, first, firstHalf, secondHalf));
        halves.forEach(half -> flow.sending()
                .dispatch(Attempt.of(flow, half, InFlight.Weight.NONE).asNext()));
    }

    private Half half(Batch batch, List<byte[]> payloads) {
        String key = flow.batches().newKey();
        return new Half(key, flow.settings().body(payloads, batch.lane().stream(), key));
    }
}
