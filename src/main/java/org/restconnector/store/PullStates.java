package org.restconnector.store;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** How far incremental pulls have come: the largest value that their completed runs have seen. */
public interface PullStates {
    Optional<PullState> find(String pull);

    /** Names of the pulls of which anything is kept: a value, a checkpoint, records that were delivered. */
    List<String> pulls();

    /** Called within a page's transaction, which holds the pull's lock. */
    void save(Transaction transaction, String pull, String field, String value);

    /**
     * Puts a value in the place of the pull's own, and forgets its checkpoint and the records that are kept
     * because they could come again.
     *
     * @throws RunInProgressException if the pull is running
     */
    void set(String pull, String value);

    /**
     * Forgets the pull's checkpoint alone: its next run begins at the first page.
     *
     * @throws RunInProgressException if the pull is running
     */
    void restart(String pull);

    /**
     * Forgets the pull's value, checkpoint and all that it has delivered.
     *
     * @throws RunInProgressException if the pull is running
     */
    void reset(String pull);

    /**
     * A pull's value.
     *
     * @param field of a record, from which it was read; empty if it was set by hand
     * @param value JSON
     */
    record PullState(Optional<String> field, String value, Instant updatedAt) {
        public PullState {
            Objects.requireNonNull(field, "field");
            Objects.requireNonNull(value, "value");
            Objects.requireNonNull(updatedAt, "updatedAt");
        }
    }
}
