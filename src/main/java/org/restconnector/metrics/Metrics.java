package org.restconnector.metrics;

import java.util.Set;

/** The place where everything is counted. Safe for use by many threads; no call waits for anything. */
public interface Metrics {
    /** Counts nothing. */
    Metrics NONE = owner -> Tally.NONE;

    /** What is counted of one pull or flow; asked for anew each time, as its name may go and come again. */
    Tally of(Owner owner);

    /** What counts answers of the HTTP API; asked for by the server that has it, and by no other. */
    default Answers answers() {
        return (status, nanos) -> {};
    }

    /** Forgets what was counted of any other. */
    default void retain(Set<Owner> owners) {}

    /** Told of each request of the HTTP API that was answered. */
    interface Answers {
        void answered(int status, long nanos);
    }
}
