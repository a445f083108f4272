package org.restconnector.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.restconnector.push.PauseReason;
import org.restconnector.push.PausedTenants;
import org.restconnector.store.Alerts.Subject;
import org.restconnector.store.Batches.FlowState;

/** Tells of a flow, or tenants of it, that paused by itself, and that it goes on; what an operator pauses needs no alert. */
final class FlowWatch {
    private static final String PAUSED = "pausedAt";

    private static final String TENANT = "tenantPausedAt";
    private static final String TENANTS = "tenantsPausedSince";
    private static final String TOLD = "tenantsTold";
    private static final Duration LEAST_TIME = Duration.ofHours(1);

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

    /** Of tenants that paused, each by itself: of many at most once an hour. @param seen the flow's, which is changed */
    static List<String> look(Seen seen, Subject flow, Optional<PausedTenants> paused, Instant now) {
        if (paused.isEmpty()) {
            Optional<Instant> known = seen.time(TENANTS);
            seen.remove(TENANT);
            seen.remove(TENANTS);
            return known.map(since -> AlertEvent.tenantsRecovered(now, flow, since)).stream()
                    .toList();
        }
        Instant last = paused.get().since();
        boolean known = seen.time(TENANT).filter(at -> !last.isAfter(at)).isPresent();
        if (known
                || seen.time(TOLD)
                        .filter(told -> now.isBefore(told.plus(LEAST_TIME)))
                        .isPresent()) {
            return List.of();
        }
        seen.put(TENANT, last);
        seen.put(TOLD, now);
        if (seen.time(TENANTS).isEmpty()) {
            seen.put(TENANTS, last);
        }
        return List.of(AlertEvent.tenantsPaused(now, flow, paused.get()));
    }
}
