package org.restconnector.metrics;

import java.time.Duration;

/** Counts what one pull or flow does; a call that makes no sense for it counts nothing. */
public interface Tally {
    /** Counts nothing. */
    Tally NONE = new Tally() {};

    /** A request went out, and this came of it. */
    default void requested(CallOutcome outcome, long nanos) {}

    /** A token was asked for, and this came of it. */
    default void tokenRequested(CallOutcome outcome) {}

    /** A webhook was sent, and this came of it. */
    default void webhookRequested(CallOutcome outcome) {}

    /** A request is to be tried again. */
    default void retried() {}

    /** A request waited for its turn. */
    default void waited(long nanos) {}

    /** Pages were delivered. */
    default void pages(long pages) {}

    /** Records have that result now. */
    default void records(RecordOutcome outcome, long records) {}

    /** A request is sent that holds so many records. */
    default void batch(int records) {}

    /** A run has ended. */
    default void ran(boolean completed, Duration time) {}
}
