package org.restconnector.push;

import java.util.List;
import java.util.Optional;
import org.restconnector.store.Batches;
import org.restconnector.store.Jobs;

/**
 * The flows that run here, as the inbox sees them. A flow whose file was removed is not among them; what
 * it accepted stays in the store. Thread-safe; bound in the registry as {@value #BEAN}.
 */
public interface FlowDirectory {

    String BEAN = "rest-flows";

    /** Every flow's name, sorted. */
    List<String> names();

    /** Empty if no such flow runs here. */
    Optional<Flow> find(String name);

    /** One flow. None of its methods waits for the target or for another request. */
    interface Flow {

        String name();

        /** Where its batches go, and how large they are, in one line without secrets. */
        default String description() {
            return "";
        }

        boolean accepts(String stream);

        /** Whether it may take the tenant's records. */
        boolean knows(String tenant);

        /** What its tenants have of their own; empty where all are sent alike. */
        default Optional<TenantDirectory> tenants() {
            return Optional.empty();
        }

        /** The record's top-level field whose value is kept beside the result. */
        String externalIdField();

        /**
         * A request that holds this record alone.
         *
         * @param record as it came, compact JSON
         * @return empty if it has to take the way of a batch; then it waits in its lane
         */
        Optional<Jobs.Immediate> immediate(String tenant, String stream, byte[] record);

        /** Sends a stored batch in the next free place, before what waits. */
        void sendNext(Batches.Batch batch);

        /** A real-time write waits in its lane: when it is its turn, its batch waits for no others. */
        default void hurry(String jobId) {
            wake();
        }

        /** Records were stored, are to be sent again, or the flow was resumed: something may be there to claim. */
        void wake();
    }
}
