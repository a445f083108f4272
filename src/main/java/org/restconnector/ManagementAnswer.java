package org.restconnector;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.restconnector.json.Json;
import org.restconnector.observe.Health;
import org.restconnector.observe.Observer;

/** An answer of the management port. */
record ManagementAnswer(int status, String type, String body) {
    private static final String JSON = "application/json; charset=utf-8";
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    /** @param observer empty while the application starts */
    static ManagementAnswer of(String path, Optional<Observer> observer) {
        return switch (path) {
            case "/observe/health" -> health(observer, Health::all, false);
            case "/observe/health/live" -> health(observer, Health::live, true);
            case "/observe/health/ready" -> health(observer, Health::ready, false);
            case "/observe/metrics" ->
                observer.map(started -> new ManagementAnswer(200, PROMETHEUS, started.metrics()))
                        .orElseGet(() -> error(503, "starting", "this instance is starting; ask again"));
            default ->
                error(
                        404,
                        "not_found",
                        "there are /observe/health, /observe/health/live, /observe/health/ready and /observe/metrics");
        };
    }

    static ManagementAnswer error(int status, String code, String message) {
        return new ManagementAnswer(
                status, JSON, Json.text(Map.of("error", new TreeMap<>(Map.of("code", code, "message", message)))));
    }

    /** @param meanwhile what holds while the application starts */
    private static ManagementAnswer health(
            Optional<Observer> observer, Function<Health, Health.Report> question, boolean meanwhile) {
        Health.Report report = observer.map(Observer::health).map(question).orElseGet(() -> Health.starting(meanwhile));
        return new ManagementAnswer(report.up() ? 200 : 503, JSON, report.json());
    }
}
