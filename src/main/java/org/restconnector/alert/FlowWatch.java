package org.restconnector.alert;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.restconnector.push.PauseReason;
import org.restconnector.store.Alerts.Subject;
import org.restconnector.store.Batches.FlowState;

/** Tells of a flow that paused by itself, and that it goes on; what an operator pauses needs no alert. */
final class FlowWatch {
    private static final String PAUSED = "pausedAt";

    private FlowWatch() {}

    /** @param seen the flow's, which is changed */
    static List<String> look(Seen seen, Subject flow, FlowState state, Instant now) {
        Optional<Instant> known = seen.time(PAUSED);
        if (state.pausedReason().isEmpty()) {
            seen.remove(PAUSED);
            return known
                    .map(since -> AlertEvent.recovered(now, flow, List.of("flow_paused"), since, Optional.empty()))
                    .stream()
                    .toList();
        }
        Instant since = state.pausedAt().orElse(now);
        Optional<PauseReason> reason = state.pausedReason().flatMap(PauseReason::of);
        if (reason.isEmpty() || known.filter(since::equals).isPresent()) {
            return List.of();
        }
        seen.put(PAUSED, since);
        return List.of(AlertEvent.flowPaused(now, flow, reason.get(), since));
    }
}
