package org.restconnector.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.camel.StartupSummaryLevel;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restconnector.testing.Answer;
import org.restconnector.testing.ApiServer;
import org.restconnector.testing.Once;
import org.restconnector.testing.PullFile;
import org.restconnector.testing.Workspace;

/** Dead letters of pulls go the whole way again when somebody asks for it. */
class PullReplayTest {
    private final ApiServer api = ApiServer.start();
    private final ApiServer target = ApiServer.start();
    private Workspace workspace;

    @BeforeEach
    void prepare(@TempDir Path directory) {
        workspace = new Workspace(directory);
        api.on("/items", Answer.json("{\"data\":[{\"id\":1,\"price\":1.10,\"gone\":null},{\"id\":2},{\"id\":3}]}"));
        target.on("/sink", Answer.status(422));
        workspace.routes(
                "post",
                """
                - route:
                    from:
                      uri: direct:post
                      steps:
                        - setHeader: {name: X-Id, simple: "${header.RecordPull} ${header.RecordId} ${header.RecordRun}"}
                        - removeHeaders: {pattern: "Record*"}
                        - marshal: {json: {library: Jackson}}
                        - setHeader: {name: CamelHttpMethod, constant: POST}
                        - to: {uri: "%s"}
                """
                        .formatted(target.url("/sink")));
    }

    @AfterEach
    void close() {
        api.close();
        target.close();
    }

    private static PullFile pull(Map<String, String> more) {
        return PullFile.of("items", "")
                .with("to", "direct:post")
                .with("recordRetries", 0)
                .with("every", "1h")
                .with(more);
    }

    private void letters(Map<String, String> more) {
        workspace.pull(pull(more).with("url", api.url("/items")));
        assertThat(Once.run(workspace).result("items").summary()).endsWith("0 delivered, 3 dead");
    }

    private List<String> ids() {
        return list().stream().map(letter -> String.valueOf(letter.get("id"))).toList();
    }

    private List<Map<String, Object>> list() {
        Once.Outcome outcome = Once.command(workspace, "dead-letters", "list");
        assertThat(outcome.exitCode()).isZero();
        workspace.write("list.jsonl", String.join("\n", outcome.out()));
        return workspace.jsonl("list.jsonl");
    }

    private Main run() throws Exception {
        Main main = new Main();
        main.setDefaultPropertyPlaceholderLocation("false");
        main.addInitialProperty("connector.directory", workspace.directory().toString());
        main.configure()
                .withRoutesIncludePattern(
                        "classpath:camel/*.camel.yaml,file:" + workspace.directory() + "/routes/*.camel.yaml")
                .withAutoConfigurationLogSummary(false)
                .setStartupSummaryLevel(StartupSummaryLevel.Off);
        main.start();
        return main;
    }

    @Test
    void whatAReplayDeliveredIsRememberedWhereOnlyChangesAreDelivered() throws Exception {
        letters(Map.of("deliver", "changed", "primaryKey", "id"));
        target.on("/sink", Answer.status(200));
        Once.command(workspace, "dead-letters", "replay", "--all");
        Main main = run();
        try {
            await().atMost(Duration.ofSeconds(10)).until(() -> ids().isEmpty());
        } finally {
            main.stop();
        }

        assertThat(Once.run(workspace).result("items").summary()).contains("3 records, 0 delivered");
        assertThat(target.requests("/sink")).hasSize(3 + 3);
    }

    @Test
    void aRunningProcessSendsWhatIsReplayedAsItWasSentFirst() throws Exception {
        letters(Map.of());
        List<String> first = target.requests().stream()
                .map(request -> request.header("X-Id").orElse(""))
                .toList();
        assertThat(first).hasSize(3);
        target.on("/sink", Answer.status(200));
        Main main = run();
        try {
            String oldest = ids().get(2);
            Once.Outcome one = Once.command(workspace, "dead-letters", "replay", oldest);
            assertThat(one.exitCode()).as(one.toString()).isZero();
            assertThat(one.out()).containsExactly("{\"replayed\":1}");
            await().atMost(Duration.ofSeconds(10)).until(() -> ids().size() == 2);
            assertThat(ids()).doesNotContain(oldest);

            assertThat(Once.command(workspace, "dead-letters", "replay", "--from", "items")
                            .out())
                    .containsExactly("{\"replayed\":2}");
            await().atMost(Duration.ofSeconds(10)).until(() -> ids().isEmpty());
        } finally {
            main.stop();
        }
        List<String> again = target.requests().stream()
                .map(request -> request.header("X-Id").orElse(""))
                .skip(3)
                .toList();
        assertThat(again).containsExactlyElementsOf(first);
        assertThat(target.requests().get(3).text()).isEqualTo("{\"id\":1,\"price\":1.10,\"gone\":null}");
    }

    @Test
    void whatIsRefusedAgainStaysWithItsNewReasonAndAllItsAttempts() throws Exception {
        letters(Map.of("recordRetries", "1", "retryDelay", "10ms"));
        target.on("/sink", Answer.status(400));
        assertThat(Once.command(workspace, "dead-letters", "replay", "--all").out())
                .containsExactly("{\"replayed\":3}");
        Main main = run();
        try {
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(list()).hasSize(3).allSatisfy(letter -> assertThat(letter)
                            .containsEntry("lastStatus", 400)
                            .containsEntry("attempts", 4)));
        } finally {
            main.stop();
        }
        assertThat(target.requests()).hasSize(12);
    }

    @Test
    void onceSendsWhatWasAskedForWhileNothingRan() {
        letters(Map.of("batchSize", "2"));
        target.on("/sink", Answer.status(200));
        Once.command(workspace, "dead-letters", "replay", "--all");
        target.forgetRequests();
        api.on("/items", Answer.json("{\"data\":[]}"));

        Once.Outcome outcome = Once.run(workspace, "items");

        assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
        assertThat(outcome.out()).hasSize(1);
        assertThat(ids()).isEmpty();
        assertThat(target.requests().stream().map(request -> request.text()))
                .containsExactly("[{\"id\":1,\"price\":1.10,\"gone\":null}]", "[{\"id\":2}]", "[{\"id\":3}]");
    }

    @Test
    void theSinksTakeItTogetherWithTheEndOfTheLetter() {
        workspace.routes(
                "post",
                "- route:\n    from: {uri: direct:post, steps: [{throwException: "
                        + "{exceptionType: java.lang.IllegalArgumentException, message: no}}]}\n");
        letters(Map.of());
        workspace.pull(pull(Map.of())
                .with("url", api.url("/items"))
                .with("to", "kamelet:table-sink?table=items&primaryKey=id"));
        api.on("/items", Answer.json("{\"data\":[]}"));
        Once.command(workspace, "dead-letters", "replay", "--all");

        assertThat(Once.run(workspace).exitCode()).isZero();

        assertThat(workspace.query("SELECT id FROM items ORDER BY id")).hasSize(3);
        assertThat(ids()).isEmpty();
    }
}
