package org.restconnector.push;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.restconnector.store.Batches;
import org.restconnector.store.Batches.FlowState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether a flow may send now: its pause and its target's Retry-After. Safe for use by many threads. */
final class Gate {
    static final Duration PROBE_EVERY = Duration.ofMinutes(1);
    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);

    private final String flow;
    private final Batches batches;
    private final Clock clock;
    private FlowState state = new FlowState(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 0);

    Gate(String flow, Batches batches, Clock clock) {
        this.flow = flow;
        this.batches = batches;
        this.clock = clock;
    }

    /** Reads what the store knows: other instances and people pause and resume as well. */
    synchronized void refresh() {
        state = batches.state(flow);
    }

    synchronized boolean isOpen() {
        return state.pausedReason().isEmpty() && opensAt().isEmpty();
    }

    /** When the target may be asked again; empty if it may be now. */
    synchronized Optional<Instant> opensAt() {
        return state.notBefore().filter(at -> at.isAfter(clock.instant()));
    }

    /** Whether it is time to try whether the target takes the credentials again; the caller then does. */
    synchronized boolean takeProbe() {
        Instant now = clock.instant();
        Instant last = state.probedAt().or(state::pausedAt).orElse(now);
        boolean time = awaitsCredentials()
                && opensAt().isEmpty()
                && !last.plus(PROBE_EVERY).isAfter(now);
        if (!time || !batches.takeProbe(flow, PauseReason.UNAUTHORIZED.text(), PROBE_EVERY)) {
            return false;
        }
        refresh();
        return true;
    }

    private boolean awaitsCredentials() {
        return state.pausedReason()
                .filter(PauseReason.UNAUTHORIZED.text()::equals)
                .isPresent();
    }

    synchronized void pause(PauseReason reason, String why) {
        refresh();
        if (state.pausedReason().isEmpty()) {
            batches.pause(flow, reason.text());
            refresh();
            LOG.warn("flow {}: paused ({}): {}", flow, reason.text(), why);
        }
    }

    /** The target took the credentials again. */
    synchronized void probeSucceeded() {
        refresh();
        if (awaitsCredentials()) {
            batches.resume(flow);
            refresh();
            LOG.info("flow {}: resumed, its target takes the credentials again", flow);
        }
    }

    synchronized void holdBack(Instant until) {
        if (state.notBefore().filter(at -> !at.isBefore(until)).isEmpty()) {
            batches.holdBack(flow, until);
            refresh();
        }
    }

    /** Pauses if too many requests in a row were refused for good. */
    synchronized void countRefusals(int most, String why) {
        refresh();
        if (most > 0 && state.refusedInARow() >= most) {
            pause(PauseReason.REFUSED, state.refusedInARow() + " requests in a row were refused, the last: " + why);
        }
    }
}
