package org.restconnector.store;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Removes what has been kept long enough. Safe for use by many threads, and by many processes on one database. */
public interface Retention {
    /**
     * Removes finished jobs with their records, ended runs, dead letters and idempotency keys that are older
     * than that, and gives their space back. Works in many small transactions, so that others who write hardly
     * wait; what is interrupted goes on at the next call. Of each pull its last run and its last completed one
     * are kept, of a dead letter its job; an idempotency key lasts a day whatever {@code kept} is, and so does
     * its job.
     *
     * @param goOn asked between two transactions; false ends the work
     * @return what was removed; empty if this process or another has done it within {@link #every}
     * @throws StoreException if the database cannot be reached
     */
    Optional<Removed> sweep(Duration kept, BooleanSupplier goOn);

    /** How often that is worth its while. */
    static Duration every(Duration kept) {
        Duration quarter = kept.dividedBy(4);
        Duration hour = Duration.ofHours(1);
        return quarter.compareTo(hour) < 0 ? quarter : hour;
    }

    /** How many of each. */
    record Removed(long jobs, long records, long runs, long deadLetters, long keys) {
        public boolean isNothing() {
            return jobs + records + runs + deadLetters + keys == 0;
        }
    }
}
