package org.restconnector.pull;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.restconnector.json.Json;
import org.restconnector.store.Run;

/** A run's result, for programs and for people. */
public final class RunSummary {
    private RunSummary() {}

    /** The fields of a run's result in their order; {@code seconds} so far, if it has not ended. */
    public static Map<String, Object> fields(Run run) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("pull", run.pull());
        fields.put("run", run.id());
        fields.put("status", run.status().text());
        fields.put("startedAt", run.startedAt().toString());
        fields.put("seconds", seconds(run));
        fields.put("requests", run.counters().requests());
        fields.put("pages", run.counters().pages());
        fields.put("records", run.counters().records());
        fields.put("delivered", run.counters().delivered());
        fields.put("skipped", run.counters().skipped());
        fields.put("deadLettered", run.counters().deadLettered());
        run.state().ifPresent(state -> fields.put("state", value(state)));
        fields.put("resumed", run.resumed());
        fields.put("warnings", run.warnings());
        fields.put("error", run.error().map(RunSummary::error).orElse(null));
        return fields;
    }

    private static Object value(String json) {
        try {
            return Json.read(json);
        } catch (IOException e) {
            throw new IllegalStateException("the value of a run is not JSON: " + json, e);
        }
    }

    private static Map<String, Object> error(Run.RunError error) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("code", error.code());
        fields.put("message", error.message());
        return fields;
    }

    /** One line of JSON. */
    public static String json(Run run) {
        return Json.text(fields(run));
    }

    private static BigDecimal seconds(Run run) {
        Instant end = run.endedAt().orElseGet(Instant::now);
        return BigDecimal.valueOf(
                Math.max(0, Duration.between(run.startedAt(), end).toMillis()), 3);
    }

    private static String number(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    /** One line for the log. */
    static String line(Run run) {
        Run.Counters counted = run.counters();
        StringBuilder line =
                new StringBuilder("pull " + run.pull() + " " + run.status().text() + ": ");
        line.append(number(counted.records(), "record"))
                .append(" in ")
                .append(number(counted.pages(), "page"))
                .append(", ");
        line.append(counted.delivered()).append(" delivered");
        line.append(counted.skipped() == 0 ? "" : ", " + counted.skipped() + " skipped");
        line.append(counted.deadLettered() == 0 ? "" : ", " + counted.deadLettered() + " dead-lettered");
        line.append(" (")
                .append(number(counted.requests(), "request"))
                .append(", ")
                .append(seconds(run))
                .append(" s)");
        line.append(run.resumed() ? ", resumed" : "");
        run.state().ifPresent(state -> line.append(", state ").append(state));
        line.append(run.warnings().isEmpty() ? "" : "; warnings: " + String.join("; ", run.warnings()));
        run.error()
                .ifPresent(error ->
                        line.append("; ").append(error.code()).append(": ").append(error.message()));
        run.error()
                .flatMap(error -> NextStep.after(error.code()))
                .ifPresent(step -> line.append(" [next: ").append(step).append(']'));
        return line.toString();
    }
}
