package org.restconnector.observe;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.ServiceStatus;
import org.restconnector.json.Json;
import org.restconnector.push.PausedTenants;
import org.restconnector.store.Run;

/**
 * Says whether this process works, whether it may be given work, and how each pull and flow does. That one of
 * them is not well is shown, and does not make the process unfit: its target is away for other processes as well.
 */
public final class Health {
    private final Supplier<ServiceStatus> application;
    private final Supplier<Boolean> working;
    private final StoreWatch store;
    private final LatestOverview overview;

    Health(Supplier<ServiceStatus> application, Supplier<Boolean> working, StoreWatch store, LatestOverview overview) {
        this.application = application;
        this.working = working;
        this.store = store;
        this.overview = overview;
    }

    /** @param json the report */
    public record Report(boolean up, String json) {}

    /** Whether the process works: if not, only a new one will. */
    public Report live() {
        return report(List.of(process()));
    }

    /** Whether it may be given work. */
    public Report ready() {
        return report(List.of(process(), application(), store()));
    }

    /** All of it, with every pull and flow. */
    public Report all() {
        List<Map<String, Object>> checks = new ArrayList<>(List.of(process(), application(), store()));
        overview.get().ifPresent(now -> {
            now.pulls().forEach(pull -> checks.add(pull(pull)));
            now.flows().forEach(flow -> checks.add(flow(flow, now.at())));
        });
        return report(checks);
    }

    /** The report of a process that is about to start. */
    public static Report starting(boolean alive) {
        return report(List.of(check("application", alive, "starting")));
    }

    private static Report report(List<Map<String, Object>> checks) {
        boolean up = checks.stream().noneMatch(check -> "DOWN".equals(check.get("status")));
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("status", up ? "UP" : "DOWN");
        fields.put("checks", checks);
        return new Report(up, Json.text(fields));
    }

    private static Map<String, Object> check(String name, boolean up, String reason) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", name);
        fields.put("status", up ? "UP" : "DOWN");
        if (!up) {
            fields.put("reasons", List.of(reason));
        }
        return fields;
    }

    /** Its store is closed while it stops, which is no reason to end it. */
    private Map<String, Object> process() {
        return check("process", !application.get().isStarted() || working.get(), "store_writer_ended");
    }

    private Map<String, Object> application() {
        ServiceStatus status = application.get();
        return check("application", status.isStarted(), status.isStarting() ? "starting" : "stopping");
    }

    private Map<String, Object> store() {
        return check("store", store.isUp(), "no_answer");
    }

    private static Map<String, Object> pull(PullStatus pull) {
        boolean paused = pull.pausedAt().isPresent();
        Map<String, Object> fields = entry("pull", pull.name(), paused, pull.reasons());
        pull.pausedAt().ifPresent(time -> fields.put("pausedAt", time.toString()));
        pull.last().ifPresent(run -> fields.put("lastRun", run(run)));
        fields.put("completedAt", pull.completedAt().map(Instant::toString).orElse(null));
        return fields;
    }

    /** Without its message, in which a target may have said anything. */
    private static Map<String, Object> run(Run run) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("status", run.status().text());
        fields.put("startedAt", run.startedAt().toString());
        run.endedAt().ifPresent(time -> fields.put("endedAt", time.toString()));
        run.error().ifPresent(error -> fields.put("error", error.code()));
        return fields;
    }

    private static Map<String, Object> flow(FlowStatus flow, Instant now) {
        Map<String, Object> fields = entry("flow", flow.name(), flow.isPausedByHand(), flow.reasons(now));
        flow.pauseReason().ifPresent(reason -> fields.put("pausedReason", reason));
        flow.state().pausedAt().ifPresent(time -> fields.put("pausedAt", time.toString()));
        flow.state().notBefore().filter(now::isBefore).ifPresent(time -> fields.put("notBefore", time.toString()));
        flow.pausedTenants().ifPresent(tenants -> fields.put("tenants", tenants(tenants)));
        fields.put("pending", flow.backlog().records());
        flow.backlog().oldest().ifPresent(time -> fields.put("oldestPendingSeconds", seconds(time, now)));
        fields.put("retrying", flow.queue().retrying());
        flow.queue().next().ifPresent(retry -> {
            fields.put("nextTry", retry.at().toString());
            fields.put("attempts", retry.attempts());
            retry.lastStatus().ifPresent(status -> fields.put("lastStatus", status));
        });
        return fields;
    }

    private static Map<String, Object> tenants(PausedTenants paused) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("paused", paused.count());
        fields.put("last", paused.last());
        fields.put("reason", paused.reason().text());
        fields.put("since", paused.since().toString());
        return fields;
    }

    private static long seconds(Instant time, Instant now) {
        return Math.max(0, Duration.between(time, now).toSeconds());
    }

    private static Map<String, Object> entry(String kind, String name, boolean paused, List<String> reasons) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", kind + " " + name);
        fields.put("status", !reasons.isEmpty() ? "UNWELL" : paused ? "PAUSED" : "UP");
        Optional.of(reasons).filter(some -> !some.isEmpty()).ifPresent(some -> fields.put("reasons", some));
        return fields;
    }
}
