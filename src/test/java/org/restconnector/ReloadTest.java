package org.restconnector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.Route;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restconnector.testing.Answer;
import org.restconnector.testing.ApiServer;
import org.restconnector.testing.PageStyle;
import org.restconnector.testing.PagedApi;
import org.restconnector.testing.PullFile;
import org.restconnector.testing.ReceivedRequest;
import org.restconnector.testing.Workspace;

class ReloadTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String JOBS = "/dev/crm/t/jobs";

    @TempDir
    static Path directory;

    private static ConsoleApp app;

    private final ApiServer api = ApiServer.start();

    @BeforeAll
    static void startWithNothing() throws Exception {
        workspace().write("routes/note.camel.yaml", "- beans: []\n");
        app = ConsoleApp.startReloading(directory);
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    @AfterEach
    void removeFiles() throws Exception {
        for (Path file : files()) {
            Files.delete(file);
        }
        await().atMost(SOON).until(() -> app.context().getRoutes().stream()
                .noneMatch(route -> route.getId().matches("(flow|pull)-.*|plain")));
        api.close();
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("routes"))) {
            return files.filter(file -> !file.endsWith("note.camel.yaml")).toList();
        }
    }

    private static Workspace workspace() {
        return new Workspace(directory);
    }

    private static void awaitRoute(String id) {
        await().atMost(SOON).until(() -> app.context().getRoute(id) != null);
    }

    private void flow(String name, String path, int batchSize) {
        workspace()
                .routes(
                        name,
                        """
                        - templatedRoute:
                            routeTemplateRef: rest-push
                            parameters:
                              - {name: name, value: %s}
                              - {name: url, value: "%s"}
                              - {name: batchSize, value: %d}
                              - {name: batchTimeout, value: 100ms}
                              - {name: headers, value: "X-Path: %s"}
                        """
                                .formatted(name, api.url(path), batchSize, path));
    }

    private static String job(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(id -> "{\"id\":" + id + "}")
                .collect(Collectors.joining(",", "{\"state\":{\"Contact\":[", "]}}"));
    }

    private static String post(int from, int to) throws Exception {
        ConsoleApp.Answer accepted = app.post(JOBS, job(from, to));
        assertThat(accepted.status()).as(accepted.text()).isEqualTo(200);
        return (String) accepted.at("job_id");
    }

    private static void awaitJob(String job) {
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(app.get(JOBS + "/" + job).at("status")).isEqualTo("JOB_COMPLETED"));
    }

    private static List<Integer> ids(ReceivedRequest request) {
        Object body = request.json();
        return (body instanceof List<?> list ? list : List.of(body))
                .stream()
                        .map(record -> (Integer) ((Map<?, ?>) record).get("id"))
                        .toList();
    }

    @Test
    void anEditedFlowGoesOnWithItsJobAndLosesAndRepeatsNothing() throws Exception {
        Answer taken = Answer.status(204).delayed(Duration.ofMillis(15));
        api.on("/old", taken).on("/new", taken);
        flow("crm", "/old", 10);
        flow("other", "/other", 10);
        awaitRoute("flow-crm");
        awaitRoute("flow-other");
        Route other = app.context().getRoute("flow-other");
        String job = post(0, 3000);
        AtomicBoolean enough = new AtomicBoolean();
        CompletableFuture<Integer> posting = CompletableFuture.supplyAsync(() -> {
            int next = 3000;
            while (!enough.get()) {
                try {
                    post(next, ++next);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
            return next;
        });
        api.awaitRequests(20);
        flow("crm", "/new", 25);
        await().atMost(Duration.ofSeconds(5)).until(() -> !api.requests("/new").isEmpty());
        enough.set(true);
        int all = posting.join();
        awaitJob(job);
        await().atMost(SOON).untilAsserted(() -> assertThat(sent()).hasSize(all));
        assertThat(api.requests("/old"))
                .allSatisfy(request -> assertThat(request.header("x-path")).contains("/old"));
        assertThat(api.requests("/new"))
                .allSatisfy(request -> assertThat(request.header("x-path")).contains("/new"))
                .anySatisfy(request -> assertThat(ids(request)).hasSize(25));
        assertThat(app.context().getRoute("flow-other")).isSameAs(other);
    }

    /** Each record that was sent, once, under one key. */
    private Set<Integer> sent() {
        Set<Integer> sent = new HashSet<>();
        Set<String> keys = new HashSet<>();
        for (ReceivedRequest request : api.requests()) {
            assertThat(keys.add(request.header("idempotency-key").orElseThrow()))
                    .isTrue();
            ids(request)
                    .forEach(id -> assertThat(sent.add(id)).as("record " + id).isTrue());
        }
        return sent;
    }

    @Test
    void aBrokenEditChangesNothing() throws Exception {
        api.on("/old", Answer.status(204)).on("/new", Answer.status(204));
        flow("crm", "/old", 1);
        awaitRoute("flow-crm");
        Route before = app.context().getRoute("flow-crm");
        Path file = directory.resolve("routes/crm.camel.yaml");
        String good = Files.readString(file).replace("/old", "/new");
        for (String bad : List.of("", good + "  - {", good.replace("batchSize", "batchSise"), good + good)) {
            Files.writeString(file, bad);
            flow("marker", "/marker" + bad.length(), 1);
            await().atMost(SOON).until(() -> description("marker").contains("/marker" + bad.length() + ","));
        }
        assertThat(app.context().getRoute("flow-crm")).isSameAs(before);
        awaitJob(post(0, 1));
        assertThat(api.requests("/old")).hasSize(1);
        Files.writeString(file, good);
        await().atMost(SOON).until(() -> description("crm").contains("/new"));
        awaitJob(post(1, 2));
        assertThat(api.requests("/new")).hasSize(1);
    }

    private static String description(String flow) throws Exception {
        List<?> flows = (List<?>) app.get("/api/flows").at("flows");
        return flows.stream()
                .map(Map.class::cast)
                .filter(one -> flow.equals(one.get("name")))
                .map(one -> String.valueOf(one.get("target")))
                .findFirst()
                .orElse("");
    }

    @Test
    void aRemovedFlowKeepsItsRecordsForTheTimeWhenItIsBack() throws Exception {
        api.on("/old", Answer.status(503)).on("/new", Answer.status(204));
        flow("crm", "/old", 1);
        awaitRoute("flow-crm");
        String job = post(0, 5);
        api.awaitRequests(1);
        Files.delete(directory.resolve("routes/crm.camel.yaml"));
        await().atMost(SOON).until(() -> app.context().getRoute("flow-crm") == null);
        assertThat(app.post(JOBS, job(5, 6)).code()).isEqualTo("unknown_flow");
        assertThat(app.get(JOBS + "/" + job).at("processed_rows")).isEqualTo(0);
        flow("crm", "/new", 1);
        awaitJob(job);
        assertThat(api.requests("/new")).hasSize(5);
    }

    @Test
    void aPullGoesOnWithItsNextPageWhereItsNewFileSays() throws Exception {
        PagedApi pages = PagedApi.of(PageStyle.PAGE, 300, 10);
        api.on("/orders", request -> pages.answer(request).delayed(Duration.ofMillis(30)));
        PullFile pull = PullFile.of("orders", api.url("/orders"))
                .with("records", "$.data[*]")
                .with("pagination", "page")
                .with("every", "1d");
        Workspace workspace = workspace().pull(pull.with("to", workspace().jsonlSink("first.jsonl")));
        api.awaitRequests(5);
        workspace.pull(pull.with("to", workspace.jsonlSink("second.jsonl")));
        await().atMost(SOON).untilAsserted(() -> assertThat(runs()).contains("completed"));
        List<Object> ids = new ArrayList<>(workspace.ids("first.jsonl"));
        assertThat(ids).isNotEmpty();
        ids.addAll(workspace.ids("second.jsonl"));
        assertThat(ids).hasSize(300).doesNotHaveDuplicates();
        assertThat(runs()).containsExactly("completed", "failed");
        assertThat(app.get("/api/pulls/orders/runs").at("runs", "0", "resumed")).isEqualTo(true);
        assertThat(api.requests()).hasSize(31);
    }

    private static List<Object> runs() throws Exception {
        List<?> runs = (List<?>) app.get("/api/pulls/orders/runs").at("runs");
        return runs.stream()
                .map(run -> (Object) ((Map<?, ?>) run).get("status"))
                .toList();
    }

    @Test
    void whatCannotStartBringsBackWhatRan() throws Exception {
        api.on("/old", Answer.status(204));
        flow("crm", "/old", 1);
        Path file = directory.resolve("routes/plain.camel.yaml");
        String plain =
                """
                - route:
                    id: plain
                    from:
                      uri: direct:plain
                      steps:
                        - setBody: {constant: one}
                """;
        Files.writeString(file, plain);
        awaitRoute("plain");
        awaitRoute("flow-crm");
        Files.writeString(file, plain.replace("- setBody: {constant: one}", "- to: \"file:x?bogus=1\""));
        flow("marker", "/marker", 1);
        await().atMost(SOON).until(() -> !description("marker").isEmpty());
        await().atMost(SOON).untilAsserted(() -> assertThat(
                        app.context().createProducerTemplate().requestBody("direct:plain", "", String.class))
                .isEqualTo("one"));
        Files.writeString(file, plain.replace("one", "two"));
        await().atMost(SOON).untilAsserted(() -> assertThat(
                        app.context().createProducerTemplate().requestBody("direct:plain", "", String.class))
                .isEqualTo("two"));
    }

    @Test
    void editsLeaveNothingBehind() throws Exception {
        api.on("/orders", Answer.json("{\"data\":[{\"id\":1}]}"));
        flow("crm", "/0", 1);
        PullFile pull = PullFile.of("orders", api.url("/orders")).with("every", "1d");
        workspace().pull(pull.with("to", workspace().jsonlSink("0.jsonl")));
        awaitRoute("flow-crm");
        Map<String, Object> before = new HashMap<>();
        for (int edit = 1; edit <= 12; edit++) {
            int number = edit;
            flow("crm", "/" + edit, 1);
            workspace().pull(pull.with("to", workspace().jsonlSink(edit + ".jsonl")));
            await().atMost(SOON)
                    .until(() -> description("crm").contains("/" + number + ",")
                            && app.get("/api/pulls").text().contains("/" + number + ".jsonl"));
            if (edit == 2) {
                before.putAll(held());
            }
        }
        await().atMost(SOON).untilAsserted(() -> assertThat(held()).isEqualTo(before));
    }

    private static Map<String, Object> held() {
        List<String> threads = Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(List.of("flow-crm-claim", "observer")::contains)
                .sorted()
                .toList();
        return Map.of(
                "routes", app.context().getRoutes().size(),
                "endpoints", app.context().getEndpoints().size(),
                "strategies", app.context().getLifecycleStrategies().size(),
                "threads", threads);
    }
}
