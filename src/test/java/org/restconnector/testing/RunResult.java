package org.restconnector.testing;

import java.util.List;
import java.util.Map;

/** A line that {@code once} printed. */
public record RunResult(Map<String, Object> fields) {

    public static RunResult parse(String line) {
        return new RunResult(Workspace.object(line));
    }

    public String pull() {
        return text("pull");
    }

    public String status() {
        return text("status");
    }

    public long number(String field) {
        return ((Number) fields.get(field)).longValue();
    }

    public boolean resumed() {
        return (Boolean) fields.get("resumed");
    }

    public List<String> warnings() {
        return ((List<?>) fields.get("warnings")).stream().map(String::valueOf).toList();
    }

    /** The error's code, {@code none} without an error. */
    public String errorCode() {
        return fields.get("error") instanceof Map<?, ?> error ? String.valueOf(error.get("code")) : "none";
    }

    /** The error's message, empty without an error. */
    public String errorMessage() {
        return fields.get("error") instanceof Map<?, ?> error ? String.valueOf(error.get("message")) : "";
    }

    /** Status, error code and the counts of records, in one line. */
    public String summary() {
        return "%s %s: %d records, %d delivered, %d dead"
                .formatted(status(), errorCode(), number("records"), number("delivered"), number("deadLettered"));
    }

    private String text(String field) {
        return String.valueOf(fields.get(field));
    }
}
