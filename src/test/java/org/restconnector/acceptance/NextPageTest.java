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
import org.restconnector.testing.Handler;
import org.restconnector.testing.Once;
import org.restconnector.testing.PageStyle;
import org.restconnector.testing.PagedApi;
import org.restconnector.testing.PullFile;
import org.restconnector.testing.ReceivedRequest;
import org.restconnector.testing.RunResult;
import org.restconnector.testing.Workspace;

class NextPageTest {
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
    void aNextUrlThatIsNoneFailsTheRunAfterItsRecords() {
        List<String> bad = List.of("\"http://[bad\"", "{\"href\":\"/b\"}", "\"ftp://127.0.0.1/b\"", "\"http:///b\"");
        for (int i = 0; i < bad.size(); i++) {
            api.on("/bad" + i, Answer.json("{\"data\":[{\"id\":1}],\"next\":" + bad.get(i) + "}"));
            workspace.pull(
                    pull(PageStyle.NEXT_URL_ABSOLUTE).with("name", "bad" + i).with("url", api.url("/bad" + i)));
        }
        assertThat(Once.run(workspace).results()).hasSize(bad.size()).allSatisfy(result -> {
            assertThat(result.errorCode()).isIn("pagination", "blocked_origin");
            assertThat(result.number("delivered")).isEqualTo(1);
        });
    }

    @Test
    void parametersGoIntoAJsonBodyAsNumbersBesideTheirSiblings() {
        PagedApi pages = PagedApi.of(PageStyle.OFFSET, 25, 5).lookup(NextPageTest::inBody);
        api.on("/items", pages);
        RunResult result = run(pull(PageStyle.OFFSET)
                .with("method", "POST")
                .with("body", "{\"filter\":[{\"a\":1.10}],\"paging\":{\"z\":null}}")
                .with("offsetParam", "body:/paging/offset")
                .with("pageSizeParam", "body:/paging/limit"));
        assertThat(result.summary()).isEqualTo("completed none: 25 records, 25 delivered, 0 dead");
        ReceivedRequest second = api.requests().get(1);
        assertThat(second.method()).isEqualTo("POST");
        assertThat(second.header("content-type").orElse("")).startsWith("application/json");
        assertThat(second.text())
                .isIn(
                        "{\"filter\":[{\"a\":1.10}],\"paging\":{\"z\":null,\"offset\":5,\"limit\":5}}",
                        "{\"filter\":[{\"a\":1.10}],\"paging\":{\"z\":null,\"limit\":5,\"offset\":5}}");
        assertThat(second.target()).isEqualTo("/items");
    }

    @Test
    void missingObjectsOnTheWayAreMadeAndArraysAreEntered() {
        api.on("/items", request -> Answer.json("{\"data\":[]}"));
        run(pull(PageStyle.PAGE)
                .with("method", "POST")
                .with("body", "{\"queries\":[{\"q\":\"x\"}]}")
                .with("pageParam", "body:/queries/0/paging/page"));
        assertThat(api.requests().get(0).text()).isEqualTo("{\"queries\":[{\"q\":\"x\",\"paging\":{\"page\":1}}]}");
    }

    @Test
    void aCursorThatIsAnArrayGoesIntoABodyAsItIsAlsoAfterAFailure() {
        Handler pages = request -> Answer.json(
                switch (request.text()) {
                    case "{\"a\":1}" -> "{\"data\":[{\"id\":1,\"sort\":[1.10,\"x\",null]}]}";
                    case "{\"a\":1,\"after\":[1.10,\"x\",null]}" ->
                        "{\"data\":[{\"id\":2,\"sort\":[2,\"y\",{\"z\":0}]}]}";
                    default -> "{\"data\":[]}";
                });
        api.on("/items", pages.onRequest(2, Answer.status(500)));
        PullFile pull = pull(PageStyle.LAST_RECORD)
                .with("method", "POST")
                .with("body", "{\"a\":1}")
                .with("cursor", "sort")
                .with("cursorParam", "body:/after")
                .with("retries", 0);

        assertThat(run(pull).errorCode()).isEqualTo("http_status");
        assertThat(run(pull).summary()).isEqualTo("completed none: 1 records, 1 delivered, 0 dead");
        assertThat(api.requests()).last().satisfies(request -> assertThat(request.text())
                .isEqualTo("{\"a\":1,\"after\":[2,\"y\",{\"z\":0}]}"));
        assertThat(workspace.ids("out.jsonl")).containsExactly(1, 2);
    }

    @Test
    void aCursorThatIsAnArrayHasNoPlaceInAQuery() {
        api.on("/items", Answer.json("{\"data\":[{\"id\":1,\"sort\":[1]}]}"));

        RunResult result = run(pull(PageStyle.LAST_RECORD).with("cursor", "sort"));

        assertThat(result.summary()).isEqualTo("failed pagination: 1 records, 1 delivered, 0 dead");
        assertThat(result.errorMessage())
                .contains("cursor 'sort' is of type array")
                .contains("cursorParam is body:/json/pointer");
    }

    @Test
    void parametersGoIntoHeaders() {
        api.on("/items", PagedApi.of(PageStyle.CURSOR_IN_BODY, 25, 5).lookup((r, name) -> r.header("X-" + name)));
        assertThat(run(pull(PageStyle.CURSOR_IN_BODY).with("cursorParam", "header:X-After"))
                        .summary())
                .isEqualTo("completed none: 25 records, 25 delivered, 0 dead");
    }

    @Test
    void aParameterOfTheUrlIsReplacedAndTheOthersStay() {
        api.on("/items", PagedApi.of(PageStyle.PAGE, 7, 5));
        run(pull(PageStyle.PAGE)
                .with("url", api.url("/items?q=a%20b%2B%26&page=99&z="))
                .with("query", "name=J\u00f6rg & co\nlist=1,2"));
        assertThat(api.requests()).hasSize(3).allSatisfy(request -> {
            assertThat(request.queryAll("page")).hasSize(1);
            assertThat(request.query("q")).contains("a b+&");
            assertThat(request.query("z")).contains("");
            assertThat(request.query("name")).contains("J\u00f6rg & co");
            assertThat(request.query("list")).contains("1,2");
        });
        assertThat(api.requests().get(0).query("page")).contains("1");
    }

    @Test
    void aNextUrlIsTakenAsItIs() {
        api.on("/items", PagedApi.of(PageStyle.NEXT_URL_RELATIVE, 10, 5));
        run(pull(PageStyle.NEXT_URL_RELATIVE)
                .with("url", api.url("/items?status=open"))
                .with("pageSize", 5)
                .with("pageSizeParam", "limit")
                .with("auth", "api-key")
                .with("apiKey", "k&y")
                .with("apiKeyIn", "query")
                .with("apiKeyName", "key"));
        assertThat(api.requests())
                .extracting(ReceivedRequest::target)
                .containsExactly("/items?status=open&limit=5&key=k%26y", "/items?at=5&key=k%26y");
    }

    @Test
    void linkHeadersAreReadAsTheStandardSays() {
        Map<String, String> links = Map.of(
                "unquoted", "</end>; rel=next",
                "several", "</end>; rel=\"prev NEXT\"",
                "upper", "</end>; REL=\"next\"",
                "comma", "</a,b>; rel=\"prev\", </end?x=1,2>; title=\"a, <b>\"; rel=\"next\"",
                "first", "</end>; rel=\"next\"; rel=\"prev\"");
        api.on("/end", Answer.json("{\"data\":[{\"id\":2}]}"));
        links.forEach((name, link) -> {
            api.on("/" + name, Answer.json("{\"data\":[{\"id\":1}]}").header("Link", link));
            workspace.pull(pull(PageStyle.LINK_HEADER).with("name", name).with("url", api.url("/" + name)));
        });
        api.on(
                "/lines",
                Answer.json("{\"data\":[{\"id\":1}]}")
                        .header("Link", "</start>; rel=\"prev\"")
                        .header("Link", "</end>; rel=\"next\""));
        workspace.pull(pull(PageStyle.LINK_HEADER).with("name", "lines").with("url", api.url("/lines")));
        assertThat(Once.run(workspace).results()).hasSize(6).allSatisfy(result -> assertThat(result.summary())
                .as(result.pull())
                .isEqualTo("completed none: 2 records, 2 delivered, 0 dead"));
    }

    private PullFile pull(PageStyle style) {
        return PullFile.of("items", api.url("/items"))
                .with(style.parameters())
                .with("to", workspace.jsonlSink("out.jsonl"));
    }

    private RunResult run(PullFile pull) {
        return Once.run(workspace.pull(pull)).result(pull.name());
    }

    private static Optional<String> inBody(ReceivedRequest request, String name) {
        Map<?, ?> paging = (Map<?, ?>) ((Map<?, ?>) request.json()).get("paging");
        return Optional.ofNullable(paging.get(name)).map(String::valueOf);
    }
}
