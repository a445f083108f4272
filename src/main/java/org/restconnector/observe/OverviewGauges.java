package org.restconnector.observe;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;
import org.restconnector.push.PausedTenants;

/** The gauges of what the store says; without an overview there are none but that of the store itself. */
final class OverviewGauges {
    private final MultiGauge pending;
    private final MultiGauge oldest;
    private final MultiGauge retrying;
    private final MultiGauge flowPaused;
    private final MultiGauge pausedTenants;
    private final MultiGauge pullPaused;
    private final MultiGauge stale;
    private final MultiGauge completedAge;
    private final MultiGauge stateAge;
    private final MultiGauge deadLetters;
    private final MultiGauge fileBytes;
    private final List<MultiGauge> all;

    OverviewGauges(MeterRegistry registry, BooleanSupplier storeIsUp) {
        pending = gauge(registry, "pending.records", "", "Records of a flow that have no result yet.");
        oldest = gauge(registry, "oldest.pending.age", "seconds", "How long the first of them has waited.");
        retrying = gauge(registry, "retrying.requests", "", "Requests that are to be tried again, 1001 at most.");
        flowPaused = gauge(registry, "flow.paused", "", "1 if the flow is paused, with the reason.");
        pausedTenants = gauge(registry, "paused.tenants", "", "Tenants of a flow that paused, each by itself.");
        pullPaused = gauge(registry, "pull.paused", "", "1 if the pull is paused.");
        stale = gauge(registry, "pull.stale", "", "1 if no run has completed for three periods.");
        completedAge = gauge(registry, "completed.run.age", "seconds", "How long ago a run completed.");
        stateAge = gauge(registry, "state.age", "seconds", "How long ago an incremental value was stored.");
        deadLetters = gauge(registry, "dead.letters", "", "Dead letters that are kept.");
        fileBytes = gauge(registry, "store.file", "bytes", "Sizes of the embedded store's files.");
        all = List.of(
                pending,
                oldest,
                retrying,
                flowPaused,
                pausedTenants,
                pullPaused,
                stale,
                completedAge,
                stateAge,
                deadLetters,
                fileBytes);
        Gauge.builder("connector.store.up", storeIsUp, up -> up.getAsBoolean() ? 1 : 0)
                .description("1 if the store answers.")
                .strongReference(true)
                .register(registry);
    }

    private static MultiGauge gauge(MeterRegistry registry, String name, String unit, String description) {
        MultiGauge.Builder builder = MultiGauge.builder("connector." + name).description(description);
        return (unit.isEmpty() ? builder : builder.baseUnit(unit)).register(registry);
    }

    void show(Optional<Overview> overview) {
        if (overview.isEmpty()) {
            all.forEach(gauge -> gauge.register(List.of(), true));
            return;
        }
        Overview now = overview.get();
        flows(now);
        pulls(now);
        register(
                deadLetters,
                Stream.concat(
                        now.pulls().stream().map(pull -> Row.of(of(pull.name(), ""), count(now, pull.name()))),
                        now.flows().stream().map(flow -> Row.of(of("", flow.name()), count(now, flow.name())))));
        register(
                fileBytes,
                now.fileBytes().entrySet().stream()
                        .map(file -> Row.of(Tags.of("kind", file.getKey()), file.getValue())));
    }

    private void flows(Overview now) {
        register(pending, flowRows(now, flow -> Optional.of(flow.backlog().records())));
        register(
                oldest,
                flowRows(
                        now,
                        flow -> Optional.of(flow.backlog()
                                .oldest()
                                .map(time -> age(time, now.at()))
                                .orElse(0.0))));
        register(retrying, flowRows(now, flow -> Optional.of(flow.queue().retrying())));
        register(
                flowPaused,
                now.flows().stream()
                        .map(flow -> Row.of(
                                Tags.of(
                                        "flow",
                                        flow.name(),
                                        "reason",
                                        flow.pauseReason().orElse("none")),
                                flow.pauseReason().isPresent() ? 1 : 0)));
        register(pausedTenants, flowRows(now, flow -> Optional.of(count(flow))));
    }

    private static long count(FlowStatus flow) {
        return flow.pausedTenants().map(PausedTenants::count).orElse(0L);
    }

    private void pulls(Overview now) {
        register(pullPaused, pullRows(now, pull -> Optional.of(pull.pausedAt().isPresent() ? 1 : 0)));
        register(stale, pullRows(now, pull -> Optional.of(pull.stale() ? 1 : 0)));
        register(completedAge, pullRows(now, pull -> pull.completedAt().map(time -> age(time, now.at()))));
        register(stateAge, pullRows(now, pull -> pull.stateSavedAt().map(time -> age(time, now.at()))));
    }

    private static long count(Overview now, String name) {
        return now.deadLetters().getOrDefault(name, 0L);
    }

    private static Tags of(String pull, String flow) {
        return Tags.of("pull", pull, "flow", flow);
    }

    private static double age(Instant time, Instant now) {
        return Math.max(0, Duration.between(time, now).toMillis() / 1e3);
    }

    private static Stream<Row<?>> flowRows(Overview now, Function<FlowStatus, Optional<? extends Number>> value) {
        return now.flows().stream().flatMap(flow -> value.apply(flow).stream()
                .map(number -> Row.of(Tags.of("flow", flow.name()), number)));
    }

    private static Stream<Row<?>> pullRows(Overview now, Function<PullStatus, Optional<? extends Number>> value) {
        return now.pulls().stream().flatMap(pull -> value.apply(pull).stream()
                .map(number -> Row.of(Tags.of("pull", pull.name()), number)));
    }

    private static void register(MultiGauge gauge, Stream<? extends Row<?>> rows) {
        gauge.register(rows.<Row<?>>map(row -> row).toList(), true);
    }
}
