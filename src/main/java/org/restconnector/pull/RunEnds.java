package org.restconnector.pull;

import java.util.List;
import java.util.Optional;
import org.restconnector.store.RunEnd;
import org.restconnector.store.Transaction;

/** What a run's destinations have left to do at its end. Used by one thread. */
final class RunEnds {
    /** The warning of a completed run that cannot tell what is no longer there. */
    static final String SKIPPED = "replace_skipped";

    private final List<RunEnd> ends;
    private final List<String> runs;
    private boolean failed;

    private RunEnds(List<RunEnd> ends, List<String> runs) {
        this.ends = ends;
        this.runs = runs;
    }

    static RunEnds none() {
        return new RunEnds(List.of(), List.of());
    }

    static RunEnds of(PullRun run) {
        return new RunEnds(run.ends(), generation(run).runs());
    }

    private static Generation generation(PullRun run) {
        return run.generation(run.deadLettered());
    }

    /** Why records may exist that the run did not write; empty if it wrote all, or nothing depends on it. */
    static Optional<String> reasonAgainst(PullRun run) {
        if (run.ends().isEmpty()) {
            return Optional.empty();
        }
        if (generation(run).deadLettered() > 0) {
            return Optional.of("records were dead-lettered, so rows that the run did not write are kept");
        }
        return run.warnings().stream()
                .filter(warning -> warning.startsWith(PageCursor.MAX_PAGES) || warning.startsWith("records_missing"))
                .findFirst()
                .map(warning -> "the run did not see all records (" + warning.split(":", 2)[0]
                        + "), so rows that it did not write are kept");
    }

    void prepare() throws Exception {
        for (RunEnd end : ends) {
            end.prepare(runs);
        }
    }

    void apply(Transaction transaction) throws Exception {
        failed = !ends.isEmpty();
        for (RunEnd end : ends) {
            end.apply(transaction, runs);
        }
        failed = false;
    }

    /** Whether it is what could not be done. */
    boolean failed() {
        return failed;
    }
}
