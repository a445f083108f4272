package org.restconnector.observe;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.restconnector.store.Batches;
import org.restconnector.store.Survey.Backlog;

/** How a flow does. */
record FlowStatus(String name, Backlog backlog, Batches.FlowState state, Batches.Queue queue) {
    private static final String BY_HAND = "by_hand";
    private static final Set<String> BY_ITSELF = Set.of("unauthorized", "gone", "refused");

    FlowStatus {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(backlog, "backlog");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(queue, "queue");
    }

    /** Why it is paused, in one of a few words; empty if it is not. */
    Optional<String> pauseReason() {
        return state.pausedReason().map(reason -> BY_ITSELF.contains(reason) ? reason : BY_HAND);
    }

    boolean isPausedByHand() {
        return pauseReason().filter(BY_HAND::equals).isPresent();
    }

    /** Why it is not well; empty if it is. */
    List<String> reasons(Instant now) {
        List<String> reasons = new ArrayList<>();
        if (pauseReason().isPresent() && !isPausedByHand()) {
            reasons.add("paused");
        }
        if (queue.retrying() > 0) {
            reasons.add("retrying");
        }
        if (state.notBefore().filter(now::isBefore).isPresent()) {
            reasons.add("held_back");
        }
        return reasons;
    }
}
