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
import org.restconnector.testing.Handler;
import org.restconnector.testing.Once;
import org.restconnector.testing.PageStyle;
import org.restconnector.testing.PagedApi;
import org.restconnector.testing.PullFile;
import org.restconnector.testing.RawServer;
import org.restconnector.testing.ReceivedRequest;
import org.restconnector.testing.RunResult;
import org.restconnector.testing.Workspace;

class DestinationTest {
    private final ApiServer api = ApiServer.start();
    private final ApiServer target = ApiServer.start();
    private Workspace workspace;

    @BeforeEach
    void prepare(@TempDir Path directory) {
        workspace = new Workspace(directory);
        api.on("/items", PagedApi.of(PageStyle.CURSOR_IN_BODY, 30, 10));
        workspace.posting("post", target.url("/sink"));
    }

    @AfterEach
    void close() {
        api.close();
        target.close();
    }

    @Test
    void aRefusedRecordIsDeadLetteredAndAllOthersArrive() {
        target.on("/sink", refusing(17));
        Once.Outcome outcome = Once.run(workspace.pull(pull()));

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.result("items").summary()).isEqualTo("completed none: 30 records, 29 delivered, 1 dead");
        assertThat(taken())
                .isEqualTo(IntStream.rangeClosed(1, 30)
                        .filter(id -> id != 17)
                        .boxed()
                        .toList());

        Once.Outcome list = Once.command(workspace, "dead-letters", "list");
        assertThat(list.exitCode()).isZero();
        assertThat(list.out()).singleElement().asString().contains("\"id\"", "items", "422", "name taken");
        assertThat(Once.command(workspace, "dead-letters", "list", "--from", "other")
                        .out())
                .isEmpty();
        assertThat(Once.command(workspace, "dead-letters", "show", "nothing").exitCode())
                .isEqualTo(1);
    }

    @Test
    void aDestinationThatIsAwayLosesNothing() {
        int port = RawServer.closedPort();
        workspace.posting("post", "http://127.0.0.1:" + port + "/sink").pull(pull());
        Once.Outcome away = Once.run(workspace);
        assertThat(away.exitCode()).isEqualTo(1);
        assertThat(away.result("items").summary())
                .startsWith("failed destination:")
                .endsWith("0 delivered, 0 dead");
        assertThat(Once.command(workspace, "dead-letters", "list").out()).isEmpty();
        try (ApiServer back = ApiServer.start(port)) {
            back.on("/sink", Answer.status(200));
            assertThat(Once.run(workspace).result("items").summary())
                    .isEqualTo("completed none: 30 records, 30 delivered, 0 dead");
            assertThat(back.requests()).hasSize(30);
        }
    }

    @Test
    void aDestinationThatGoesAwayWithinAPageFailsTheRunThere() {
        api.on("/items", PagedApi.of(PageStyle.CURSOR_IN_BODY, 100, 50));
        workspace.pull(pull().with("recordRetries", 0));
        target.on("/sink", request -> {
            if (id(request) == 15) {
                target.close();
            }
            return Answer.status(200);
        });
        assertThat(Once.run(workspace).result("items").summary())
                .startsWith("failed destination:")
                .endsWith("0 dead");
        assertThat(Once.command(workspace, "dead-letters", "list").out()).isEmpty();
        try (ApiServer back = ApiServer.start(target.port())) {
            back.on("/sink", Answer.status(200));
            assertThat(Once.run(workspace).result("items").summary())
                    .isEqualTo("completed none: 100 records, 100 delivered, 0 dead");
            assertThat(back.requests()).hasSize(100);
        }
    }

    @Test
    void aRefusedRecordStopsTheRunWhereAskedFor() {
        target.on("/sink", refusing(17));
        Once.Outcome outcome = Once.run(workspace.pull(pull().with("onRecordError", "stop")));
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.result("items").errorCode()).isEqualTo("destination");
        assertThat(outcome.result("items").number("deadLettered")).isZero();
        assertThat(taken()).doesNotContain(17, 21, 30).contains(1, 16);

        target.on("/sink", Answer.status(200));
        target.forgetRequests();
        RunResult next = Once.run(workspace).result("items");
        assertThat(next.status()).isEqualTo("completed");
        assertThat(next.resumed()).isTrue();
        assertThat(target.requests())
                .extracting(DestinationTest::id)
                .contains(17, 18, 30)
                .doesNotContain(10);
    }

    @Test
    void tooManyRefusedRecordsFailTheRun() {
        target.on("/sink", refusing(12, 14, 16, 18));
        RunResult result =
                Once.run(workspace.pull(pull().with("maxRecordErrors", 2))).result("items");
        assertThat(result.status()).isEqualTo("failed");
        assertThat(result.errorCode()).isEqualTo("destination");
        assertThat(result.number("deadLettered")).isLessThanOrEqualTo(2);

        target.on("/sink", Answer.status(200));
        target.forgetRequests();
        assertThat(Once.run(workspace).result("items").status()).isEqualTo("completed");
        assertThat(target.requests()).extracting(DestinationTest::id).contains(11, 12, 18, 30);
    }

    @Test
    void aPassingRefusalIsTriedAgain() {
        target.on("/sink", ((Handler) request -> Answer.status(200)).onRequest(17, Answer.status(500)));
        assertThat(Once.run(workspace.pull(pull().with("recordRetries", 2)))
                        .result("items")
                        .summary())
                .isEqualTo("completed none: 30 records, 30 delivered, 0 dead");
        assertThat(target.requests()).hasSize(31);
    }

    @Test
    void aRecordIsDeliveredWhenAllDestinationsTookIt() {
        target.on("/sink", refusing(17));
        workspace.pull(pull().with(
                        "to", "direct:post\n" + workspace.jsonlSink("out.jsonl") + "\nkamelet:table-sink?table=items"));
        Once.Outcome outcome = Once.run(workspace);
        assertThat(outcome.result("items").summary()).isEqualTo("completed none: 30 records, 29 delivered, 1 dead");
        assertThat(workspace.ids("out.jsonl")).hasSizeBetween(29, 30).doesNotHaveDuplicates();
        assertThat(workspace.query("SELECT id FROM items")).hasSizeBetween(29, 30);
    }

    private PullFile pull() {
        return PullFile.of("items", api.url("/items"))
                .with(PageStyle.CURSOR_IN_BODY.parameters())
                .with("recordRetries", 1)
                .with("retryDelay", "20ms")
                .with("to", "direct:post");
    }

    private static Handler refusing(int... ids) {
        return request -> IntStream.of(ids).anyMatch(id -> id == id(request))
                ? Answer.of(422, "application/json", "{\"error\":\"name taken\"}")
                : Answer.status(200);
    }

    private List<Integer> taken() {
        return target.requests().stream()
                .map(DestinationTest::id)
                .filter(id -> id != 17)
                .toList();
    }

    private static int id(ReceivedRequest request) {
        return (Integer) ((Map<?, ?>) request.json()).get("id");
    }
}
