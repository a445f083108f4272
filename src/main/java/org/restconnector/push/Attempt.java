package org.restconnector.push;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.restconnector.store.Batches.Batch;

/**
 * A try of a batch that waits for a free place.
 *
 * @param weight what it takes of the flow's memory
 * @param next whether it goes before all that are not
 * @param probe whether it goes although the flow is paused, to learn whether it may be resumed
 */
record Attempt(RunningFlow flow, Batch batch, InFlight.Weight weight, boolean next, boolean probe, long number)
        implements Runnable, Comparable<Attempt> {
    private static final AtomicLong NUMBERS = new AtomicLong();

    Attempt {
        Objects.requireNonNull(flow, "flow");
        Objects.requireNonNull(batch, "batch");
        Objects.requireNonNull(weight, "weight");
    }

    static Attempt of(RunningFlow flow, Batch batch, InFlight.Weight weight) {
        return new Attempt(flow, batch, weight, false, false, NUMBERS.incrementAndGet());
    }

    Attempt asNext() {
        return new Attempt(flow, batch, weight, true, probe, number);
    }

    Attempt asProbe() {
        return new Attempt(flow, batch, weight, true, true, number);
    }

    /** The job of all its records; empty if they are of several. */
    Optional<String> onlyJob() {
        String first = batch.members().get(0).jobId();
        boolean only =
                batch.members().stream().allMatch(member -> member.jobId().equals(first));
        return only ? Optional.of(first) : Optional.empty();
    }

    @Override
    public void run() {
        flow.sending().send(this);
    }

    @Override
    public int compareTo(Attempt other) {
        return next == other.next ? Long.compare(number, other.number) : next ? -1 : 1;
    }
}
