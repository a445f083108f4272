package org.restconnector.observe;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.restconnector.store.Run;

/**
 * How a pull does.
 *
 * @param pausedAt empty if it is not paused
 * @param last its last run
 * @param completedAt the end of its last completed run
 * @param stateSavedAt when its incremental value was stored last
 * @param stale whether no run has completed for three periods
 */
record PullStatus(
        String name,
        Optional<Instant> pausedAt,
        Optional<Run> last,
        Optional<Instant> completedAt,
        Optional<Instant> stateSavedAt,
        boolean stale) {
    PullStatus {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(pausedAt, "pausedAt");
        Objects.requireNonNull(last, "last");
        Objects.requireNonNull(completedAt, "completedAt");
        Objects.requireNonNull(stateSavedAt, "stateSavedAt");
    }

    /** Why it is not well; empty if it is. */
    List<String> reasons() {
        List<String> reasons = new ArrayList<>();
        if (last.filter(run -> run.status() == Run.Status.FAILED).isPresent()) {
            reasons.add("run_failed");
        }
        if (stale) {
            reasons.add("stale");
        }
        return reasons;
    }
}
