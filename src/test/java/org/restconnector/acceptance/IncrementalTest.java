package org.restconnector.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.restconnector.testing.Answer;
import org.restconnector.testing.ApiServer;
import org.restconnector.testing.FilterApi;
import org.restconnector.testing.Handler;
import org.restconnector.testing.Once;
import org.restconnector.testing.PullFile;
import org.restconnector.testing.ReceivedRequest;
import org.restconnector.testing.RunResult;
import org.restconnector.testing.Workspace;

class IncrementalTest {
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

    @ParameterizedTest
    @EnumSource(FilterApi.Order.class)
    void theBoundaryRecordComesOnceAndItsSiblingIsNotLost(FilterApi.Order order) {
        FilterApi items = new FilterApi(order, 2);
        items.put(3, "2026-03-03T00:00:00Z", "c")
                .put(1, "2026-01-01T00:00:00Z", "a")
                .put(2, "2026-02-02T00:00:00Z", "b");
        serve(items, pull().with("since", "2025-12-31"));

        assertThat(run().fields())
                .containsEntry("state", "2026-03-03T00:00:00Z")
                .containsEntry("delivered", 3);
        assertThat(sent("since")).containsOnly("2025-12-31");
        RunResult second = run();
        assertThat(second.fields()).containsEntry("records", 1).containsEntry("skipped", 1);
        assertThat(sent("since")).containsOnly("2026-03-03T00:00:00Z");

        items.put(4, "2026-03-03T01:00:00+01:00", "sibling in another zone").put(5, "2026-03-04T00:00:00Z", "later");
        assertThat(run().fields()).containsEntry("delivered", 2).containsEntry("skipped", 1);
        items.put(5, "2026-03-04T00:00:00Z", "changed");
        RunResult last = run();
        assertThat(last.fields()).containsEntry("delivered", 1).containsEntry("state", "2026-03-04T00:00:00Z");
        assertThat(workspace.ids("out.jsonl")).hasSize(6).contains(1, 2, 3, 4, 5);
    }

    @Test
    void aRunThatFailsInTheMiddleOfADescendingApiLosesNothing() {
        FilterApi items = numbered(FilterApi.Order.DESCENDING, 10);
        serve(items.onRequest(4, Answer.status(500)), pull().with("since", 0));

        RunResult failed = run();
        assertThat(failed.summary()).isEqualTo("failed http_status: 6 records, 6 delivered, 0 dead");
        assertThat(failed.fields()).containsEntry("state", null);
        items.put(11, 11, "arrives between");
        RunResult resumed = run();
        assertThat(resumed.resumed()).isTrue();
        assertThat(sent("since")).containsOnly("0");
        assertThat(resumed.fields()).containsEntry("state", 10);
        assertThat(run().fields()).containsEntry("delivered", 1).containsEntry("state", 11);
        assertThat(workspace.ids("out.jsonl")).contains(ids(1, 11));
    }

    @Test
    void withoutACheckpointAFailedRunBeginsAtTheStoredValueAgain() {
        FilterApi items = numbered(FilterApi.Order.DESCENDING, 6);
        serve(items.onRequest(2, Answer.status(500)), pull().with("since", 0).with("resume", false));

        assertThat(run().fields()).containsEntry("state", null).containsEntry("status", "failed");
        RunResult second = run();
        assertThat(second.resumed()).isFalse();
        assertThat(second.fields()).containsEntry("state", 6).containsEntry("records", 6);
        assertThat(workspace.ids("out.jsonl")).contains(ids(1, 6));
    }

    @Test
    void numbersBeyondLongAreComparedExactly() {
        FilterApi items = new FilterApi(FilterApi.Order.AS_ADDED, 2);
        items.put("{\"id\":1,\"at\":170141183460469231731687303715884105728}")
                .put("{\"id\":2,\"at\":170141183460469231731687303715884105727}")
                .put("{\"id\":3,\"at\":9}")
                .put("{\"id\":4,\"at\":1.10}");
        serve(items, pull());

        assertThat(run().fields().get("state")).hasToString("170141183460469231731687303715884105728");
        assertThat(sent("since")).isEmpty();
        assertThat(run().number("skipped")).isEqualTo(1);
        assertThat(sent("since")).containsOnly("170141183460469231731687303715884105728");
    }

    @Test
    void digitsInQuotesAreNumbersToo() {
        FilterApi items = new FilterApi(FilterApi.Order.AS_ADDED, 5);
        items.put(1, "10", "ten").put(2, "9", "nine");
        serve(items, pull());

        assertThat(run().fields()).containsEntry("state", "10");
    }

    @Test
    void theStoredValueIsSentAsTheFormatSays() {
        serveOne("2026-05-06T07:08:09.123+02:00");
        for (List<String> expected : List.of(
                List.of("iso", "2026-05-06T05:08:09.123Z"),
                List.of("epoch", "1778044089"),
                List.of("epoch-millis", "1778044089123"),
                List.of("dd.MM.yyyy HH:mm", "06.05.2026 05:08"))) {
            workspace.pull(one().with("name", "p" + expected.get(1).length()).with("sinceFormat", expected.get(0)));
            assertThat(Once.run(workspace).exitCode()).isZero();
        }
        api.forgetRequests();
        Once.run(workspace);

        assertThat(sent("since"))
                .containsExactlyInAnyOrder(
                        "2026-05-06T05:08:09.123Z", "1778044089", "1778044089123", "06.05.2026 05:08");
    }

    @Test
    void aCoarseFormatDoesNotBringTheSameRecordsAgain() {
        FilterApi items = new FilterApi(FilterApi.Order.ASCENDING, 5);
        items.put(1, "2026-05-06T01:00:00Z", "a").put(2, "2026-05-06T09:00:00Z", "b");
        serve(items, pull().with("sinceFormat", "yyyy-MM-dd"));
        run();
        items.put(3, "2026-05-06T08:00:00Z", "late");

        RunResult second = run();
        assertThat(sent("since")).containsOnly("2026-05-06");
        assertThat(second.fields()).containsEntry("delivered", 1).containsEntry("skipped", 2);
    }

    @Test
    void epochNumbersAreTimesForTheBounds() {
        FilterApi items = new FilterApi(FilterApi.Order.ASCENDING, 5);
        items.put(1, 1_778_044_089, "a").put(2, 1_778_044_100, "b");
        serve(items, pull().with("sinceFormat", "epoch").with("lookback", "10s").with("untilParam", "until"));
        run();
        assertThat(sent("until")).allSatisfy(until -> assertThat(until).matches("\\d{10}"));
        run();
        assertThat(sent("since")).containsOnly("1778044090");
    }

    @Test
    void lookbackBringsChangedRecordsOnly() {
        FilterApi items = new FilterApi(FilterApi.Order.ASCENDING, 5);
        items.put(1, "2026-05-01T00:00:00Z", "old")
                .put(2, "2026-05-09T12:00:00Z", "a")
                .put(3, "2026-05-10T00:00:00Z", "b");
        serve(items, pull().with("lookback", "1d"));
        run();
        items.put(2, "2026-05-09T13:00:00Z", "changed").put(4, "2026-05-09T14:00:00Z", "late");

        RunResult second = run();
        assertThat(sent("since")).containsOnly("2026-05-09T00:00:00Z");
        assertThat(second.fields())
                .containsEntry("delivered", 2)
                .containsEntry("skipped", 1)
                .containsEntry("state", "2026-05-10T00:00:00Z");
        assertThat(run().fields()).containsEntry("delivered", 0).containsEntry("skipped", 3);
        assertThat(remembered()).isEqualTo(3);
    }

    @Test
    void withoutAPlaceToSendItOlderRecordsAreSkipped() {
        FilterApi items = numbered(FilterApi.Order.ASCENDING, 5);
        serve(items, pull().without("sinceParam").with("since", 3));

        assertThat(run().fields())
                .containsEntry("records", 5)
                .containsEntry("delivered", 3)
                .containsEntry("skipped", 2);
        items.put(6, 6, "new");
        assertThat(run().fields())
                .containsEntry("records", 6)
                .containsEntry("delivered", 1)
                .containsEntry("skipped", 5);
        assertThat(workspace.ids("out.jsonl")).containsExactly(3, 4, 5, 6);
    }

    @Test
    void aRecordWithoutTheFieldIsDeliveredAndMovesNothing() {
        FilterApi items = new FilterApi(FilterApi.Order.AS_ADDED, 9);
        items.put("{\"id\":1}").put("{\"id\":2,\"at\":null}").put("{\"id\":3,\"at\":5}");
        serve(items, pull());

        assertThat(run().fields()).containsEntry("delivered", 3).containsEntry("state", 5);
        RunResult second = run();
        assertThat(second.fields()).containsEntry("delivered", 2).containsEntry("skipped", 1);
        assertThat(second.warnings()).isEmpty();
    }

    @Test
    void valuesOfAnotherKindAreDeliveredAndMoveNothing() {
        api.on(
                "/items",
                Answer.json("{\"data\":[{\"id\":1,\"at\":5},{\"id\":2,\"at\":\"later\"},{\"id\":3,\"at\":true}]}"));
        workspace.pull(one());

        RunResult result = run();
        assertThat(result.fields()).containsEntry("delivered", 3).containsEntry("state", 5);
        assertThat(result.warnings()).singleElement().asString().startsWith("incremental_type: 'at' is \"later\"");
    }

    @Test
    void aFieldThatIsNowhereIsAWarning() {
        api.on("/items", Answer.json("{\"data\":[{\"id\":1}]}"));
        workspace.pull(one());

        assertThat(run().warnings()).containsExactly("incremental_missing: no record of the run has 'at'");
    }

    @Test
    void variablesStandWhereAUserPutsThem() {
        api.on("/v1/2026-01-01T00:00:00+02:00/items", Answer.json("{\"data\":[]}"));
        api.on("/v1/2026-02-01T00:00:00+02:00/items", Answer.json("{\"data\":[]}"));
        api.on(
                "/v1/2026-01-01T00%3A00%3A00%2B02%3A00/items",
                Answer.json("{\"data\":[{\"id\":1,\"at\":\"2026-02-01T00:00:00+02:00\"}]}"));
        api.on("/v1/2026-02-01T00%3A00%3A00%2B02%3A00/items", Answer.json("{\"data\":[]}"));
        workspace.pull(PullFile.of("items", api.url("/v1/${variable.since}/items"))
                .with("method", "POST")
                .with("headers", "If-Modified-Since: ${variable.since}")
                .with("query", "q=at>${variable.since} & at<${variable.until}")
                .with("body", "{\"from\":\"${variable.since}\",\"to\":${variable.until}}")
                .with("incremental", "at")
                .with("since", "2026-01-01T00:00:00+02:00")
                .with("to", workspace.jsonlSink("out.jsonl")));
        Once.run(workspace);
        Once.run(workspace);

        ReceivedRequest second = api.requests().get(1);
        assertThat(second.path()).startsWith("/v1/2026-02-01T00");
        assertThat(second.header("if-modified-since")).contains("2026-02-01T00:00:00+02:00");
        assertThat(second.query("q").orElseThrow()).startsWith("at>2026-02-01T00:00:00+02:00 & at<20");
        assertThat(second.json())
                .hasToString("{from=2026-02-01T00:00:00+02:00, to=%s}"
                        .formatted(second.query("q").orElseThrow().split("<")[1]));
    }

    @Test
    void boundsGoIntoHeadersAndBodies() {
        api.on("/items", Answer.json("{\"data\":[{\"id\":1,\"at\":17}]}"));
        workspace.pull(one().with("method", "POST")
                .with("body", "{\"filter\":{}}")
                .with("sinceParam", "body:/filter/since")
                .with("since", "3"));
        run();
        assertThat(api.requests().get(0).text()).isEqualTo("{\"filter\":{\"since\":3}}");
        run();
        assertThat(api.requests().get(0).text()).isEqualTo("{\"filter\":{\"since\":17}}");
        workspace.pull(one().with("sinceParam", "header:X-Since").with("incremental", "id"));
        run();
        run();

        assertThat(api.requests().get(0).header("x-since")).contains("1");
    }

    @Test
    void aValueOfAnotherFieldIsNotUsed() {
        api.on("/items", Answer.json("{\"data\":[{\"id\":1,\"at\":\"2026-01-01\"}]}"));
        workspace.pull(one());
        run();
        workspace.pull(one().with("incremental", "id"));

        RunResult result = run();
        assertThat(sent("since")).isEmpty();
        assertThat(result.warnings()).singleElement().asString().startsWith("state_reset");
        assertThat(result.fields()).containsEntry("state", 1);
    }

    @Test
    void aDeadLetterIsTriedAgainWhileItCanCome() {
        FilterApi items = numbered(FilterApi.Order.ASCENDING, 2);
        serve(items, pull().with("to", "direct:picky").with("recordRetries", 0));
        workspace.routes(
                "picky",
                """
                - route:
                    from:
                      uri: direct:picky
                      steps:
                        - filter:
                            simple: "${body[id]} == 2"
                            steps:
                              - throwException: {exceptionType: java.lang.IllegalStateException, message: no}
                        - to: {uri: "%s"}
                """
                        .formatted(workspace.jsonlSink("out.jsonl")));

        assertThat(run().fields()).containsEntry("deadLettered", 1).containsEntry("state", 2);
        assertThat(run().fields()).containsEntry("deadLettered", 1).containsEntry("skipped", 0);
    }

    @Test
    void moreThanMaxPagesIsFetchedByTheNextRun() {
        FilterApi items = numbered(FilterApi.Order.DESCENDING, 6);
        serve(items, pull().with("since", 0).with("maxPages", 2));

        RunResult first = run();
        assertThat(first.warnings()).containsExactly("max_pages");
        assertThat(first.fields()).containsEntry("state", null).containsEntry("delivered", 4);
        assertThat(run().fields()).containsEntry("state", 6).containsEntry("resumed", true);
        assertThat(workspace.ids("out.jsonl")).containsExactly(6, 5, 4, 3, 2, 1);
    }

    @Test
    void aBackfillLeavesStateAndMemoryAlone() {
        FilterApi items = numbered(FilterApi.Order.ASCENDING, 9);
        serve(items, pull().with("since", 7).with("untilParam", "until").with("sinceFormat", "epoch"));
        run();
        String before = kept();

        Once.Outcome backfill = Once.command(workspace, "once", "items", "--since", "2", "--until", "4");
        RunResult result = backfill.result("items");
        assertThat(result.fields()).containsEntry("delivered", 3).containsEntry("skipped", 0);
        assertThat(api.requests("/items")).last().satisfies(request -> {
            assertThat(request.query("since")).contains("2");
            assertThat(request.query("until")).contains("4");
        });
        assertThat(kept()).isEqualTo(before);
        assertThat(run().number("delivered")).isZero();
    }

    @Test
    void aBackfillThatFailsLeavesTheCheckpointAlone() {
        FilterApi items = numbered(FilterApi.Order.ASCENDING, 9);
        serve(
                items.onRequest(2, Answer.status(500)),
                pull().without("sinceParam").with("since", 1));
        run();
        serve(
                items.onRequest(2, Answer.status(500)),
                pull().without("sinceParam").with("since", 1));
        Once.Outcome failed = Once.command(workspace, "once", "items", "--since", "2", "--until", "8");
        assertThat(failed.result("items").status()).isEqualTo("failed");

        RunResult next = run();
        assertThat(next.resumed()).isTrue();
        assertThat(next.fields()).containsEntry("state", 9).containsEntry("records", 7);
        Once.Outcome whole = Once.command(workspace, "once", "items", "--since", "2", "--until", "8");
        assertThat(whole.result("items").fields()).containsEntry("delivered", 7).containsEntry("skipped", 2);
    }

    @Test
    void aBackfillOfWhatCannotBeIsRefused() {
        serve(numbered(FilterApi.Order.ASCENDING, 1), pull().with("since", 0));
        workspace.pull(PullFile.of("plain", api.url("/items")).with("to", workspace.jsonlSink("out.jsonl")));

        for (String[] arguments : List.of(
                new String[] {"once", "--since", "1"},
                new String[] {"once", "items", "--until", "1"},
                new String[] {"once", "items", "--since", "yesterday"},
                new String[] {"once", "items", "--since", "2026-01-01"},
                new String[] {"once", "items", "--since", "1", "--until", "2026-01-01"},
                new String[] {"once", "items", "--since", "2", "--until", "1"},
                new String[] {"once", "plain", "--since", "1"})) {
            Once.Outcome refused = Once.command(workspace, arguments);
            assertThat(refused.exitCode()).as(refused.toString()).isEqualTo(2);
            assertThat(refused.out()).isEmpty();
        }
        assertThat(api.requests()).isEmpty();
    }

    private static FilterApi numbered(FilterApi.Order order, int count) {
        FilterApi items = new FilterApi(order, 2);
        IntStream.rangeClosed(1, count).forEach(number -> items.put(number, number, "record " + number));
        return items;
    }

    private static Object[] ids(int first, int last) {
        return IntStream.rangeClosed(first, last).boxed().toArray();
    }

    private void serve(Handler handler, PullFile pull) {
        api.on("/items", handler);
        workspace.pull(pull);
    }

    private void serveOne(String at) {
        api.on("/items", Answer.json("{\"data\":[{\"id\":1,\"at\":\"" + at + "\"}]}"));
    }

    private PullFile pull() {
        return one().with("pagination", "page");
    }

    private PullFile one() {
        return PullFile.of("items", api.url("/items"))
                .with("incremental", "at")
                .with("sinceParam", "since")
                .with("retries", 0)
                .with("to", workspace.jsonlSink("out.jsonl"));
    }

    private RunResult run() {
        api.forgetRequests();
        return Once.run(workspace).result("items");
    }

    private List<String> sent(String parameter) {
        return api.requests().stream()
                .map(request -> request.query(parameter))
                .flatMap(Optional::stream)
                .toList();
    }

    private String kept() {
        return workspace
                .query("SELECT value, updated_at, hex(record_hash), hex(content_hash), hex(since_key)"
                        + " FROM connector_pull_state, connector_delivered")
                .toString();
    }

    private long remembered() {
        return ((Number) workspace
                        .query("SELECT count(*) AS n FROM connector_delivered")
                        .get(0)
                        .get("n"))
                .longValue();
    }
}
