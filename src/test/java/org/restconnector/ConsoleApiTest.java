package org.restconnector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.restconnector.json.Json;
import org.restconnector.store.DeadLetters.NewDeadLetter;
import org.restconnector.store.DeadLetters.Origin;
import org.restconnector.testing.Answer;
import org.restconnector.testing.ApiServer;
import org.restconnector.testing.LogLines;
import org.restconnector.testing.Workspace;

/** The calls behind the console, on a program that pulls from a server of the test. */
class ConsoleApiTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private static Path directory;

    private static ApiServer api;
    private static ConsoleApp app;
    private static volatile CountDownLatch held = new CountDownLatch(0);

    @BeforeAll
    static void start() throws Exception {
        api = ApiServer.start().on("/items", request -> {
            try {
                held.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Answer.json("[{\"id\":1},{\"id\":2}]");
        });
        new Workspace(directory)
                .routes(
                        "items",
                        """
                        - templatedRoute:
                            routeTemplateRef: rest-pull
                            parameters:
                              - {name: name, value: items}
                              - {name: url, value: "%s"}
                              - {name: every, value: 1h}
                              - {name: to, value: "log:off?level=OFF"}
                        """
                                .formatted(api.url("/items")));
        app = ConsoleApp.start(directory);
        awaitIdle();
    }

    @AfterAll
    static void stop() {
        app.close();
        api.close();
    }

    private static void awaitIdle() {
        await().atMost(PATIENCE).until(() -> app.store().runs().last("items").stream()
                .anyMatch(run -> run.endedAt().isPresent()));
    }

    @Test
    void showsAPullWithItsLastRun() throws Exception {
        ConsoleApp.Answer pulls = app.get("/api/pulls");
        assertThat(pulls.status()).isEqualTo(200);
        assertThat(pulls.at("pulls", "0", "name")).isEqualTo("items");
        assertThat(pulls.at("pulls", "0", "schedule")).isEqualTo("every 1h");
        assertThat(pulls.at("pulls", "0", "lastRun", "delivered")).hasToString("2");
        assertThat((String) pulls.at("pulls", "0", "nextRun")).startsWith("2");
        assertThat(pulls.response().headers().firstValue("cache-control")).contains("no-store");
        assertThat(pulls.response().headers().firstValue("x-content-type-options"))
                .contains("nosniff");
    }

    @Test
    void startsARunAndRefusesASecondOne() throws Exception {
        held = new CountDownLatch(1);
        try {
            ConsoleApp.Answer begun = app.post("/api/pulls/items/run", "");
            assertThat(begun.status()).isEqualTo(202);
            assertThat(begun.at("status")).isEqualTo("running");
            for (String call : List.of("run", "restart", "restart?state=forget")) {
                ConsoleApp.Answer second = app.post("/api/pulls/items/" + call, "");
                assertThat(second.status()).as(call).isEqualTo(409);
                assertThat(second.code()).isEqualTo("pull_running");
            }
            assertThat(app.get("/api/pulls").at("pulls", "0", "running")).isEqualTo(true);
            held.countDown();
            awaitIdle();
            ConsoleApp.Answer runs = app.get("/api/pulls/items/runs?limit=1");
            assertThat(runs.at("runs", "0", "run")).isEqualTo(begun.at("run"));
            assertThat(runs.at("next")).isEqualTo(begun.at("run"));
            assertThat(app.get("/api/pulls/items/runs?before=" + begun.at("run"))
                            .at("runs", "0", "run"))
                    .isNotEqualTo(begun.at("run"));
        } finally {
            held.countDown();
            awaitIdle();
        }
    }

    @Test
    void pausesAPullAndStillRunsItByHand() throws Exception {
        try (LogLines audit = LogLines.of("audit")) {
            assertThat(app.post("/api/pulls/items/pause", "").at("paused")).isEqualTo(true);
            assertThat(app.get("/api/pulls").at("pulls", "0", "nextRun")).isNull();
            awaitIdle();
            assertThat(app.post("/api/pulls/items/run", "").status()).isEqualTo(202);
            awaitIdle();
            assertThat(app.post("/api/pulls/items/resume", "").at("paused")).isEqualTo(false);

            assertThat(audit.lines())
                    .extracting(line -> line.replaceFirst(".*\"action\":\"([a-z.]+)\".*", "$1"))
                    .containsExactly("pull.pause", "pull.run", "pull.resume");
            assertThat(audit.lines())
                    .allMatch(
                            line -> line.matches(
                                    "\\{\"at\":\"2[^\"]+Z\",\"by\":\"key [0-9a-f]{4}\","
                                            + "\"from\":\"127\\.0\\.0\\.1\",\"action\":\"[a-z.]+\",\"pull\":\"items\".*\"result\":\"done\"}"))
                    .noneMatch(line -> line.contains(ConsoleApp.KEY));
        }
    }

    @Test
    void whatARequestSaysForgesNoLineOfTheAuditLog() throws Exception {
        try (LogLines audit = LogLines.of("audit")) {
            app.post("/api/dead-letters/discard", "{\"error\":\"x\\n{\\\"by\\\":\\\"key ffff\\\"}\"}");

            assertThat(audit.lines())
                    .singleElement()
                    .asString()
                    .contains("\"action\":\"dead-letters.discard\",\"count\":0,\"which\":{\"error\":\"x\\n{")
                    .doesNotContain("\n");
        }
    }

    @Test
    void restartDropsTheCheckpointAndOnRequestTheState() throws Exception {
        app.store().states().set("items", "7");
        app.store().write(transaction -> {
            app.store()
                    .checkpoints()
                    .save(transaction, new org.restconnector.store.Checkpoints.Checkpoint("items", "x", "{}"));
            return null;
        });
        assertThat(app.get("/api/pulls").at("pulls", "0", "resumes")).isEqualTo(true);
        assertThat(app.post("/api/pulls/items/restart", "").status()).isEqualTo(202);
        awaitIdle();
        assertThat(app.get("/api/pulls").at("pulls", "0", "resumes")).isEqualTo(false);
        assertThat(app.store().states().find("items")).isPresent();
        assertThat(app.post("/api/pulls/items/restart?state=forget", "").status())
                .isEqualTo(202);
        awaitIdle();
        assertThat(app.store().states().find("items")).isEmpty();
    }

    @Test
    void pagesThroughDeadLettersAndChangesThoseThatAreNamed() throws Exception {
        for (int i = 0; i < 5; i++) {
            letter("tenant-" + i % 2, "refused " + i);
        }
        ConsoleApp.Answer first = app.get("/api/dead-letters?from=gone&limit=2");
        assertThat(first.at("deadLetters", "0", "reason")).isEqualTo("refused 4");
        ConsoleApp.Answer second = app.get("/api/dead-letters?from=gone&limit=2&before=" + first.at("next"));
        assertThat(second.at("deadLetters", "0", "reason")).isEqualTo("refused 2");
        String id = (String) second.at("deadLetters", "0", "id");
        assertThat(app.get("/api/dead-letters/" + id).text()).contains("1.10");
        assertThat(size(app.get("/api/dead-letters?from=gone&tenant=tenant-1"))).isEqualTo(2);
        assertThat(size(app.get("/api/dead-letters?from=gone&error=REFUSED%203")))
                .isEqualTo(1);
        assertThat(size(app.get("/api/dead-letters?from=gone&since=1h"))).isEqualTo(5);
        assertThat(size(app.get("/api/dead-letters?from=gone&until=1h"))).isZero();
        assertThat(app.get("/api/dead-letters?since=soon").code()).isEqualTo("invalid_parameter");

        ConsoleApp.Answer discarded =
                app.post("/api/dead-letters/discard", Json.text(Map.of("ids", List.of(id, "no-such-id"))));
        assertThat(discarded.at("discarded")).hasToString("1");
        assertThat(discarded.at("unknown")).isEqualTo(List.of("no-such-id"));
        assertThat(app.get("/api/dead-letters/" + id).code()).isEqualTo("unknown_dead_letter");
        // where the page ended is still known when that one is gone
        assertThat(app.get("/api/dead-letters?from=gone&before=" + id).at("deadLetters", "0", "reason"))
                .isEqualTo("refused 1");
        assertThat(app.post("/api/dead-letters/replay", "{\"from\":\"gone\"}").at("replayed"))
                .hasToString("4");
        assertThat(app.post("/api/dead-letters/discard", "{\"from\":\"gone\"}").at("discarded"))
                .hasToString("4");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "null",
                "{\"ids\":[]}",
                "{\"all\":false}",
                "{\"all\":\"true\"}",
                "{\"form\":\"typing error\"}",
                "{\"all\":true,\"from\":\"x\"}",
                "{\"ids\":[\"a\"],\"all\":true}",
                "{\"ids\":\"a\"}",
                "{\"from\":7}"
            })
    void changesNothingWhereItIsNotSaidWhat(String body) throws Exception {
        String id = letter("t", "kept");
        for (String deed : List.of("replay", "discard")) {
            assertThat(app.post("/api/dead-letters/" + deed, body).status()).isEqualTo(400);
        }
        assertThat(app.store().deadLetters().find(id)).isPresent();
        app.store().deadLetters().discard(List.of(id));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/pulls",
                "GET /api/pulls/items/runs",
                "POST /api/pulls/items/run",
                "POST /api/pulls/items/restart",
                "POST /api/pulls/items/pause",
                "POST /api/pulls/items/resume",
                "GET /api/flows",
                "GET /api/jobs?flow=x",
                "GET /api/dead-letters",
                "GET /api/dead-letters/x",
                "POST /api/dead-letters/replay",
                "POST /api/dead-letters/discard"
            })
    void needsAKeyThatIsNotLimited(String call) throws Exception {
        String[] words = call.split(" ");
        HttpRequest.Builder request = app.request(words[1])
                .method(words[0], HttpRequest.BodyPublishers.ofString(words[0].equals("POST") ? "{\"all\":true}" : ""));
        assertThat(app.send(request.setHeader("x-api-key", "limited")).code()).isEqualTo("forbidden");
        assertThat(app.send(request.setHeader("x-api-key", "wrong")).code()).isEqualTo("unauthorized");
    }

    @Test
    void servesThePageWithoutAKeyAndWithAStrictPolicy() throws Exception {
        for (String path : List.of("/", "/console/console.css", "/console/console.js")) {
            ConsoleApp.Answer file = app.send(
                    HttpRequest.newBuilder(app.request(path).build().uri()).GET());
            assertThat(file.status()).as(path).isEqualTo(200);
            assertThat(file.response().headers().firstValue("content-security-policy"))
                    .contains("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
                            + " img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
            assertThat(file.response().headers().firstValue("x-content-type-options"))
                    .contains("nosniff");
            assertThat(file.text()).doesNotContain("log:off", ConsoleApp.KEY);
        }
        assertThat(app.get("/api/pulls/none/runs").code()).isEqualTo("unknown_pull");
    }

    private static int size(ConsoleApp.Answer answer) throws Exception {
        return ((List<?>) answer.at("deadLetters")).size();
    }

    private static String letter(String tenant, String reason) {
        return app.store()
                .write(transaction -> app.store()
                        .deadLetters()
                        .add(
                                transaction,
                                new NewDeadLetter(
                                        new Origin("pull", "gone", Optional.of("s"), Optional.of(tenant), "run"),
                                        "id",
                                        "{\"a\":1.10}".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                                        OptionalInt.of(422),
                                        reason,
                                        1)))
                .id();
    }
}
