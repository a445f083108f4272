package org.restconnector.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restconnector.testing.Answer;
import org.restconnector.testing.ApiServer;
import org.restconnector.testing.Once;
import org.restconnector.testing.PullFile;
import org.restconnector.testing.ReceivedRequest;
import org.restconnector.testing.RunResult;
import org.restconnector.testing.Workspace;

/** Records that pass an endpoint of the user's on their way. */
class ViaTest {
    private final ApiServer api = ApiServer.start();
    private Workspace workspace;

    @BeforeEach
    void prepare(@TempDir Path directory) {
        workspace = new Workspace(directory);
        api.on("/items", Answer.json("{\"data\":[{\"id\":1,\"n\":1.10},{\"id\":2,\"n\":-0.5},{\"id\":3,\"n\":3}]}"));
        api.on("/sink", Answer.status(200));
        workspace.posting("post", api.url("/sink"));
    }

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void theAnswerReplacesTheRecordAndTheIdStays() {
        via("- setBody: {simple: '{\"key\":${body[id]},\"sum\":${body[n]},\"was\":\"${header.RecordId}\"}'}");
        workspace.routes(
                "with-id",
                """
                - route:
                    from:
                      uri: direct:with-id
                      steps:
                        - setBody: {simple: "${header.RecordId}=${body}"}
                        - to: {uri: "%s"}
                """
                        .formatted(api.url("/sink")));
        assertThat(run(pull("direct:with-id")).summary()).isEqualTo("completed none: 3 records, 3 delivered, 0 dead");
        assertThat(sent())
                .containsExactly("1={key=1, sum=1.10, was=1}", "2={key=2, sum=-0.5, was=2}", "3={key=3, sum=3, was=3}");
    }

    @Test
    void aMapThatIsChangedInPlaceIsAnAnswerToo() {
        via("- script: {simple: \"${body.put('extra', 'yes')}\"}");
        run(pull("direct:post"));
        assertThat(sent()).first().isEqualTo("{\"id\":1,\"n\":1.10,\"extra\":\"yes\"}");
    }

    @Test
    void anEndpointThatTakesTextGetsJson() {
        workspace.pull(pull("direct:post")
                .with("via", "language:simple:{\"all\":${body},\"type\":\"${header.Content-Type}\"}"));
        assertThat(Once.run(workspace).result("items").status()).isEqualTo("completed");
        assertThat(sent()).first().isEqualTo("{\"all\":{\"id\":1,\"n\":1.10},\"type\":\"application/json\"}");
    }

    @Test
    void anHttpServiceAnswersWithTheRecordToGoOnWith() {
        api.on("/enrich", request -> Answer.json(request.text().replace("}", ",\"more\":[1.50,null]}")));
        workspace.pull(pull("direct:post").with("via", api.url("/enrich")));
        assertThat(Once.run(workspace).result("items").status()).isEqualTo("completed");
        assertThat(sent()).first().isEqualTo("{\"id\":1,\"n\":1.10,\"more\":[1.50,null]}");
        assertThat(api.requests("/enrich")).extracting(ReceivedRequest::method).containsOnly("POST");
    }

    @Test
    void anEmptyAnswerDropsTheRecord() {
        for (String nothing :
                List.of("constant: ''", "simple: \"${null}\"", "constant: \" \\n\"", "constant: \"null\"")) {
            api.forgetRequests();
            via(
                    """
                    - filter:
                        simple: ${body[id]} == 2
                        steps:
                          - setBody: {%s}
                    """
                            .formatted(nothing));
            RunResult result = run(pull("direct:post"));
            assertThat(result.summary()).as(nothing).isEqualTo("completed none: 3 records, 2 delivered, 0 dead");
            assertThat(result.number("skipped")).isEqualTo(1);
            assertThat(sent()).as(nothing).containsExactly("{\"id\":1,\"n\":1.10}", "{\"id\":3,\"n\":3}");
        }
    }

    @Test
    void anythingElseIsRefusedAndKeptAsItCame() {
        Map<String, String> wrong = Map.of(
                "simple: '[${body[id]}]'", "JSON of type array",
                "constant: 17", "JSON of type number",
                "constant: shipped", "no JSON",
                "simple: '${date:now}'", "a java.util.Date");
        wrong.forEach((body, what) -> {
            via(
                    """
                    - filter:
                        simple: ${body[id]} == 2
                        steps:
                          - setProperty: {name: gone, simple: "${body.remove('n')}"}
                          - setBody: {%s}
                    """
                            .formatted(body));
            assertThat(run(pull("direct:post").with("recordRetries", 1)).summary())
                    .as(body)
                    .isEqualTo("completed none: 3 records, 2 delivered, 1 dead");
            assertThat(lastDeadLetter().get("record")).isEqualTo("{\"id\":2,\"n\":-0.5}");
            assertThat(lastDeadLetter().get("record_id")).isEqualTo("2");
            assertThat(lastDeadLetter().get("attempts")).isEqualTo(2);
            assertThat(lastDeadLetter().get("reason"))
                    .asString()
                    .startsWith("via: the answer is " + what)
                    .contains("a Map or JSON of one object");
        });
    }

    @Test
    void aRouteThatFailsIsTriedAgain() {
        api.on("/flaky", request -> api.requests("/flaky").size() < 3 ? Answer.status(500) : Answer.json("{\"id\":9}"));
        workspace.pull(pull("direct:post").with("via", api.url("/flaky")).with("recordRetries", 2));
        assertThat(Once.run(workspace).result("items").summary())
                .isEqualTo("completed none: 3 records, 3 delivered, 0 dead");
        assertThat(api.requests("/flaky")).hasSize(5);
    }

    @Test
    void aRecordPassesOnceHoweverOftenItsDestinationIsTried() {
        api.on("/sink", request -> api.requests("/sink").size() < 3 ? Answer.status(422) : Answer.status(200));
        api.on(
                "/enrich",
                request -> Answer.json("{\"pass\":" + api.requests("/enrich").size() + "}"));
        workspace.routes(
                "spoil",
                """
                - route:
                    from:
                      uri: direct:spoil
                      steps:
                        - script: {simple: "${body.put('spoilt', 'yes')}"}
                        - to: direct:post
                """);
        workspace.pull(pull("direct:spoil").with("via", api.url("/enrich")).with("recordRetries", 2));
        assertThat(Once.run(workspace).result("items").summary())
                .isEqualTo("completed none: 3 records, 3 delivered, 0 dead");
        assertThat(api.requests("/enrich")).hasSize(3);
        assertThat(sent().subList(0, 3)).containsOnly("{\"pass\":1,\"spoilt\":\"yes\"}");
    }

    @Test
    void aRecordThatItsDestinationRefusesIsKeptAsItCame() {
        api.on("/sink", Answer.status(422));
        via("- setBody: {constant: '{\"made\":\"up\"}'}");
        assertThat(run(pull("direct:post").with("recordRetries", 0)).number("deadLettered"))
                .isEqualTo(3);
        assertThat(lastDeadLetter().get("record")).isEqualTo("{\"id\":3,\"n\":3}");
        assertThat(lastDeadLetter().get("reason")).asString().startsWith("answered 422");
    }

    @Test
    void recordsPassBeforeTheyAreBatched() {
        items(10);
        via(
                """
                - filter:
                    simple: ${body[id]} range '3..5'
                    steps:
                      - setBody: {constant: ""}
                """);
        RunResult result = run(pull("direct:post").with("batchSize", 4));
        assertThat(result.summary()).isEqualTo("completed none: 10 records, 7 delivered, 0 dead");
        assertThat(result.number("skipped")).isEqualTo(3);
        assertThat(sent())
                .containsExactly(
                        "[{\"id\":1},{\"id\":2},{\"id\":6},{\"id\":7}]", "[{\"id\":8},{\"id\":9},{\"id\":10}]");
    }

    @Test
    void aRecordThatCannotPassLeavesTheOthersOfItsBatch() {
        items(5);
        via(
                """
                - filter:
                    simple: ${body[id]} == 5
                    steps:
                      - throwException: {exceptionType: java.lang.IllegalStateException, message: no such customer}
                """);
        RunResult result = run(pull("direct:post").with("batchSize", 4).with("recordRetries", 0));
        assertThat(result.summary()).isEqualTo("completed none: 5 records, 4 delivered, 1 dead");
        assertThat(sent()).hasSize(1);
        assertThat(lastDeadLetter().get("reason")).isEqualTo("via: no such customer");
    }

    @Test
    void aServiceThatIsAwayFailsTheRun() {
        items(30);
        workspace.pull(pull("direct:post")
                .with("via", "http://127.0.0.1:" + closedPort() + "/enrich")
                .with("recordRetries", 0));
        RunResult result = Once.run(workspace).result("items");
        assertThat(result.summary()).isEqualTo("failed destination: 0 records, 0 delivered, 0 dead");
        assertThat(result.errorMessage()).contains("the destination is away: via: ");
        assertThat(workspace.query("SELECT * FROM connector_dead_letter")).isEmpty();
    }

    private static int closedPort() {
        try (ApiServer closed = ApiServer.start()) {
            return closed.port();
        }
    }

    private void items(int count) {
        api.on(
                "/items",
                Answer.json("{\"data\":"
                        + IntStream.rangeClosed(1, count)
                                .mapToObj(id -> "{\"id\":" + id + "}")
                                .toList()
                        + "}"));
    }

    private void via(String steps) {
        workspace.routes(
                "via",
                "- route:\n    from:\n      uri: direct:via\n      steps:\n"
                        + steps.strip().indent(8));
    }

    private PullFile pull(String to) {
        return PullFile.of("items", api.url("/items"))
                .with("via", "direct:via")
                .with("retryDelay", "10ms")
                .with("to", to);
    }

    private RunResult run(PullFile pull) {
        return Once.run(workspace.pull(pull)).result("items");
    }

    private List<String> sent() {
        return api.requests("/sink").stream().map(ReceivedRequest::text).toList();
    }

    private Map<String, Object> lastDeadLetter() {
        return workspace
                .query("SELECT CAST(record AS TEXT) AS record, record_id, attempts, reason"
                        + " FROM connector_dead_letter ORDER BY rowid DESC LIMIT 1")
                .get(0);
    }
}
