package org.restconnector.sink;

import java.util.Optional;

/** The flows as {@code flow-sink} sees them. Safe for use by many threads. */
public interface FlowQueues {

    /** The field whose value is kept beside a record's result; empty if there is no such flow, or it refuses the stream. */
    Optional<String> externalIdField(String flow, String stream);

    /** Whether the flow may take the tenant's records. */
    boolean knows(String flow, String tenant);

    String env();

    /** Records that may wait in a flow. */
    long maxPending();

    /** Records were stored for the flow. */
    void wake(String flow);
}
