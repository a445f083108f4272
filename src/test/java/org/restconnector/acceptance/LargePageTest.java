package org.restconnector.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restconnector.testing.Answer;
import org.restconnector.testing.ApiServer;
import org.restconnector.testing.Once;
import org.restconnector.testing.PullFile;
import org.restconnector.testing.RunResult;
import org.restconnector.testing.Workspace;

/** Pages above 1 MB wait in a file and pass in parts of about a thousand records. */
class LargePageTest {
    private static final int RECORDS = 2500;
    private static final String TEXT = "x".repeat(500);

    /** Takes all records but one, and changes that one first. */
    private static final String REFUSING =
            """
            - route:
                id: refusing
                from:
                  uri: direct:refusing
                  steps:
                    - filter:
                        simple: "${body[id]} == 1700"
                        steps:
                          - setProperty: {name: taken, simple: "${body.remove('text')}"}
                          - throwException: {exceptionType: java.lang.IllegalArgumentException, message: "not this one"}
            """;

    private final ApiServer api = ApiServer.start();
    private Workspace workspace;

    @BeforeEach
    void prepare(@TempDir Path directory) {
        workspace = new Workspace(directory);
    }

    @AfterEach
    void close() throws IOException {
        api.close();
        try (Stream<Path> left = Files.walk(workspace.directory().resolve("data/tmp"))) {
            assertThat(left.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void everyFormatPassesWholeAndInOrder() {
        Map<String, Answer> pages = new LinkedHashMap<>();
        pages.put("json", Answer.json("{\"total\":1,\"data\":[" + records(LargePageTest::json, ",") + "],\"more\":1}"));
        pages.put("array", Answer.json("[" + records(LargePageTest::json, ",") + "]"));
        pages.put("jsonl", Answer.of(200, "application/x-ndjson", records(LargePageTest::json, "\n")));
        pages.put("csv", Answer.of(200, "text/csv", "id,text\n" + records(i -> i + "," + TEXT, "\n")));
        pages.put(
                "xml",
                Answer.of(200, "text/xml", "<a><data>" + records(LargePageTest::xml, "</data><data>") + "</data></a>"));
        pages.put("gzip", pages.get("csv").gzipUnsaid());
        Map<String, String> paths = Map.of("json", "$.data[*]", "xml", "$.a.data[*]");
        pages.forEach((name, answer) -> add(name, answer, paths.getOrDefault(name, "$")));
        Once.Outcome outcome = Once.run(workspace);
        List<String> ids = IntStream.range(0, RECORDS).mapToObj(String::valueOf).toList();
        pages.keySet().forEach(name -> {
            RunResult result = outcome.result(name);
            assertThat(result.summary())
                    .as(name + result)
                    .isEqualTo("completed none: 2500 records, 2500 delivered, 0 dead");
            assertThat(result.number("pages")).as(name).isEqualTo(1);
            assertThat(workspace.ids(name + ".jsonl"))
                    .as(name)
                    .map(String::valueOf)
                    .isEqualTo(ids);
        });
    }

    @Test
    void whatLeadsOnMayStandBeforeOrBehindTheRecords() {
        api.on("/items", request -> {
            boolean first = request.query("after").isEmpty();
            String data = "\"data\":[" + records(LargePageTest::json, ",") + "]";
            return Answer.json(
                    first ? "{" + data + ",\"paging\":{\"next\":\"b\"}}" : "{\"paging\":{\"next\":null}," + data + "}");
        });
        RunResult result = run(pull("items", "$.data[*]")
                .with("pagination", "cursor")
                .with("cursor", "$.paging.next")
                .with("cursorParam", "after"));
        assertThat(result.summary()).isEqualTo("completed none: 5000 records, 5000 delivered, 0 dead");
        assertThat(result.number("pages")).isEqualTo(2);
    }

    @Test
    void aLargePageThatComesAgainIsALoop() {
        api.on("/items", Answer.json("{\"at\":1,\"data\":[" + records(LargePageTest::json, ",") + "]}"));
        RunResult result = run(pull("items", "$.data[*]").with("pagination", "page"));
        assertThat(result.summary()).isEqualTo("completed none: 2500 records, 2500 delivered, 0 dead");
        assertThat(result.warnings()).containsExactly("pagination_loop");
    }

    @Test
    void aFaultInTheLastLineDeliversNothing() {
        add(
                "json",
                Answer.json("{\"data\":[" + records(LargePageTest::json, ",\n") + ",{\"id\":1e99999999999}]}"),
                "$.data[*]");
        add("jsonl", Answer.of(200, "application/x-ndjson", records(LargePageTest::json, "\n") + "\n{\"id\":"), "$");
        add("csv", Answer.of(200, "text/csv", "id,text\n" + records(i -> i + "," + TEXT, "\n") + ",x"), "$");
        add("text", Answer.json("{\"data\":[" + records(LargePageTest::json, ",") + ",\"x\"]}"), "$.data[*]");
        Once.Outcome outcome = Once.run(workspace);
        for (String name : List.of("json", "jsonl", "csv")) {
            assertThat(outcome.result(name).summary())
                    .as(name)
                    .isEqualTo("failed format: 0 records, 0 delivered, 0 dead");
        }
        assertThat(outcome.result("json").errorMessage()).contains("line 2500");
        assertThat(outcome.result("jsonl").errorMessage()).contains("line 2501");
        assertThat(outcome.result("csv").errorMessage()).contains("line 2501 has 3 cells");
        assertThat(outcome.result("text").errorMessage()).contains("element 2500 is of type string");
        assertThat(workspace.lines("json.jsonl")).isEmpty();
    }

    @Test
    void aPathThatIsMissingShowsTheArraysThatAreThere() {
        add("items", Answer.json("{\"a\":{\"list\":[" + records(LargePageTest::json, ",") + "]}}"), "$.data[*]");
        assertThat(Once.run(workspace).result("items").warnings())
                .singleElement()
                .asString()
                .contains("records_missing", "$.a.list (2500)");
    }

    @Test
    void aFailureThatIsToldBehindTheRecordsCounts() {
        String data = "{\"data\":[" + records(LargePageTest::json, ",") + "],";
        api.on("/items", Answer.json(data + "\"errors\":[{\"text\":\"half of it is missing\"}],\"ok\":true}"));
        RunResult failed = run(pull("items", "$.data[*]").with("errorPath", "$.errors[0].text"));
        assertThat(failed.summary()).isEqualTo("failed response_error: 0 records, 0 delivered, 0 dead");
        assertThat(failed.errorMessage()).contains("half of it is missing");
        assertThat(run(pull("items", "$.data[*]").with("okPath", "$.ok")).status())
                .isEqualTo("completed");
    }

    @Test
    void theStoredValueMovesWithTheLastPart() {
        api.on("/items", Answer.json("{\"data\":[" + records(LargePageTest::json, ",") + "]}"));
        PullFile pull = pull("items", "$.data[*]").with("incremental", "id").with("since", 10);
        RunResult first = run(pull);
        assertThat(first.number("delivered")).isEqualTo(2490);
        assertThat(first.number("skipped")).isEqualTo(10);
        RunResult second = run(pull);
        assertThat(second.number("delivered")).isZero();
        assertThat(second.number("skipped")).isEqualTo(2500);
    }

    @Test
    void onlyPlainPathsReachIntoPagesAboveSixteenMegabytes() {
        String data = "{\"data\":[" + records(LargePageTest::json, ",") + "],\"fill\":[";
        add("filtered", Answer.json(data + "]}"), "$.data[?(@.id < 10)]");
        add("huge", Answer.json(data + "\"x\",".repeat(4_200_000) + "1]}"), "$.data[?(@.id < 10)]");
        Once.Outcome outcome = Once.run(workspace);
        assertThat(outcome.result("filtered").number("delivered")).isEqualTo(10);
        assertThat(outcome.result("huge").errorCode()).isEqualTo("response_too_large");
        assertThat(outcome.result("huge").errorMessage())
                .contains("records '$.data[?(@.id < 10)]' must be a plain path");
    }

    @Test
    void aPageThatFailsInTheMiddleComesAgainFromItsBeginning() {
        api.on("/items", request -> {
            boolean first = request.query("after").isEmpty();
            return Answer.json("{\"data\":[" + (first ? json(-1) : records(LargePageTest::json, ",")) + "],\"next\":"
                    + (first ? "1}" : "null}"));
        });
        workspace.routes("refusing", REFUSING);
        PullFile pull = pull("items", "$.data[*]")
                .with("pagination", "cursor")
                .with("cursor", "$.next")
                .with("cursorParam", "after")
                .with("to", "direct:refusing")
                .with("recordRetries", 0)
                .with("onRecordError", "stop");
        RunResult failed = run(pull);
        assertThat(failed.summary()).isEqualTo("failed destination: 1001 records, 1001 delivered, 0 dead");
        assertThat(failed.number("pages")).isEqualTo(1);
        RunResult again = run(pull.with("onRecordError", "dead-letter"));
        assertThat(again.resumed()).isTrue();
        assertThat(again.summary()).isEqualTo("completed none: 2500 records, 2499 delivered, 1 dead");
        assertThat(workspace.query("SELECT record FROM connector_dead_letter"))
                .singleElement()
                .satisfies(row -> assertThat(new String((byte[]) row.get("record"), StandardCharsets.UTF_8))
                        .isEqualTo(json(1700)));
    }

    private static String records(IntFunction<String> record, String between) {
        return IntStream.range(0, RECORDS).mapToObj(record).collect(Collectors.joining(between));
    }

    private static String json(int id) {
        return "{\"id\":" + id + ",\"text\":\"" + TEXT + "\",\"n\":1.10}";
    }

    private static String xml(int id) {
        return "<id>" + id + "</id><text>" + TEXT + "</text>";
    }

    private void add(String name, Answer answer, String records) {
        api.on("/" + name, answer);
        workspace.pull(pull(name, records));
    }

    private PullFile pull(String name, String records) {
        return PullFile.of(name, api.url("/" + name))
                .with("records", records)
                .with("retries", 0)
                .with("to", workspace.jsonlSink(name + ".jsonl"));
    }

    private RunResult run(PullFile pull) {
        return Once.run(workspace.pull(pull), pull.name()).result(pull.name());
    }
}
