package org.restconnector.pull;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.restconnector.store.Run;
import org.restconnector.store.Store;
import org.restconnector.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says when a pull is due: the bean {@code rest-schedule}, asked at every tick of a pull's timer. What
 * counts is the start of the last run in the store, so that restarts and other instances are no reason
 * to run twice, or late.
 */
public final class PullSchedule {
    private static final Logger LOG = LoggerFactory.getLogger(PullSchedule.class);

    /** How often the store is asked whether a run that stands there as running has a live owner. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);

    private static final Duration LOOK_WHILE_PAUSED = Duration.ofSeconds(1);

    private static final int PERIODS = 3;

    private final PullRegistry registry;
    private final Store store;
    private final Clock clock;
    private final RunHolds holds;
    private final Instant started;
    private final Map<String, Instant> renewed = new ConcurrentHashMap<>();
    private final Map<String, Instant> nextLook = new ConcurrentHashMap<>();
    private final Map<String, Counted> counted = new ConcurrentHashMap<>();

    /** Since when periods of a schedule pass. */
    private record Counted(String schedule, Instant from) {}

    public PullSchedule(PullRegistry registry, Store store, Clock clock, RunHolds holds) {
        this.registry = Objects.requireNonNull(registry, "registry");
        this.store = Objects.requireNonNull(store, "store");
        this.clock = Objects.requireNonNull(clock, "clock");
        this.holds = Objects.requireNonNull(holds, "holds");
        this.started = clock.instant();
    }

    /** The pull has other settings now: a run that was interrupted for them goes on at once. */
    public void renew(String pull) {
        Instant now = clock.instant();
        renewed.put(pull, now);
        nextLook.remove(pull);
        registry.scheduleText(pull)
                .ifPresent(text -> counted.compute(
                        pull,
                        (name, last) -> last != null && last.schedule().equals(text) ? last : new Counted(text, now)));
    }

    /** The pull is no more. */
    public void forget(String pull) {
        renewed.remove(pull);
        nextLook.remove(pull);
        counted.remove(pull);
    }

    private Instant began(String pull) {
        return renewed.getOrDefault(pull, started);
    }

    /** Whether the pull that a property of the exchange names is to run now. */
    public boolean isDue(Exchange exchange) {
        String pull = exchange.getProperty(Pulls.PULL, String.class);
        Instant now = clock.instant();
        registry.scheduleText(pull).ifPresent(text -> counted.putIfAbsent(pull, new Counted(text, Instant.MIN)));
        if (holds.isHeld(pull) || now.isBefore(nextLook.getOrDefault(pull, Instant.MIN))) {
            return false;
        }
        try {
            Optional<Run> last = store.runs().last(pull);
            // the times of runs are the store's: another machine's clock may be wrong, or this one's
            Duration ahead = Duration.between(now, store.now());
            Instant due = due(
                    registry.settings(pull).schedule().orElseThrow(),
                    last,
                    began(pull).plus(ahead));
            boolean running =
                    last.filter(run -> run.status() == Run.Status.RUNNING).isPresent();
            boolean isDue = running || !due.isAfter(now.plus(ahead));
            if (isDue && store.pauses().since(pull).isPresent()) {
                nextLook.put(pull, now.plus(LOOK_WHILE_PAUSED));
                return false;
            }
            nextLook.put(pull, isDue ? running ? now.plus(LOOK_AGAIN) : now : local(due, ahead));
            return isDue;
        } catch (StoreException e) {
            LOG.warn("pull {}: cannot tell whether it is due: {}", pull, e.getMessage());
            nextLook.put(pull, now.plus(LOOK_AGAIN));
            return false;
        }
    }

    /** When it is due, by the store's time, which is in the past if it is due now; empty if it never is. */
    Optional<Instant> next(String pull) {
        Duration ahead = Duration.between(clock.instant(), store.now());
        Instant due = due(
                registry.settings(pull).schedule().orElseThrow(),
                store.runs().last(pull),
                began(pull).plus(ahead));
        return Optional.of(due).filter(time -> !time.equals(Instant.MAX));
    }

    /**
     * When three periods have passed, if no run completes before; empty if it never is. Those of a schedule that was
     * edited, or of a pull that was put back, count from then on.
     *
     * @param completed when the last run completed; empty: no run has
     */
    public Optional<Instant> staleAt(String pull, Optional<Instant> completed) {
        ScheduleSettings schedule = registry.settings(pull).schedule().orElseThrow();
        Instant last = completed.orElse(started);
        Instant from = Optional.ofNullable(counted.get(pull))
                .map(Counted::from)
                .filter(last::isBefore)
                .orElse(last);
        return schedule.after(from, PERIODS);
    }

    private static Instant local(Instant due, Duration ahead) {
        return due.equals(Instant.MAX) ? due : due.minus(ahead);
    }

    /** @param began when this process did, by the store's time */
    private static Instant due(ScheduleSettings schedule, Optional<Run> last, Instant began) {
        Instant regular = regular(schedule, last, began);
        Optional<Instant> unfinished = last.filter(PullSchedule::wasInterrupted).map(run -> goesOn(run, began));
        return unfinished.filter(regular::isAfter).orElse(regular);
    }

    private static boolean wasInterrupted(Run run) {
        return run.error().filter(error -> error.code().equals("interrupted")).isPresent();
    }

    /** At once after a restart; where a run ended so in this process' time, not in a tight circle. */
    private static Instant goesOn(Run run, Instant began) {
        return run.startedAt().isBefore(began)
                ? began
                : run.endedAt().orElse(run.startedAt()).plus(LOOK_AGAIN);
    }

    private static Instant regular(ScheduleSettings schedule, Optional<Run> last, Instant began) {
        if (schedule.cron().isPresent()) {
            return schedule.cron()
                    .get()
                    .next(last.map(Run::startedAt).orElse(began))
                    .orElse(Instant.MAX);
        }
        return last.map(run -> run.startedAt().plus(schedule.every())).orElse(began);
    }
}
