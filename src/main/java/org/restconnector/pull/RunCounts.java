package org.restconnector.pull;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.restconnector.store.Run;

/** What a run has counted; what a fetch counts, counts for the run that it is part of. Used by one thread. */
final class RunCounts {
    private final String pull;
    private final Optional<RunCounts> outer;
    /** Dead letters by pull or fetch, in the whole run. */
    private final Map<String, Long> deadLettered;

    private Run.Counters all = Run.Counters.ZERO;

    private RunCounts(String pull, Optional<RunCounts> outer) {
        this.pull = pull;
        this.outer = outer;
        this.deadLettered = outer.map(counts -> counts.deadLettered).orElseGet(HashMap::new);
    }

    static RunCounts of(String pull, Optional<PullRun> outer) {
        return new RunCounts(pull, outer.map(PullRun::counts));
    }

    void add(Run.Counters more) {
        deadLettered.merge(pull, more.deadLettered(), Long::sum);
        addAll(more);
    }

    private void addAll(Run.Counters more) {
        all = all.plus(more);
        outer.ifPresent(counts -> counts.addAll(more));
    }

    /** With what its fetches have counted. */
    Run.Counters all() {
        return all;
    }

    /** Its own dead letters; those of a fetch in all of the run that it is part of. */
    long deadLettered() {
        return deadLettered.getOrDefault(pull, 0L);
    }
}
