package org.restconnector.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.restconnector.json.Json;
import org.restconnector.push.PauseReason;
import org.restconnector.push.PausedTenants;
import org.restconnector.store.Alerts.Letters;
import org.restconnector.store.Alerts.Subject;
import org.restconnector.store.Run;

/** The events, as JSON. What runs and dead letters say is free of secrets already. */
final class AlertEvent {
    /** Of a dead letter's reason, which may be a page of the target's. */
    private static final int LONGEST_REASON = 500;

    private AlertEvent() {}

    private static Map<String, Object> begin(String type, Instant time, Subject subject) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("type", type);
        fields.put("time", time.toString());
        fields.put(subject.direction(), subject.name());
        return fields;
    }

    /** @param inARow runs that failed since the last completed one, with this one */
    static String runFailed(Instant time, Subject pull, Run run, long inARow) {
        Map<String, Object> fields = begin("run_failed", time, pull);
        fields.put("run", run.id());
        fields.put("startedAt", run.startedAt().toString());
        fields.put("inARow", inARow);
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("code", run.error().map(Run.RunError::code).orElse(""));
        error.put("message", run.error().map(Run.RunError::message).orElse(""));
        fields.put("error", error);
        return Json.text(fields);
    }

    /** @param completed when the last run was; empty if none is known */
    static String stale(Instant time, Subject pull, Instant since, Optional<Instant> completed, String schedule) {
        Map<String, Object> fields = begin("stale", time, pull);
        fields.put("schedule", schedule);
        fields.put("since", since.toString());
        fields.put("lastCompleted", completed.map(Instant::toString).orElse(null));
        return Json.text(fields);
    }

    static String deadLetters(Instant time, Subject subject, Letters letters) {
        Map<String, Object> fields = begin("dead_letters", time, subject);
        fields.put("count", letters.count());
        Map<String, Object> last = new LinkedHashMap<>();
        last.put("id", letters.id());
        last.put("lastStatus", letters.status().isPresent() ? letters.status().getAsInt() : null);
        last.put("reason", shortened(letters.reason()));
        fields.put("last", last);
        return Json.text(fields);
    }

    private static String shortened(String reason) {
        return reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON) + "...";
    }

    static String flowPaused(Instant time, Subject flow, PauseReason reason, Instant since) {
        return Json.text(paused(time, flow, reason, since));
    }

    static String tenantsPaused(Instant time, Subject flow, PausedTenants paused) {
        Map<String, Object> fields = paused(time, flow, paused.reason(), paused.since());
        Map<String, Object> tenants = new LinkedHashMap<>();
        tenants.put("paused", paused.count());
        tenants.put("last", paused.last());
        fields.put("tenants", tenants);
        return Json.text(fields);
    }

    private static Map<String, Object> paused(Instant time, Subject flow, PauseReason reason, Instant since) {
        Map<String, Object> fields = begin("flow_paused", time, flow);
        fields.put("reason", reason.text());
        fields.put("since", since.toString());
        fields.put(
                "message",
                switch (reason) {
                    case UNAUTHORIZED -> "the target refuses the credentials; one request a minute tries them again";
                    case BLOCKED_ADDRESS -> "a host that settings name is not public; mend them";
                    case GONE -> "the target says that it is gone (410); mend the URL, then resume the flow";
                    case REFUSED ->
                        "too many requests in a row were refused for good; see its dead letters, mend the"
                                + " cause, then resume the flow and replay them";
                });
        return fields;
    }

    /**
     * @param of the types of the events that it is the end of
     * @param run that completed; empty for a flow
     */
    static String recovered(Instant time, Subject subject, List<String> of, Instant since, Optional<String> run) {
        Map<String, Object> fields = recovered(time, subject, of, since);
        run.ifPresent(id -> fields.put("run", id));
        return Json.text(fields);
    }

    /** None of the flow's tenants is paused any more. */
    static String tenantsRecovered(Instant time, Subject flow, Instant since) {
        Map<String, Object> fields = recovered(time, flow, List.of("flow_paused"), since);
        fields.put("tenants", Map.of("paused", 0));
        return Json.text(fields);
    }

    private static Map<String, Object> recovered(Instant time, Subject subject, List<String> of, Instant since) {
        Map<String, Object> fields = begin("recovered", time, subject);
        fields.put("of", of);
        fields.put("since", since.toString());
        fields.put("seconds", Math.max(0, Duration.between(since, time).toSeconds()));
        return fields;
    }
}
