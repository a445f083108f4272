package org.restconnector.store;

import java.util.List;
import java.util.Optional;

/** The runs of pulls, and the lock that keeps two runs of one pull apart, whoever starts them. */
public interface Runs {

    /**
     * Takes the pull's lock and records a new run, in one transaction. A lock whose holder is dead is
     * taken over: that holder's run becomes {@code failed} with the code {@code interrupted}.
     *
     * @throws RunInProgressException if a live holder has it
     */
    Run begin(String pull);

    /**
     * Stores the run's counters so far. Called within a page's transaction.
     *
     * @throws LockLostException if another instance took the lock over: the transaction must not commit
     */
    void progress(Transaction transaction, Run run);

    /**
     * Records the end of the run (status, error, counters, warnings) and gives the lock back.
     *
     * @throws LockLostException as {@link #progress}
     */
    void finish(Transaction transaction, Run run);

    /**
     * Says that nobody goes on with the run although its end could not be recorded, as the store was
     * away: the next {@link #begin} of this process takes its lock over. Does nothing to the database.
     */
    void abandon(Run run);

    /** The run that started last, whatever became of it. */
    Optional<Run> last(String pull);

    /** The pull's runs, newest first, at most {@code limit} of them. */
    default List<Run> list(String pull, int limit) {
        return list(pull, limit, Optional.empty());
    }

    /** @param before only those that began before that run */
    List<Run> list(String pull, int limit, Optional<String> before);
}
