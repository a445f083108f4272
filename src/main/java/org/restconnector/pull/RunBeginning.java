package org.restconnector.pull;

import java.util.Optional;

/** Where a run began: at the first page, or where an earlier one had come to. Used by one thread. */
final class RunBeginning {
    private final boolean resumed;
    private Optional<PagePlace> place = Optional.empty();
    private Generation earlier = Generation.NONE;
    private boolean startedOver;
    private boolean firstPageSeen;

    RunBeginning(boolean resumed) {
        this.resumed = resumed;
    }

    /** Whether it went on where an earlier run had failed. */
    boolean resumed() {
        return resumed;
    }

    /**
     * @param generation the runs that read the pages before the checkpoint
     * @param done what of the page that the checkpoint names is delivered
     */
    void goesOnAfter(Generation generation, Optional<PagePlace> done) {
        earlier = generation;
        place = done;
    }

    /** The runs that read the pages before the checkpoint. */
    Generation earlier() {
        return earlier;
    }

    /** Whether this is the first page that the run looks at; true once. */
    boolean firstPage() {
        boolean first = !firstPageSeen;
        firstPageSeen = true;
        return first;
    }

    /** Whether the page at the cursor is the one that the checkpoint named. */
    boolean atCheckpoint() {
        return resumed && !startedOver && !firstPageSeen;
    }

    /** What of the page at the cursor was delivered by an earlier run. */
    Optional<PagePlace> place() {
        return atCheckpoint() ? place : Optional.empty();
    }

    void startOver() {
        earlier = Generation.NONE;
        startedOver = true;
    }
}
