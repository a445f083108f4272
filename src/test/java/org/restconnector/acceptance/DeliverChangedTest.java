package org.restconnector.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restconnector.testing.Answer;
import org.restconnector.testing.ApiServer;
import org.restconnector.testing.Once;
import org.restconnector.testing.PageStyle;
import org.restconnector.testing.PagedApi;
import org.restconnector.testing.PullFile;
import org.restconnector.testing.RunResult;
import org.restconnector.testing.Workspace;

class DeliverChangedTest {
    private final ApiServer api = ApiServer.start();
    private Workspace workspace;

    @BeforeEach
    void prepare(@TempDir Path directory) {
        workspace = new Workspace(directory);
    }

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void byPrimaryKeyNewAndChangedRecordsAreDelivered() {
        workspace.pull(pull());
        answer("{\"id\":1,\"a\":1}", "{\"id\":2,\"a\":1}", "{\"id\":1,\"a\":1}");
        assertThat(run().fields())
                .containsEntry("records", 3)
                .containsEntry("delivered", 2)
                .containsEntry("skipped", 1)
                .doesNotContainKey("state");
        answer("{\"id\":1,\"a\":2}", "{\"id\":2,\"a\":1}", "{\"id\":3}");
        assertThat(run().fields()).containsEntry("delivered", 2).containsEntry("skipped", 1);
        answer("{\"id\":1,\"a\":1}", "{\"id\":2,\"a\":1.0}", "{\"id\":3}");
        assertThat(run().fields()).containsEntry("delivered", 2).containsEntry("skipped", 1);
        assertThat(workspace.ids("out.jsonl")).containsExactly(1, 2, 1, 3, 1, 2);
    }

    @Test
    void withoutAPrimaryKeyContentDecides() {
        workspace.pull(pull().without("primaryKey"));
        answer("{\"id\":1,\"a\":1}", "{\"id\":1,\"a\":2}");
        assertThat(run().number("delivered")).isEqualTo(2);
        answer("{\"id\":1,\"a\":2}", "{\"id\":1,\"a\":1}", "{\"id\":1,\"a\":3}");
        assertThat(run().fields()).containsEntry("delivered", 1).containsEntry("skipped", 2);
        assertThat(run().fields()).containsEntry("delivered", 0).containsEntry("skipped", 3);
    }

    @Test
    void aRecordThatWasRefusedIsNotRemembered() {
        workspace.pull(pull().with("to", "direct:closed").with("recordRetries", 0));
        workspace.routes("closed", refusing("${body[id]} == 2"));
        answer("{\"id\":1}", "{\"id\":2}", "{\"id\":3}");
        assertThat(run().fields()).containsEntry("delivered", 2).containsEntry("deadLettered", 1);
        workspace.routes("closed", refusing("${body[id]} == 9"));
        assertThat(run().fields()).containsEntry("delivered", 1).containsEntry("skipped", 2);
    }

    @Test
    void aRecordBehindSkippedOnesIsTriedAgainAsItCame() {
        answer("{\"id\":1}", "{\"id\":2}");
        workspace.pull(pull());
        run();
        workspace.routes(
                "changing",
                """
                - route:
                    errorHandler: {noErrorHandler: {}}
                    from:
                      uri: direct:changing
                      steps:
                        - to: {uri: "%s"}
                        - setBody: {simple: "${body.put(id, 99)}"}
                        - throwException: {exceptionType: java.lang.IllegalStateException, message: no}
                """
                        .formatted(workspace.jsonlSink("tries.jsonl")));
        answer("{\"id\":1}", "{\"id\":2}", "{\"id\":3}", "{\"id\":4}");
        workspace.pull(
                pull().with("to", "direct:changing").with("recordRetries", 1).with("retryDelay", "1ms"));

        assertThat(run().fields()).containsEntry("deadLettered", 2).containsEntry("skipped", 2);
        assertThat(workspace.ids("tries.jsonl")).containsExactly(3, 3, 4, 4);
    }

    @Test
    void thousandsOfRecordsAreLookedUpAPageAtATime() {
        areLookedUp(5_000, 500);
    }

    @Tag("slow")
    @Test
    void aHundredThousandRecordsAreLookedUpAPageAtATime() {
        areLookedUp(100_000, 5000);
    }

    private void areLookedUp(int records, int pageSize) {
        PagedApi pages = PagedApi.of(PageStyle.PAGE, records, pageSize).withTotals();
        api.on("/items", pages);
        workspace.pull(pull().with(PageStyle.PAGE.parameters())
                .with("totalPages", "$.pages")
                .with("batchSize", pageSize)
                .with("to", "mock:nowhere?retainFirst=0"));
        assertThat(run().number("delivered")).isEqualTo(records);
        assertThat(run().number("skipped")).isEqualTo(records);
        api.on("/items", pages.record(number -> "{\"id\":%d,\"name\":\"%s\"}"
                .formatted(number, number % 1000 == 0 ? "changed" : "record " + number)));
        assertThat(run().fields())
                .containsEntry("delivered", records / 1000)
                .containsEntry("skipped", records - records / 1000);
    }

    private static String refusing(String condition) {
        return """
                - route:
                    errorHandler: {noErrorHandler: {}}
                    from:
                      uri: direct:closed
                      steps:
                        - filter:
                            simple: "%s"
                            steps:
                              - throwException: {exceptionType: java.lang.IllegalStateException, message: no}
                """
                .formatted(condition);
    }

    private void answer(String... records) {
        api.on("/items", Answer.json("{\"data\":[" + String.join(",", records) + "]}"));
    }

    private RunResult run() {
        return Once.run(workspace).result("items");
    }

    private PullFile pull() {
        return PullFile.of("items", api.url("/items"))
                .with("deliver", "changed")
                .with("to", workspace.jsonlSink("out.jsonl"));
    }
}
