package org.restconnector.http;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * The requests that an API takes, in the order they are asked for: at most so many in any window of time,
 * and none while the API says that its own budget is used up. Safe for use by many threads.
 */
public final class Budget {
    /** How long the end of the program may go unseen. */
    private static final long POLL = TimeUnit.MILLISECONDS.toNanos(100);

    /** A request counts from its arrival, which is not known: from its answer, but from this at the latest. */
    private static final Duration LATEST_ARRIVAL = Duration.ofSeconds(1);

    private final Optional<RateLimit> limit;
    private final LongSupplier nanos;
    private final Deque<Object> queue = new ArrayDeque<>();
    private final List<Place> places = new ArrayList<>();
    private long heldAt;
    private long heldFor;

    Budget(Optional<RateLimit> limit, LongSupplier nanos) {
        this.limit = Objects.requireNonNull(limit, "limit");
        this.nanos = Objects.requireNonNull(nanos, "nanos");
    }

    /**
     * How long someone waits.
     *
     * @param most of an API's own wait
     * @param cuts whether a longer one is cut to that, rather than a fault
     * @param ended whether there is nothing to wait for any more
     */
    public record Patience(Duration most, boolean cuts, BooleanSupplier ended) {
        public Patience {
            Objects.requireNonNull(most, "most");
            Objects.requireNonNull(ended, "ended");
        }

        /** As an API's settings say. */
        public static Patience of(ApiSettings api, BooleanSupplier ended) {
            return new Patience(api.retry().maxRetryAfter(), api.traffic().cutsWaits(), ended);
        }
    }

    /**
     * Waits until a request may be sent.
     *
     * @throws PermanentFault {@code rate_limited} if the API asks to wait too long, {@code interrupted} if the
     *     wait was ended
     */
    public synchronized Turn take(Patience patience) throws PermanentFault {
        Object ticket = new Object();
        queue.addLast(ticket);
        try {
            for (long wait = wait(ticket, patience); wait > 0; wait = wait(ticket, patience)) {
                if (patience.ended().getAsBoolean()) {
                    throw interrupted(null);
                }
                TimeUnit.NANOSECONDS.timedWait(this, Math.min(wait, POLL));
            }
            return place();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted(e);
        } finally {
            queue.remove(ticket);
            notifyAll();
        }
    }

    private static PermanentFault interrupted(InterruptedException cause) {
        return new PermanentFault(
                "interrupted", "the process was asked to stop while a request waited for its turn", cause);
    }

    private long wait(Object ticket, Patience patience) throws PermanentFault {
        if (queue.peekFirst() != ticket) {
            return POLL;
        }
        return Math.max(held(patience), full());
    }

    private long held(Patience patience) throws PermanentFault {
        long passed = nanos.getAsLong() - heldAt;
        long left = heldFor - passed;
        long most = patience.most().toNanos();
        if (patience.cuts()) {
            return Math.min(heldFor, most) - passed;
        }
        if (left > most) {
            throw new PermanentFault(
                    "rate_limited",
                    "the API's budget is used up for another " + TimeUnit.NANOSECONDS.toSeconds(left)
                            + " s, more than maxRetryAfter");
        }
        return left;
    }

    /** How long until there is a place; 0 or less: there is one. */
    private long full() {
        if (limit.isEmpty() || places.size() < limit.get().requests()) {
            return 0;
        }
        long now = nanos.getAsLong();
        places.removeIf(place -> place.freeIn(now) <= 0);
        return places.size() < limit.get().requests()
                ? 0
                : places.stream().mapToLong(place -> place.freeIn(now)).min().orElse(0);
    }

    private Turn place() {
        if (limit.isEmpty()) {
            return Turn.FREE;
        }
        Place place = new Place(limit.get().window());
        places.add(place);
        return place;
    }

    /** How many wait for their turn. */
    synchronized int waiting() {
        return queue.size();
    }

    /** Lets nobody send for so long, as the API asks. */
    synchronized void hold(Duration wait) {
        long now = nanos.getAsLong();
        // a hold of many years would be more nanoseconds than there are
        long asked = Math.min(wait.toSeconds(), TimeUnit.DAYS.toSeconds(36_500)) * 1_000_000_000L + wait.toNanosPart();
        if (asked > heldFor - (now - heldAt)) {
            heldAt = now;
            heldFor = asked;
        }
    }

    private final class Place implements Turn {
        private final long window;
        private long from;
        private boolean sent;
        private boolean closed;

        private Place(Duration window) {
            this.window = window.toNanos();
        }

        private long freeIn(long now) {
            return sent ? from + window - now : POLL;
        }

        @Override
        public void sent() {
            synchronized (Budget.this) {
                sent = true;
                from = nanos.getAsLong() + LATEST_ARRIVAL.toNanos();
            }
        }

        @Override
        public void close() {
            synchronized (Budget.this) {
                if (closed) {
                    return;
                }
                closed = true;
                if (sent) {
                    from = Math.min(from, nanos.getAsLong());
                } else {
                    places.remove(this);
                }
                Budget.this.notifyAll();
            }
        }
    }
}
