package org.restconnector.observe;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.restconnector.pull.PullRegistry;
import org.restconnector.pull.PullSchedule;
import org.restconnector.push.FlowRegistry;
import org.restconnector.push.PausedTenants;
import org.restconnector.store.PullStates.PullState;
import org.restconnector.store.Store;
import org.restconnector.store.Survey.Backlog;

/** Reads how all pulls and flows do. Used by one thread at a time. */
final class OverviewReader {
    /** Dead letters are counted one by one, in an index: a millionth takes a moment, and that share of the time. */
    private static final int SHARE = 20;

    private static final Backlog NOTHING = new Backlog(0, Optional.empty());

    private final Store store;
    private final PullRegistry pulls;
    private final PullSchedule schedule;
    private final FlowRegistry flows;

    private Map<String, Long> deadLetters = Map.of();
    private long countAgainAt = System.nanoTime();

    OverviewReader(Store store, PullRegistry pulls, PullSchedule schedule, FlowRegistry flows) {
        this.store = store;
        this.pulls = pulls;
        this.schedule = schedule;
        this.flows = flows;
    }

    Overview read() {
        Instant now = store.now();
        Map<String, Instant> paused = store.pauses().all();
        Map<String, Backlog> backlogs = store.survey().backlogs();
        return new Overview(
                now,
                pulls.names().stream()
                        .flatMap(name -> pull(name, Optional.ofNullable(paused.get(name)), now).stream())
                        .toList(),
                flows.names().stream()
                        .map(name -> flow(name, backlogs.getOrDefault(name, NOTHING)))
                        .toList(),
                deadLetters(),
                store.survey().fileBytes());
    }

    private Map<String, Long> deadLetters() {
        long now = System.nanoTime();
        if (now - countAgainAt >= 0) {
            deadLetters = store.survey().deadLetters();
            long end = System.nanoTime();
            countAgainAt = end + (end - now) * SHARE;
        }
        return deadLetters;
    }

    /** Empty if it was removed just now. */
    private Optional<PullStatus> pull(String name, Optional<Instant> paused, Instant now) {
        Optional<Instant> completed = store.survey().lastCompleted(name);
        Optional<Instant> staleAt;
        try {
            staleAt = schedule.staleAt(name, completed);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        return Optional.of(new PullStatus(
                name,
                paused,
                store.runs().last(name),
                completed,
                store.states().find(name).map(PullState::updatedAt),
                paused.isEmpty() && staleAt.filter(now::isAfter).isPresent()));
    }

    private FlowStatus flow(String name, Backlog backlog) {
        return new FlowStatus(
                name,
                backlog,
                store.batches().state(name),
                store.batches().queue(name),
                PausedTenants.of(flows, store.batches(), name));
    }
}
