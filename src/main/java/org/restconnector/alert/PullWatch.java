package org.restconnector.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.restconnector.store.Alerts.Subject;
import org.restconnector.store.Run;

/** Tells of a pull's failed runs, of the lack of completed ones, and that one has completed again. */
final class PullWatch {
    private static final int PERIODS = 3;
    /** A run that failed longer ago is no news: alerts were off. */
    private static final Duration NEWS = Duration.ofHours(1);
    /** The run that is due at the end of the last period must have its time. */
    private static final Duration LONGEST_GRACE = Duration.ofMinutes(1);

    private static final int SHARE_OF_PERIODS = 30;

    private static final String RUN = "run";
    private static final String FAILING = "failingSince";
    private static final String FAILED = "failed";
    private static final String STALE = "staleSince";
    private static final String COMPLETED = "completedAt";
    private static final String COUNTED = "countedFrom";
    private static final String PAUSED = "paused";
    private static final String SCHEDULE = "schedule";

    private final Subject pull;
    private final Seen seen;
    private final Instant now;
    private final List<String> events = new ArrayList<>();

    /** @param seen the pull's, which is changed */
    PullWatch(Subject pull, Seen seen, Instant now) {
        this.pull = Objects.requireNonNull(pull, "pull");
        this.seen = Objects.requireNonNull(seen, "seen");
        this.now = Objects.requireNonNull(now, "now");
        if (seen.time(COUNTED).isEmpty()) {
            seen.put(COUNTED, now);
        }
    }

    /** Whether one of the last two runs has ended and was not looked at. */
    boolean isNews(List<Run> lastTwo) {
        return lastTwo.stream()
                .filter(run -> run.status() != Run.Status.RUNNING)
                .findFirst()
                .filter(run -> !isKnown(run))
                .isPresent();
    }

    private boolean isKnown(Run run) {
        return seen.text(RUN).filter(run.id()::equals).isPresent();
    }

    /**
     * @param newestFirst the pull's last runs
     * @param began a run that ended before, of which nothing is known, is passed over
     */
    void runs(List<Run> newestFirst, Instant began) {
        List<Run> ended = newestFirst.stream()
                .takeWhile(run -> !isKnown(run))
                .filter(run -> run.status() != Run.Status.RUNNING)
                .toList();
        boolean first = seen.text(RUN).isEmpty();
        for (int i = ended.size() - 1; i >= 0; i--) {
            Run run = ended.get(i);
            Instant endedAt = run.endedAt().orElse(run.startedAt());
            seen.put(RUN, run.id());
            if (run.status() == Run.Status.COMPLETED) {
                completed(run, endedAt);
            } else if (!(first && endedAt.isBefore(began)) && !wasInterrupted(run)) {
                failed(run, endedAt);
            }
        }
    }

    /** By a stop or a kill; the next run goes on. */
    private static boolean wasInterrupted(Run run) {
        return run.error().filter(error -> error.code().equals("interrupted")).isPresent();
    }

    private void failed(Run run, Instant endedAt) {
        long inARow = seen.number(FAILED).orElse(0L) + 1;
        seen.put(FAILED, inARow);
        if (seen.time(FAILING).isEmpty()) {
            seen.put(FAILING, endedAt);
        }
        if (endedAt.plus(NEWS).isAfter(now)) {
            events.add(AlertEvent.runFailed(now, pull, run, inARow));
        }
    }

    private void completed(Run run, Instant endedAt) {
        seen.put(COMPLETED, endedAt);
        Optional<Instant> failing = seen.time(FAILING);
        Optional<Instant> stale = seen.time(STALE);
        Stream.of(FAILING, FAILED, STALE).forEach(seen::remove);
        List<String> of = Stream.of(failing.map(since -> "run_failed"), stale.map(since -> "stale"))
                .flatMap(Optional::stream)
                .toList();
        Stream.of(failing, stale)
                .flatMap(Optional::stream)
                .min(Instant::compareTo)
                .ifPresent(since -> events.add(AlertEvent.recovered(endedAt, pull, of, since, Optional.of(run.id()))));
    }

    /** A schedule and what it has seen, to find out whether runs fail to come. */
    interface Schedule {
        /** When so many periods have passed since then; empty: never. */
        Optional<Instant> after(Instant from, int periods);

        String text();
    }

    /** It was away, and is here again: no run is missed of that time. */
    void isBack() {
        seen.put(COUNTED, now);
    }

    /** @param earliest before it nothing is stale: the process has just begun */
    void schedule(Schedule schedule, boolean paused, Instant earliest) {
        String text = schedule.text();
        if (seen.text(SCHEDULE).filter(last -> !last.equals(text)).isPresent()) {
            // periods that nobody asked for were not missed
            seen.put(COUNTED, now);
        }
        seen.put(SCHEDULE, text);
        boolean wasPaused = seen.text(PAUSED).isPresent();
        if (paused) {
            seen.put(PAUSED, "true");
            return;
        }
        if (wasPaused) {
            seen.remove(PAUSED);
            seen.put(COUNTED, now);
        }
        if (seen.time(STALE).isPresent() || now.isBefore(earliest)) {
            return;
        }
        Optional<Instant> completed = seen.time(COMPLETED);
        Instant counted = seen.time(COUNTED).orElse(now);
        Instant since = completed.filter(counted::isBefore).orElse(counted);
        schedule.after(since, PERIODS)
                .filter(end -> !now.isBefore(end.plus(grace(Duration.between(since, end)))))
                .ifPresent(end -> {
                    // what is told is when it became so: what is recovered later lasted from then on
                    seen.put(STALE, now);
                    events.add(AlertEvent.stale(now, pull, since, completed, text));
                });
    }

    private static Duration grace(Duration periods) {
        Duration share = periods.dividedBy(SHARE_OF_PERIODS);
        return share.compareTo(LONGEST_GRACE) > 0 ? LONGEST_GRACE : share;
    }

    /** In their order. */
    List<String> events() {
        return List.copyOf(events);
    }
}
