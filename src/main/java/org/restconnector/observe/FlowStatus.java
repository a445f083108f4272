package org.restconnector.observe;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.restconnector.push.PauseReason;
import org.restconnector.push.PausedTenants;
import org.restconnector.store.Batches;
import org.restconnector.store.Survey.Backlog;

/** How a flow does. */
record FlowStatus(
        String name,
        Backlog backlog,
        Batches.FlowState state,
        Batches.Queue queue,
        Optional<PausedTenants> pausedTenants) {
    private static final String BY_HAND = "by_hand";

    FlowStatus {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(backlog, "backlog");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(queue, "queue");
        Objects.requireNonNull(pausedTenants, "pausedTenants");
    }

    /** Why it is paused, in one of a few words; empty if it is not. */
    Optional<String> pauseReason() {
        return state.pausedReason()
                .map(reason -> PauseReason.of(reason).map(PauseReason::text).orElse(BY_HAND));
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
        if (pausedTenants.isPresent()) {
            reasons.add("tenants_paused");
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
