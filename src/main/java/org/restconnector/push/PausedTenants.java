package org.restconnector.push;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.restconnector.store.Batches;
import org.restconnector.store.Batches.TenantPauses;

/**
 * The tenants of a flow that have paused, each by itself; those that somebody paused are not among them.
 *
 * @param last the one that paused last
 * @param reason why that one did
 * @param since when
 */
public record PausedTenants(long count, String last, PauseReason reason, Instant since) {
    public PausedTenants {
        Objects.requireNonNull(last, "last");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(since, "since");
    }

    /** Empty if there are none, or the flow does not tell tenants apart. */
    public static Optional<PausedTenants> of(FlowRegistry flows, Batches batches, String flow) {
        return flows.hasTenants(flow) ? of(batches.tenantPauses(flow)) : Optional.empty();
    }

    private static Optional<PausedTenants> of(List<TenantPauses> pauses) {
        List<TenantPauses> byThemselves = pauses.stream()
                .filter(pause -> PauseReason.of(pause.reason()).isPresent())
                .toList();
        long count = byThemselves.stream().mapToLong(TenantPauses::tenants).sum();
        return byThemselves.stream()
                .max(Comparator.comparing(TenantPauses::since))
                .map(last -> new PausedTenants(
                        count, last.last(), PauseReason.of(last.reason()).orElseThrow(), last.since()));
    }
}
