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
import org.restconnector.testing.ChildProcess;
import org.restconnector.testing.Handler;
import org.restconnector.testing.Once;
import org.restconnector.testing.PageStyle;
import org.restconnector.testing.PagedApi;
import org.restconnector.testing.PullFile;
import org.restconnector.testing.RawServer;
import org.restconnector.testing.ReceivedRequest;
import org.restconnector.testing.RunResult;
import org.restconnector.testing.Workspace;

/** What a user's own route may do with a record, and what that means for the record. */
class DestinationRouteTest {
    private static final String ALL = "completed none: 30 records, 30 delivered, 0 dead";

    private final ApiServer api = ApiServer.start();
    private Workspace workspace;

    @BeforeEach
    void prepare(@TempDir Path directory) {
        workspace = new Workspace(directory);
        api.on("/items", PagedApi.of(PageStyle.CURSOR_IN_BODY, 30, 10));
        api.on("/sink", Answer.status(200));
        api.on("/other", Answer.status(200));
        workspace.posting("post", api.url("/sink")).posting("other", api.url("/other"));
    }

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void aRetryIsOnlyForTheDestinationThatRefused() {
        api.on("/sink", refusing(17));
        RunResult result = run(pull("direct:other\ndirect:post").with("recordRetries", 2));
        assertThat(result.summary()).isEqualTo("completed none: 30 records, 29 delivered, 1 dead");
        assertThat(ids("/sink")).filteredOn(id -> id == 17).hasSize(3);
        assertThat(ids("/other")).isEqualTo(range(1, 30));
    }

    @Test
    void aRouteWithAnErrorHandlerOfItsOwnTookWhatItHandled() {
        route(
                "handling",
                """
                    errorHandler: {deadLetterChannel: {deadLetterUri: "direct:other"}}
                """,
                "- throwException: {exceptionType: java.lang.IllegalStateException, message: never mind}");
        assertThat(run(pull("direct:handling")).summary()).isEqualTo(ALL);
        assertThat(ids("/other")).isEqualTo(range(1, 30));
    }

    @Test
    void aRouteThatStopsOrFiltersTookTheRecord() {
        route(
                "odd",
                "",
                """
                - filter:
                    simple: "${body[id]} == 7"
                    steps:
                      - stop: {}
                - to: direct:post
                """);
        assertThat(run(pull("direct:odd")).summary()).isEqualTo(ALL);
        assertThat(ids("/sink")).hasSize(29).doesNotContain(7);
    }

    @Test
    void aRouteThatRollsBackDidNotTakeTheRecord() {
        route(
                "rolling",
                "",
                """
                - filter:
                    simple: "${body[id]} == 7"
                    steps:
                      - rollback: {markRollbackOnly: true}
                """);
        assertThat(run(pull("direct:rolling").with("recordRetries", 0)).summary())
                .isEqualTo("completed none: 30 records, 29 delivered, 1 dead");
    }

    @Test
    void aRouteMayGoOnInOtherThreads() {
        route("threads", "", "- threads: {poolSize: 2}\n- to: direct:post");
        assertThat(run(pull("direct:threads")).summary()).isEqualTo(ALL);
        assertThat(ids("/sink")).isEqualTo(range(1, 30));
    }

    @Test
    void aRouteThatChangesTheRecordChangesItForNobodyElse() {
        route("clearing", "", "- setProperty: {name: cleared, simple: \"${body.clear()}\"}");
        RunResult result = run(pull("direct:clearing\ndirect:post"));
        assertThat(result.summary()).isEqualTo(ALL);
        assertThat(ids("/sink")).isEqualTo(range(1, 30));
    }

    @Test
    void aRecordIsTriedAgainAndDeadLetteredAsItCame() {
        route(
                "spoiling",
                "",
                """
                - to: direct:other
                - setBody: {simple: "${exchangeProperty.RestConnectorNothing}"}
                - removeHeaders: "*"
                - throwException: {exceptionType: java.lang.IllegalStateException, message: spoilt}
                """);
        api.on("/items", Answer.json("{\"data\":[{\"id\":1,\"n\":1.10,\"none\":null}]}"));
        RunResult result = run(pull("direct:spoiling").with("recordRetries", 1));
        assertThat(result.summary()).isEqualTo("completed none: 1 records, 0 delivered, 1 dead");
        assertThat(api.requests("/other"))
                .extracting(ReceivedRequest::text)
                .containsExactly("{\"id\":1,\"n\":1.10,\"none\":null}", "{\"id\":1,\"n\":1.10,\"none\":null}");
        assertThat(workspace.query(
                        "SELECT CAST(record AS TEXT) AS record, reason, attempts FROM connector_dead_letter"))
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.get("record")).isEqualTo("{\"id\":1,\"n\":1.10,\"none\":null}");
                    assertThat(row.get("reason")).asString().contains("spoilt");
                    assertThat(row.get("attempts")).isEqualTo(2);
                });
    }

    @Test
    void aBatchThatIsRefusedIsDeadLetteredRecordByRecord() {
        api.on(
                "/sink",
                request ->
                        request.text().contains("\"id\":17,") || request.text().contains("\"id\":17}")
                                ? Answer.status(422)
                                : Answer.status(200));
        RunResult result = run(pull("direct:post").with("batchSize", 5).with("recordRetries", 0));
        assertThat(result.summary()).isEqualTo("completed none: 30 records, 25 delivered, 5 dead");
        assertThat(workspace.query("SELECT record_id FROM connector_dead_letter ORDER BY record_id"))
                .extracting(row -> row.get("record_id"))
                .containsExactly("16", "17", "18", "19", "20");
    }

    @Test
    void twentyRecordsInARowThatFindNobodyThereAreEnough() {
        api.on("/items", PagedApi.of(PageStyle.CURSOR_IN_BODY, 100, 100));
        route(
                "sometimes",
                "",
                """
                - to: direct:other
                - filter:
                    simple: "${header.RecordId} > 50"
                    steps:
                      - to: "http://127.0.0.1:%d/sink"
                """
                        .formatted(RawServer.closedPort()));
        RunResult result = run(pull("direct:sometimes").with("recordRetries", 0));
        assertThat(result.summary()).startsWith("failed destination:").endsWith("0 dead");
        assertThat(ids("/other")).hasSizeBetween(70, 75);
    }

    @Test
    void aRouteMayRemoveEveryProperty() {
        route("careless", "", "- removeProperties: \"*\"\n- to: direct:post");
        assertThat(run(pull("direct:careless")).summary()).isEqualTo(ALL);
        assertThat(ids("/sink")).isEqualTo(range(1, 30));
    }

    @Test
    void aRouteThatRemovesEveryPropertyAndFailsRefusedThatRecordAlone() {
        route("careless", "", "- removeProperties: \"*\"\n- to: direct:post");
        api.on("/sink", refusing(17));
        RunResult result = run(pull("direct:careless").with("recordRetries", 1));
        assertThat(result.summary()).isEqualTo("completed none: 30 records, 29 delivered, 1 dead");
        assertThat(ids("/sink")).filteredOn(id -> id == 17).hasSize(2);
    }

    @Test
    void aLargePageToSeveralDestinationsTakesTimeInProportion() {
        api.on("/items", PagedApi.of(PageStyle.CURSOR_IN_BODY, 10_000, 10_000));
        route("nowhere", "", "- log: {loggingLevel: TRACE, message: taken}");
        route("elsewhere", "", "- log: {loggingLevel: TRACE, message: taken}");
        RunResult result = run(pull("direct:nowhere\ndirect:elsewhere"));
        assertThat(result.summary()).isEqualTo("completed none: 10000 records, 10000 delivered, 0 dead");
        assertThat(((Number) result.fields().get("seconds")).doubleValue()).isLessThan(15);
    }

    @Test
    void aSecondDestinationGetsWhatTheFirstChangedDeepWithinAsItCame() {
        api.on("/items", Answer.json("{\"data\":[{\"id\":1,\"deep\":{\"list\":[{\"x\":1}]}}]}"));
        route("clearing", "", "- setProperty: {name: cleared, simple: \"${body[deep][list][0].clear()}\"}");
        run(pull("direct:clearing\ndirect:post"));
        assertThat(api.requests("/sink"))
                .extracting(ReceivedRequest::text)
                .containsExactly("{\"id\":1,\"deep\":{\"list\":[{\"x\":1}]}}");
    }

    @Test
    void recordsOfAPageThatLeadsNowherePassTheDeadLetterRoute() {
        api.on("/items", Answer.json("{\"data\":[{\"id\":17}],\"next\":\"b\"}"));
        api.on("/sink", refusing(17));
        workspace.pull(pull("direct:post").with("hasMore", "$.absent").with("recordRetries", 0));
        try (ChildProcess child = ChildProcess.in(workspace).start("once")) {
            assertThat(child.exitCode()).isEqualTo(1);
            assertThat(RunResult.parse(child.out().get(0)).summary())
                    .isEqualTo("failed pagination: 1 records, 0 delivered, 1 dead");
            assertThat(child.err())
                    .anySatisfy(line -> assertThat(line).startsWith("{\"id\":").contains("\"recordId\":\"17\""));
        }
    }

    @Test
    void aDirectEndpointThatNobodyListensToStopsTheStart() {
        Once.Outcome outcome = Once.run(workspace.pull(pull("direct:typo")));
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).singleElement().asString().contains("items", "direct:typo");
        assertThat(api.requests()).isEmpty();
    }

    @Test
    void aDirectEndpointThatNobodyListensToNowIsAway() {
        route("late", "    autoStartup: false\n", "- to: direct:post");
        RunResult result = run(pull("direct:late"));
        assertThat(result.summary()).startsWith("failed destination:").endsWith("0 dead");
        assertThat(((Number) result.fields().get("seconds")).doubleValue()).isLessThan(15);
    }

    private void route(String id, String settings, String steps) {
        workspace.routes(
                id,
                "- route:\n    id: " + id + "\n" + settings + "    from:\n      uri: direct:" + id + "\n      steps:\n"
                        + steps.indent(8));
    }

    private PullFile pull(String to) {
        return PullFile.of("items", api.url("/items"))
                .with(PageStyle.CURSOR_IN_BODY.parameters())
                .with("retryDelay", "10ms")
                .with("to", to);
    }

    private RunResult run(PullFile pull) {
        return Once.run(workspace.pull(pull)).result("items");
    }

    private static Handler refusing(int id) {
        return request -> id(request) == id ? Answer.status(422) : Answer.status(200);
    }

    private List<Integer> ids(String path) {
        return api.requests(path).stream().map(DestinationRouteTest::id).toList();
    }

    private static List<Integer> range(int first, int last) {
        return IntStream.rangeClosed(first, last).boxed().toList();
    }

    private static int id(ReceivedRequest request) {
        return (Integer) ((Map<?, ?>) request.json()).get("id");
    }
}
