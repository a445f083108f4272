package org.restconnector.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restconnector.json.Json;
import org.restconnector.testing.Answer;
import org.restconnector.testing.ApiServer;
import org.restconnector.testing.Once;
import org.restconnector.testing.PullFile;
import org.restconnector.testing.RawServer;
import org.restconnector.testing.Workspace;

/** What {@code connector.alerts.to} gets of commands that end by themselves. */
class AlertsTest {
    private final ApiServer api = ApiServer.start();
    private final AtomicReference<Answer> items = new AtomicReference<>(Answer.json("{\"data\":[{\"id\":1}]}"));
    private Workspace workspace;

    @BeforeEach
    void prepare(@TempDir Path directory) {
        workspace = new Workspace(directory);
        api.on("/items", request -> items.get())
                .on("/alerts", Answer.status(204))
                .on("/sink", Answer.status(422));
    }

    @AfterEach
    void close() {
        api.close();
    }

    private PullFile pull() {
        return PullFile.of("items", api.url("/items")).with("retries", 0);
    }

    private List<Map<?, ?>> events() {
        return api.requests("/alerts").stream()
                .<Map<?, ?>>map(request -> object(request.text()))
                .toList();
    }

    private static Map<?, ?> object(String json) {
        try {
            return (Map<?, ?>) Json.read(json);
        } catch (IOException e) {
            throw new IllegalStateException(json, e);
        }
    }

    @Test
    void tellsOfEachFailedRunAndOfTheFirstThatCompletesAgain() {
        workspace
                .property("connector.alerts.to", api.url("/alerts"))
                .pull(pull().with("to", workspace.jsonlSink("out"))
                        .with("auth", "bearer")
                        .with("token", "canary-7"));
        Once.run(workspace);
        assertThat(events()).isEmpty();

        items.set(Answer.of(503, "text/plain", "no canary-7 today"));
        Once.run(workspace);
        Once.run(workspace);
        items.set(Answer.json("{\"data\":[]}"));
        Once.run(workspace);
        Once.run(workspace);

        assertThat(events())
                .extracting(event -> event.get("type"), event -> event.get("pull"))
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("run_failed", "items"),
                        org.assertj.core.groups.Tuple.tuple("run_failed", "items"),
                        org.assertj.core.groups.Tuple.tuple("recovered", "items"));
        assertThat(events().get(1).get("inARow")).hasToString("2");
        assertThat(((Map<?, ?>) events().get(0).get("error")).get("code")).isEqualTo("http_status");
        assertThat(events().get(2).get("of")).isEqualTo(List.of("run_failed"));
        assertThat(api.requests("/alerts"))
                .allSatisfy(request -> assertThat(request.text()).doesNotContain("canary-7"))
                .allSatisfy(
                        request -> assertThat(request.header("content-type")).contains("application/json"));
    }

    @Test
    void tellsOfDeadLettersOnceAnHourAlsoAfterARestart() {
        items.set(Answer.json("{\"data\":[{\"id\":1,\"name\":\"Ada\"},{\"id\":2}]}"));
        workspace
                .property("connector.alerts.to", api.url("/alerts"))
                .posting("post", api.url("/sink"))
                .pull(pull().with("to", "direct:post").with("recordRetries", 0));

        Once.run(workspace);
        Once.run(workspace);

        assertThat(events()).singleElement().satisfies(event -> {
            assertThat(event.get("type")).isEqualTo("dead_letters");
            assertThat(event.get("count")).hasToString("2");
            assertThat(((Map<?, ?>) event.get("last")).get("lastStatus")).hasToString("422");
            assertThat(event.toString()).doesNotContain("Ada");
        });
    }

    @Test
    void anEndpointThatIsAwayFailsNothingAndLosesNothing() {
        items.set(Answer.status(404));
        workspace
                .property("connector.alerts.to", "http://127.0.0.1:" + RawServer.closedPort() + "/?key=canary")
                .pull(pull().with("to", workspace.jsonlSink("out")));

        assertThat(Once.run(workspace).result("items").status()).isEqualTo("failed");

        assertThat(workspace.query("SELECT body FROM connector_alert"))
                .singleElement()
                .asString()
                .contains("run_failed");
    }

    @Test
    void anEndpointThatCannotBeStopsTheStart() {
        workspace
                .property("connector.alerts.to", "aws2-sns:topic?secretKey=canary")
                .pull(pull().with("to", workspace.jsonlSink("out")));

        for (String command : List.of("once", "check")) {
            Once.Outcome outcome = Once.command(workspace, command);
            assertThat(outcome.exitCode()).isEqualTo(2);
            assertThat(outcome.err())
                    .singleElement()
                    .asString()
                    .contains("connector.alerts.to names the component 'aws2-sns'", "camel-aws2-sns")
                    .doesNotContain("canary");
        }
    }
}
