package org.restconnector.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restconnector.testing.Answer;
import org.restconnector.testing.ApiServer;
import org.restconnector.testing.Once;
import org.restconnector.testing.PageStyle;
import org.restconnector.testing.PagedApi;
import org.restconnector.testing.PullFile;
import org.restconnector.testing.ReceivedRequest;
import org.restconnector.testing.RunResult;
import org.restconnector.testing.Workspace;

class RecordsTest {
    private static final String EXACT =
            """
            {"z":1.10,"id":"r\u00e9\\u0000\ud83d\ude00","a":170141183460469231731687303715884105727,"n":null,\
            "empty":[],"none":{},"deep":{"y":[1,{"x":0.30}]},"f":false,"neg":-0.5,"long":9223372036854775807,\
            "fine":0.1000000000000000055511151231257827,"text":"${body} {{key}} \\"q\\" \\\\"}""";

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
    void recordsArriveInAFileAsTheyCame() {
        api.on("/items", Answer.json("{\"data\":[" + EXACT + "]}"));
        run(pull("items"));
        assertThat(workspace.lines("items.jsonl")).containsExactly(EXACT);
    }

    @Test
    void smallNumbersKeepTheirDigits() {
        String record = "{\"id\":0.0000001,\"zero\":0.00000000,\"deep\":[-0.00000012]}";
        api.on("/items", Answer.json("{\"data\":[" + record + "]}"));
        run(pull("items"));
        assertThat(workspace.lines("items.jsonl")).containsExactly(record);
    }

    @Test
    void aNameThatIsFoundNowhereIsMissing() {
        api.on("/items", Answer.json("{\"a\":{\"items\":[]}}"));
        assertThat(run(pull("items").with("records", "$..itms[*]")).warnings())
                .singleElement()
                .asString()
                .contains("records_missing", "$.a.items (0)");
        assertThat(run(pull("items").with("records", "$..items[*]")).warnings()).isEmpty();
    }

    @Test
    void numbersAreExactInATable() {
        api.on(
                "/items",
                Answer.json(
                        "{\"data\":[{\"id\":1,\"price\":1.10,\"half\":0.5,\"big\":170141183460469231731687303715884105727,"
                                + "\"long\":9223372036854775807,\"n\":null,\"list\":[1.10]}]}"));
        run(pull("items").with("to", "kamelet:table-sink?table=items"));
        Map<String, Object> row = workspace.query("SELECT * FROM items").get(0);
        assertThat(new BigDecimal(String.valueOf(row.get("price")))).isEqualByComparingTo("1.10");
        assertThat(row.get("half")).isEqualTo(0.5);
        assertThat(row.get("big")).isEqualTo("170141183460469231731687303715884105727");
        assertThat(row.get("long")).isEqualTo(Long.MAX_VALUE);
        assertThat(row.get("list")).isEqualTo("[1.10]");
        assertThat(row).containsEntry("_record_id", "1").containsKeys("_run_id", "_loaded_at");
    }

    @Test
    void whatThePathFindsIsTakenAsRecords() {
        Map<String, Integer> paths = Map.of("$.list", 2, "$.list[*]", 2, "$.one", 1, "$.nothing", 0, "$..id", -1);
        api.on("/items", Answer.json("{\"list\":[{\"id\":1},{\"id\":2}],\"one\":{\"id\":3},\"nothing\":null}"));
        int number = 0;
        for (Map.Entry<String, Integer> path : paths.entrySet()) {
            RunResult result =
                    run(pull("p" + number++).with("url", api.url("/items")).with("records", path.getKey()));
            if (path.getValue() < 0) {
                assertThat(result.errorCode()).as(path.getKey()).isEqualTo("records_path");
            } else {
                assertThat(result.status()).as(path.getKey()).isEqualTo("completed");
                assertThat(result.number("delivered"))
                        .as(path.getKey())
                        .isEqualTo(path.getValue().longValue());
                assertThat(result.warnings()).as(path.getKey()).isEmpty();
            }
        }
    }

    @Test
    void aPathThatIsMissingOnTheFirstPageIsAWarningThatShowsTheArrays() {
        api.on("/items", Answer.json("{\"result\":{\"orders\":[{\"id\":1},{\"id\":2}]},\"count\":2}"));
        workspace
                .pull(pull("items"))
                .pull(pull("strict").with("url", api.url("/items")).with("requireRecords", true));
        Once.Outcome outcome = Once.run(workspace);
        assertThat(outcome.result("items").summary()).isEqualTo("completed none: 0 records, 0 delivered, 0 dead");
        assertThat(outcome.result("items").warnings())
                .singleElement()
                .asString()
                .contains("records_missing", "result.orders", "2");
        assertThat(outcome.result("strict").summary()).startsWith("failed records_path");
        assertThat(outcome.result("strict").errorMessage()).contains("$.data[*]");
    }

    @Test
    void aPathThatIsMissingLaterIsAnEmptyPage() {
        api.on("/items", PagedApi.of(PageStyle.PAGE, 10, 5).fromRequest(3, Answer.json("{\"message\":\"no more\"}")));
        RunResult result = run(pull("items").with("pagination", "page").with("requireRecords", true));
        assertThat(result.summary()).isEqualTo("completed none: 10 records, 10 delivered, 0 dead");
        assertThat(result.warnings()).isEmpty();
    }

    @Test
    void headersNamePullRecordAndRun() throws Exception {
        api.on("/items", Answer.json("{\"data\":[{\"id\":7,\"of\":{\"list\":\"a\"},\"x\":1.10}]}"));
        api.on("/sink", Answer.status(200));
        workspace.posting("post", api.url("/sink"));
        RunResult keyed = run(pull("keyed")
                .with("url", api.url("/items"))
                .with("primaryKey", "of.list, $.id")
                .with("to", "direct:post"));
        run(pull("unkeyed").with("url", api.url("/items")).without("primaryKey").with("to", "direct:post"));
        List<ReceivedRequest> posts = api.requests("/sink");
        assertThat(posts.get(0).header("RecordPull")).contains("keyed");
        assertThat(posts.get(0).header("RecordId")).contains("a|7");
        assertThat(posts.get(0).header("RecordRun"))
                .contains(String.valueOf(keyed.fields().get("run")));
        byte[] hash = MessageDigest.getInstance("SHA-256")
                .digest("{\"id\":7,\"of\":{\"list\":\"a\"},\"x\":1.10}".getBytes(StandardCharsets.UTF_8));
        assertThat(posts.get(1).header("RecordId")).contains(HexFormat.of().formatHex(hash));
    }

    @Test
    void batchesNeverSpanPages() {
        api.on("/items", PagedApi.of(PageStyle.CURSOR_IN_BODY, 10, 5));
        api.on("/sink", Answer.status(200));
        workspace.posting("post", api.url("/sink"));
        RunResult result = run(pull("items")
                .with(PageStyle.CURSOR_IN_BODY.parameters())
                .with("batchSize", 3)
                .with("to", "direct:post"));
        assertThat(result.number("delivered")).isEqualTo(10);
        assertThat(api.requests("/sink"))
                .extracting(request -> ((List<?>) request.json()).size())
                .containsExactly(3, 2, 3, 2);
        assertThat(api.requests("/sink"))
                .extracting(request -> request.header("RecordCount").orElse(""))
                .containsExactly("3", "2", "3", "2");
    }

    private PullFile pull(String name) {
        return PullFile.of(name, api.url("/" + name)).with("to", workspace.jsonlSink(name + ".jsonl"));
    }

    private RunResult run(PullFile pull) {
        return Once.run(workspace.pull(pull), pull.name()).result(pull.name());
    }
}
