package org.restconnector.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.restconnector.testing.RunResult;
import org.restconnector.testing.Workspace;

class PaginationEndTest {
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
    void anEmptyPageDoesNotEndACursor() {
        api.on("/items", request -> switch (request.query("after").orElse("first")) {
            case "first" -> Answer.json("{\"data\":[{\"id\":1},{\"id\":2}],\"next\":\"a\"}");
            case "a" -> Answer.json("{\"data\":[],\"next\":\"b\"}");
            default -> Answer.json("{\"data\":[{\"id\":3}],\"next\":null}");
        });
        assertThat(run(pull(PageStyle.CURSOR_IN_BODY)).summary())
                .isEqualTo("completed none: 3 records, 3 delivered, 0 dead");
        assertThat(api.requests()).hasSize(3);
    }

    @Test
    void zeroIsANextValueAndFalseIsNone() {
        api.on(
                "/items",
                request -> Answer.json(
                        request.query("after").isPresent()
                                ? "{\"data\":[{\"id\":2}],\"next\":false}"
                                : "{\"data\":[{\"id\":1}],\"next\":0}"));
        assertThat(run(pull(PageStyle.CURSOR_IN_BODY)).status()).isEqualTo("completed");
        assertThat(api.requests())
                .extracting(request -> request.query("after"))
                .containsExactly(Optional.empty(), Optional.of("0"));
    }

    @Test
    void noNextValueEndsTheRun() {
        Map<String, String> ends =
                Map.of("missing", "", "null", ",\"next\":null", "empty", ",\"next\":\"\"", "false", ",\"next\":false");
        ends.forEach((name, end) -> {
            api.on("/" + name, Answer.json("{\"data\":[{\"id\":1}]" + end + "}"));
            workspace.pull(pull(PageStyle.CURSOR_IN_BODY).with("name", name).with("url", api.url("/" + name)));
            workspace.pull(pull(PageStyle.NEXT_URL_RELATIVE)
                    .with("name", name + "-url")
                    .with("url", api.url("/" + name)));
        });
        assertThat(Once.run(workspace).results()).hasSize(8).allSatisfy(result -> assertThat(result.summary())
                .isEqualTo("completed none: 1 records, 1 delivered, 0 dead"));
        assertThat(api.requests()).hasSize(8);
    }

    @Test
    void aShortPageEndsTheRunWhereAskedFor() {
        api.on("/items", PagedApi.of(PageStyle.PAGE, 23, 5));
        RunResult result = run(pull(PageStyle.PAGE).with("pageSize", 5).with("stopOnShortPage", true));
        assertThat(result.number("delivered")).isEqualTo(23);
        assertThat(api.requests()).hasSize(5).allSatisfy(request -> assertThat(request.query("limit"))
                .isEmpty());
    }

    @Test
    void maxPagesEndsTheRunWithAWarning() {
        api.on("/items", PagedApi.of(PageStyle.CURSOR_IN_BODY, 25, 5));
        RunResult result = run(pull(PageStyle.CURSOR_IN_BODY).with("maxPages", 2));
        assertThat(result.summary()).isEqualTo("completed none: 10 records, 10 delivered, 0 dead");
        assertThat(result.warnings()).singleElement().asString().contains("max_pages");
        assertThat(api.requests()).hasSize(2);
    }

    @Test
    void aCursorThatComesAgainEndsTheRunWithAWarning() {
        api.on(
                "/items",
                request -> Answer.json(
                        request.query("after").isPresent()
                                ? "{\"data\":[{\"id\":2}],\"next\":\"same\"}"
                                : "{\"data\":[{\"id\":1}],\"next\":\"same\"}"));
        RunResult result = run(pull(PageStyle.CURSOR_IN_BODY));
        assertThat(result.status()).isEqualTo("completed");
        assertThat(result.warnings()).singleElement().asString().contains("pagination_loop");
        assertThat(workspace.ids("out.jsonl")).containsExactly(1, 2);
        assertThat(api.requests()).hasSize(2);
    }

    @Test
    void aNextUrlThatLeadsBackEndsTheRunWithAWarning() {
        api.on("/items", Answer.json("{\"data\":[{\"id\":1}],\"next\":\"/b\"}"));
        api.on("/b", Answer.json("{\"data\":[{\"id\":2}],\"next\":\"/items\"}"));
        RunResult result = run(pull(PageStyle.NEXT_URL_RELATIVE));
        assertThat(result.status()).isEqualTo("completed");
        assertThat(result.warnings()).singleElement().asString().contains("pagination_loop");
        assertThat(workspace.ids("out.jsonl")).containsExactly(1, 2);
    }

    @Test
    void aServerThatIgnoresThePageIsReadOnce() {
        for (PageStyle style : List.of(PageStyle.PAGE, PageStyle.OFFSET)) {
            api.on("/" + style, PagedApi.of(PageStyle.NONE, 5, 5));
            workspace.pull(pull(style)
                    .with("name", style)
                    .with("url", api.url("/" + style))
                    .with("to", workspace.jsonlSink(style + ".jsonl")));
        }
        Once.Outcome outcome = Once.run(workspace);
        for (PageStyle style : List.of(PageStyle.PAGE, PageStyle.OFFSET)) {
            RunResult result = outcome.result(style.name());
            assertThat(result.status()).isEqualTo("completed");
            assertThat(result.warnings()).singleElement().asString().contains("pagination_loop");
            assertThat(workspace.ids(style + ".jsonl")).containsExactly(1, 2, 3, 4, 5);
            assertThat(api.requests("/" + style)).hasSize(2);
        }
    }

    @Test
    void aPathThatTellsNothingFailsTheRunAfterItsRecords() {
        api.on("/items", Answer.json("{\"data\":[{\"id\":1}],\"total\":\"many\",\"text\":\"7\"}"));
        Map<String, String> paths = Map.of("hasMore", "$.absent", "totalPages", "$.total", "totalRecords", "$.data");
        paths.forEach((parameter, path) ->
                workspace.pull(pull(PageStyle.PAGE).with("name", parameter).with(parameter, path)));
        Once.Outcome outcome = Once.run(workspace);
        assertThat(outcome.exitCode()).isEqualTo(1);
        paths.forEach((parameter, path) -> {
            RunResult result = outcome.result(parameter);
            assertThat(result.summary()).isEqualTo("failed pagination: 1 records, 1 delivered, 0 dead");
            assertThat(result.errorMessage()).contains(path);
        });
    }

    @Test
    void totalsMayBeDigitsInAText() {
        api.on(
                "/items",
                request -> Answer.json("{\"data\":[{\"id\":%s}],\"pages\":\"2\"}"
                        .formatted(request.query("page").orElse("0"))));
        assertThat(run(pull(PageStyle.PAGE).with("totalPages", "$.pages")).number("delivered"))
                .isEqualTo(2);
        assertThat(api.requests()).hasSize(2);
    }

    @Test
    void whatAFilterLeavesOutStillCounts() {
        PagedApi pages = PagedApi.of(PageStyle.OFFSET, 25, 5)
                .record(number -> "{\"id\":%d,\"keep\":%s}".formatted(number, number > 22));
        api.on("/items", pages);
        RunResult result = run(pull(PageStyle.OFFSET).with("records", "$.data[?(@.keep == true)]"));
        assertThat(result.summary()).isEqualTo("completed none: 3 records, 3 delivered, 0 dead");
        assertThat(api.requests())
                .extracting(r -> r.query("offset").orElse(""))
                .containsExactly("0", "5", "10", "15", "20", "25");
    }

    @Test
    void noContentIsAnEmptyPage() {
        api.on("/items", PagedApi.of(PageStyle.PAGE, 10, 5).onRequest(3, Answer.status(204)));
        assertThat(run(pull(PageStyle.PAGE)).summary()).isEqualTo("completed none: 10 records, 10 delivered, 0 dead");
    }

    @Test
    void aCursorMayBeAnyWord() {
        for (String word : List.of("first", "start", "v:first")) {
            api.on(
                    "/items",
                    request -> Answer.json(
                            request.query("after").isPresent()
                                    ? "{\"data\":[{\"id\":2}],\"next\":null}"
                                    : "{\"data\":[{\"id\":1}],\"next\":\"" + word + "\"}"));
            RunResult result = run(pull(PageStyle.CURSOR_IN_BODY));
            assertThat(result.summary()).as(word).isEqualTo("completed none: 2 records, 2 delivered, 0 dead");
            assertThat(result.warnings()).as(word).isEmpty();
        }
    }

    @Test
    void aPageThatSaysThatItIsTheLastMayHoldAnythingAsTheNext() {
        api.on("/items", Answer.json("{\"data\":[{\"id\":1}],\"more\":false,\"next\":{\"none\":true}}"));
        RunResult result = run(pull(PageStyle.CURSOR_IN_BODY).with("hasMore", "$.more"));
        assertThat(result.summary()).isEqualTo("completed none: 1 records, 1 delivered, 0 dead");
    }

    @Test
    void pagesThatDifferOnlyInWhatTheFilterLeavesOutAreDifferentPages() {
        api.on("/items", request -> {
            int page = Integer.parseInt(request.query("page").orElse("1"));
            return Answer.json(
                    page > 3
                            ? "{\"data\":[]}"
                            : "{\"data\":[{\"id\":0,\"keep\":true},{\"id\":%d,\"keep\":false}]}".formatted(page));
        });
        RunResult result = run(pull(PageStyle.PAGE).with("records", "$.data[?(@.keep == true)]"));
        assertThat(result.summary()).isEqualTo("completed none: 3 records, 3 delivered, 0 dead");
        assertThat(result.warnings()).isEmpty();
    }

    @Test
    void aServerThatIgnoresThePageIsReadOnceAlsoWhereTheFilterLeavesNothing() {
        api.on(
                "/items",
                request -> Answer.json("{\"page\":%s,\"data\":[{\"id\":0,\"keep\":false}]}"
                        .formatted(request.query("page").orElse("0"))));
        RunResult result = run(pull(PageStyle.PAGE)
                .with("records", "$.data[?(@.keep == true)]")
                .with("maxPages", 9));
        assertThat(result.warnings()).singleElement().asString().contains("pagination_loop");
        assertThat(api.requests()).hasSize(2);
    }

    private PullFile pull(PageStyle style) {
        return PullFile.of("items", api.url("/items"))
                .with(style.parameters())
                .with("to", workspace.jsonlSink("out.jsonl"));
    }

    private RunResult run(PullFile pull) {
        return Once.run(workspace.pull(pull)).result(pull.name());
    }
}
