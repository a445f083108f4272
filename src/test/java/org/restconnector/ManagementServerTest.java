package org.restconnector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restconnector.json.Json;
import org.restconnector.settings.SettingsException;
import org.restconnector.store.Run;
import org.restconnector.testing.Answer;
import org.restconnector.testing.ApiServer;
import org.restconnector.testing.Workspace;

/** What an operator's tools see of a program at work: with a pull and a flow that do well, and a pair that does not. */
class ManagementServerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private static Path directory;

    private static ApiServer api;
    private static ConsoleApp app;

    @BeforeAll
    static void start() throws Exception {
        api = ApiServer.start()
                .on(
                        "/items",
                        request -> Answer.json("{\"data\":[{\"id\":1},{\"id\":2}],\"next\":"
                                + (request.queryAll("after").isEmpty() ? "\"a\"" : "null") + "}"))
                .on("/broken", Answer.json("{\"error\":\"canary-words\"}").withStatus(400))
                .on("/in", request -> request.text().contains("bad") ? Answer.status(400) : Answer.status(200))
                .on("/away", Answer.status(503));
        new Workspace(directory)
                .routes(
                        "all",
                        """
                        - templatedRoute:
                            routeTemplateRef: rest-pull
                            parameters:
                              - {name: name, value: items}
                              - {name: url, value: "%1$s/items"}
                              - {name: records, value: "$.data[*]"}
                              - {name: pagination, value: cursor}
                              - {name: cursor, value: "$.next"}
                              - {name: cursorParam, value: after}
                              - {name: to, value: "log:off?level=OFF"}
                        - templatedRoute:
                            routeTemplateRef: rest-pull
                            parameters:
                              - {name: name, value: broken}
                              - {name: url, value: "%1$s/broken"}
                              - {name: to, value: "log:off?level=OFF"}
                        - templatedRoute:
                            routeTemplateRef: rest-push
                            parameters:
                              - {name: name, value: crm}
                              - {name: url, value: "%1$s/in"}
                              - {name: batchSize, value: 2}
                              - {name: batchTimeout, value: 20ms}
                        - templatedRoute:
                            routeTemplateRef: rest-push
                            parameters:
                              - {name: name, value: stuck}
                              - {name: url, value: "%1$s/away"}
                              - {name: retryDelay, value: 1h}
                        """
                                .formatted(api.origin()));
        app = ConsoleApp.start(directory);
        await().atMost(PATIENCE)
                .until(() -> List.of("items", "broken").stream().allMatch(pull -> app.store().runs().last(pull).stream()
                        .anyMatch(run -> run.status() != Run.Status.RUNNING)));
    }

    @AfterAll
    static void stop() {
        app.close();
        api.close();
    }

    private static ExpositionText metrics() throws Exception {
        ConsoleApp.Answer answer = app.observe("/metrics");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.response().headers().firstValue("content-type"))
                .contains("text/plain; version=0.0.4; charset=utf-8");
        return ExpositionText.parse(answer.text());
    }

    private static void push(String flow, String tenant, String records) throws Exception {
        assertThat(app.post("/dev/" + flow + "/" + tenant + "/records/Contact", records)
                        .status())
                .isEqualTo(200);
    }

    private static void awaitIdle(String flow) {
        await().atMost(PATIENCE).until(() -> app.store().jobs().pending(flow) == 0);
    }

    @Test
    void metricsSayWhatHappened() throws Exception {
        double before = metrics().value("connector_records_total", "flow=\"crm\"", "delivered");
        push("crm", "acme", "[{\"n\":1},{\"n\":\"bad\"},{\"n\":3},{\"n\":4}]");
        awaitIdle("crm");

        await().atMost(PATIENCE).untilAsserted(() -> {
            ExpositionText seen = metrics();
            assertThat(seen.value("connector_dead_letters", "flow=\"crm\"")).isEqualTo(1);
            assertThat(seen.value("connector_pending_records", "flow=\"crm\"")).isZero();
        });
        ExpositionText seen = metrics();
        assertThat(seen.samples().keySet()).allMatch(series -> series.startsWith("connector_"));
        assertThat(seen.value("connector_http_requests_total", "pull=\"items\"", "2xx"))
                .isEqualTo(2);
        assertThat(seen.value("connector_http_request_duration_seconds_count", "pull=\"items\""))
                .isEqualTo(2);
        assertThat(seen.value("connector_pages_total", "pull=\"items\"")).isEqualTo(2);
        assertThat(seen.value("connector_records_total", "pull=\"items\"", "delivered"))
                .isEqualTo(4);
        assertThat(seen.value("connector_runs_total", "pull=\"items\"", "completed"))
                .isEqualTo(1);
        assertThat(seen.value("connector_run_duration_seconds_count", "pull=\"items\""))
                .isEqualTo(1);
        assertThat(seen.value("connector_completed_run_age_seconds", "pull=\"items\""))
                .isBetween(0.0, 60.0);
        assertThat(seen.value("connector_http_requests_total", "pull=\"broken\"", "4xx"))
                .isEqualTo(1);
        assertThat(seen.value("connector_runs_total", "pull=\"broken\"", "failed"))
                .isEqualTo(1);
        assertThat(seen.value("connector_records_total", "flow=\"crm\"", "delivered") - before)
                .isEqualTo(3);
        assertThat(seen.value("connector_records_total", "flow=\"crm\"", "dead_lettered"))
                .isEqualTo(1);
        assertThat(seen.value("connector_http_requests_total", "flow=\"crm\"", "4xx"))
                .isEqualTo(2);
        assertThat(seen.value("connector_batch_size_count", "flow=\"crm\""))
                .isEqualTo(api.requests("/in").size());
        assertThat(seen.value("connector_inbox_requests_total", "2xx")).isPositive();
        assertThat(seen.value("connector_store_up")).isEqualTo(1);
        assertThat(seen.value("connector_store_file_bytes", "kind=\"database\""))
                .isPositive();
        assertThat(seen.value("connector_jvm_memory_used_bytes", "Metaspace")).isPositive();
    }

    @Test
    void theNumberOfSeriesDoesNotGrowWithTenantsAndStreams() throws Exception {
        push("crm", "first", "{\"n\":0}");
        awaitIdle("crm");
        int before = metrics().samples().size();
        String streams = IntStream.range(0, 40)
                .mapToObj(i -> "\"Stream" + i + "\":[{\"n\":" + i + "}]")
                .collect(Collectors.joining(","));
        for (int tenant = 0; tenant < 5; tenant++) {
            assertThat(app.post("/dev/crm/tenant" + tenant + "/jobs", "{\"state\":{" + streams + "}}")
                            .status())
                    .isEqualTo(200);
        }
        awaitIdle("crm");

        ExpositionText after = metrics();
        long own = after.samples().keySet().stream()
                .filter(series -> !series.startsWith("connector_jvm_gc"))
                .count();
        assertThat(own).isLessThanOrEqualTo(before);
        assertThat(after.labelNames()).isSubsetOf("pull", "flow", "outcome", "reason", "kind", "le");
    }

    @Test
    void aTargetThatIsAwayIsShownAndLeavesTheProcessReady() throws Exception {
        push("stuck", "acme", "{\"n\":1}");
        await().atMost(PATIENCE).untilAsserted(() -> {
            Map<?, ?> stuck = check("flow stuck");
            assertThat(stuck.get("status")).isEqualTo("UNWELL");
            assertThat(stuck.get("reasons")).isEqualTo(List.of("retrying"));
            assertThat(stuck.get("lastStatus")).hasToString("503");
            assertThat(stuck.get("pending")).hasToString("1");
            assertThat(stuck.keySet().toString()).contains("nextTry", "oldestPendingSeconds");
        });
        assertThat(metrics().value("connector_retries_total", "flow=\"stuck\"")).isEqualTo(1);
        assertThat(metrics().value("connector_retrying_requests", "flow=\"stuck\""))
                .isEqualTo(1);
        assertThat(app.observe("/health").status()).isEqualTo(200);
        assertThat(app.observe("/health/ready").status()).isEqualTo(200);
        assertThat(app.observe("/health/live").status()).isEqualTo(200);
    }

    @Test
    void healthSaysWhichPullIsUnwellAndWhyWithoutTheTargetsWords() throws Exception {
        Map<?, ?> broken = check("pull broken");

        assertThat(broken.get("status")).isEqualTo("UNWELL");
        assertThat(broken.get("reasons")).isEqualTo(List.of("run_failed"));
        assertThat(((Map<?, ?>) broken.get("lastRun")).get("error")).isEqualTo("http_status");
        assertThat(check("pull items").get("status")).isEqualTo("UP");
        assertThat(app.observe("/health").text()).doesNotContain("canary", ConsoleApp.KEY, api.origin());
        assertThat(app.observe("/metrics").text()).doesNotContain("canary", ConsoleApp.KEY, api.origin());
    }

    @Test
    void aPauseByHandIsNoFault() throws Exception {
        assertThat(app.post("/api/pulls/items/pause", "").status()).isEqualTo(200);
        await().atMost(PATIENCE).until(() -> "PAUSED".equals(check("pull items").get("status")));
        assertThat(metrics().value("connector_pull_paused", "pull=\"items\"")).isEqualTo(1);
        assertThat(app.post("/api/pulls/items/resume", "").status()).isEqualTo(200);
        await().atMost(PATIENCE).until(() -> "UP".equals(check("pull items").get("status")));
    }

    @Test
    void theReadmeNamesEveryMetric() throws Exception {
        String readme = Files.readString(Path.of("README.md"));
        assertThat(metrics().types().keySet())
                .filteredOn(name -> !name.matches("connector_(jvm|process|system)_.*|.*_max"))
                .allMatch(name -> readme.contains("| `" + name + "` |"));
    }

    private static Map<?, ?> check(String name) throws Exception {
        Map<?, ?> all = (Map<?, ?>) Json.read(app.observe("/health").text());
        assertThat(all.get("status")).isEqualTo("UP");
        return ((List<?>) all.get("checks"))
                .stream()
                        .map(check -> (Map<?, ?>) check)
                        .filter(check -> name.equals(check.get("name")))
                        .findFirst()
                        .orElseThrow();
    }

    @Test
    void thereIsNothingElse() throws Exception {
        assertThat(app.observe("/").status()).isEqualTo(404);
        assertThat(app.observe("/health/").status()).isEqualTo(404);
        assertThat(app.get("/observe/metrics").status()).isEqualTo(404);
    }

    @Test
    void aPortThatIsTakenStopsTheStartIfItWasAskedFor(@TempDir Path other) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Workspace workspace =
                    new Workspace(other).property("camel.management.port", String.valueOf(taken.getLocalPort()));
            ApplicationProperties properties = ApplicationProperties.read(workspace.directory());
            assertThatThrownBy(() -> ManagementServer.open(properties))
                    .isInstanceOf(SettingsException.class)
                    .hasMessageContaining("127.0.0.1:" + taken.getLocalPort())
                    .hasMessageContaining("camel.management.port");
        }
    }

    @Test
    void doesNotListenWhereItIsSwitchedOff(@TempDir Path other) {
        Workspace workspace = new Workspace(other).property("camel.management.enabled", "false");
        try (ManagementServer off = ManagementServer.open(ApplicationProperties.read(workspace.directory()))) {
            assertThat(off.port()).isZero();
        }
    }
}
