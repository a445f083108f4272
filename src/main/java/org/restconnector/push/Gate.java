package org.restconnector.push;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.restconnector.store.Batches;
import org.restconnector.store.Batches.FlowState;
import org.restconnector.store.Batches.Scope;
import org.restconnector.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether a flow, or a tenant of it, may send now: its pause and its target's Retry-After. Safe for use by many threads. */
final class Gate {
    static final Duration PROBE_EVERY = Duration.ofMinutes(1);
    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);

    private static final long OLD_NANOS = Duration.ofMillis(500).toNanos();

    private final Scope scope;
    private final String name;
    private final Batches batches;
    private final Clock clock;
    private long refreshedAt = System.nanoTime() - OLD_NANOS;
    private FlowState state = new FlowState(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 0);

    Gate(String flow, Batches batches, Clock clock) {
        this(Scope.of(flow), batches, clock);
    }

    Gate(Scope scope, Batches batches, Clock clock) {
        this.scope = scope;
        this.name = scope.tenant().isEmpty() ? scope.flow() : scope.flow() + ", tenant " + scope.tenant();
        this.batches = batches;
        this.clock = clock;
    }

    /** Reads what the store knows: other instances and people pause and resume as well. */
    synchronized void refresh() {
        refreshedAt = System.nanoTime();
        state = batches.state(scope);
    }

    synchronized void refreshIfOld() {
        if (System.nanoTime() - refreshedAt >= OLD_NANOS) {
            try {
                refresh();
            } catch (StoreException e) {
                // what was known is still good for whoever is about to send; nothing new is claimed meanwhile
                LOG.debug("flow {}: the store is away", name, e);
            }
        }
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
        Optional<PauseReason> reason = probed();
        boolean time = reason.isPresent()
                && opensAt().isEmpty()
                && !last.plus(PROBE_EVERY).isAfter(now);
        if (!time || !batches.takeProbe(scope, reason.get().text(), PROBE_EVERY)) {
            return false;
        }
        refresh();
        return true;
    }

    private Optional<PauseReason> probed() {
        return Arrays.stream(PauseReason.values())
                .filter(PauseReason::isProbed)
                .filter(reason ->
                        state.pausedReason().filter(reason.text()::equals).isPresent())
                .findFirst();
    }

    synchronized void pause(PauseReason reason, String why) {
        refresh();
        if (state.pausedReason().isEmpty()) {
            batches.pause(scope, reason.text());
            refresh();
            LOG.warn("flow {}: paused ({}): {}", name, reason.text(), why);
        }
    }

    /** The target took the credentials again. */
    synchronized void probeSucceeded() {
        resume("its target takes the credentials again");
    }

    /** The settings are others than those that were paused. */
    synchronized void settingsChanged() {
        resume("its settings have changed");
    }

    private void resume(String why) {
        refresh();
        if (probed().isPresent()) {
            batches.resume(scope);
            refresh();
            LOG.info("flow {}: resumed, {}", name, why);
        }
    }

    synchronized void holdBack(Instant until) {
        if (state.notBefore().filter(at -> !at.isBefore(until)).isEmpty()) {
            batches.holdBack(scope, until);
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
