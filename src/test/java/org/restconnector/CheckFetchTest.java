package org.restconnector;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
import org.restconnector.testing.Workspace;

class CheckFetchTest {
    private final ApiServer api = ApiServer.start();
    private Workspace workspace;

    @BeforeEach
    void begin(@TempDir Path directory) {
        workspace = new Workspace(directory).write("token", "canary-7007");
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void showsRequestAnswerRecordsAndNextPageAndWritesNothing() {
        api.on("/items", PagedApi.of(PageStyle.CURSOR_IN_BODY, 25, 10));
        workspace.pull(
                pull().with("auth", "bearer").with("token", "{{file:token}}").with("headers", "X-Key: {{file:token}}"));
        Once.Outcome outcome = fetch("items");
        assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
        assertThat(outcome.toString()).doesNotContain("canary");
        assertThat(outcome.out())
                .contains(
                        "Page 1",
                        "  request: GET " + api.url("/items"),
                        "  headers: X-Key, Authorization, Accept, User-Agent",
                        "  records: 10",
                        "    {\"id\":1,\"name\":\"record 1\"}",
                        "    ... and 8 more",
                        "  next:    after=c-10",
                        "Page 3",
                        "  records: 5",
                        "  next:    none, this is the last page")
                .anyMatch(line -> line.matches("  answer:  200, application/json, \\d+ bytes"));
        assertThat(api.requests().get(0).header("authorization")).contains("Bearer canary-7007");
        assertThat(workspace.directory().resolve("data")).doesNotExist();
        assertThat(workspace.directory().resolve("out.jsonl")).doesNotExist();
    }

    @Test
    void doesNotCallAPageTheLastThatMaxPagesMadeSo() {
        api.on("/items", PagedApi.of(PageStyle.CURSOR_IN_BODY, 25, 10));
        workspace.pull(pull().with("maxPages", "1"));
        assertThat(fetch("items").out())
                .contains("  next:    not asked for, maxPages is reached")
                .doesNotContain("Page 2");
    }

    @Test
    void looksAtFivePagesOrAHundredRecords() {
        api.on("/items", PagedApi.of(PageStyle.PAGE, 200, 2));
        workspace.pull(pull().without("cursor").without("cursorParam").with("pagination", "page"));
        assertThat(fetch("items").out()).contains("Page 5").doesNotContain("Page 6");
        api.on("/items", PagedApi.of(PageStyle.PAGE, 1000, 60));
        Once.Outcome outcome = fetch("items");
        assertThat(outcome.out()).contains("Page 2").doesNotContain("Page 3");
        assertThat(outcome.out().get(outcome.out().size() - 1)).startsWith("Stopped here");
    }

    @Test
    void showsAFailingPageAsARunWouldAndAsksOnce() {
        api.on(
                "/items",
                PagedApi.of(PageStyle.CURSOR_IN_BODY, 25, 10)
                        .onRequest(2, Answer.of(500, "text/plain", "database away, said canary-7007")));
        workspace.pull(pull().with("auth", "bearer").with("token", "{{file:token}}"));
        Once.Outcome outcome = fetch("items");
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.out())
                .contains("  answer:  500, text/plain, 31 bytes")
                .anyMatch(line -> line.startsWith("  error:   http_status: GET ")
                        && line.contains("answered 500: database away, said ***")
                        && line.endsWith("(a run would try again, up to 5 times)"));
        assertThat(api.requests()).hasSize(2);
    }

    @Test
    void asksAsTheNextRunWould() {
        api.on("/items", Answer.json("{\"data\":[{\"id\":1,\"at\":\"2026-01-05\"}]}"));
        workspace.pull(pull().without("cursor")
                .without("cursorParam")
                .with("pagination", "none")
                .with("incremental", "at")
                .with("since", "2026-01-01")
                .with("sinceParam", "since"));
        assertThat(fetch("items").exitCode()).isZero();
        assertThat(last().query("since")).contains("2026-01-01");
        Once.run(workspace, "items");
        List<Object> before = List.of(workspace.query("SELECT * FROM connector_state"), runs());
        assertThat(fetch("items").exitCode()).isZero();
        assertThat(last().query("since")).contains("2026-01-05");
        assertThat(List.of(workspace.query("SELECT * FROM connector_state"), runs()))
                .isEqualTo(before);
    }

    private Object runs() {
        return workspace.query("SELECT count(*) FROM connector_run");
    }

    private ReceivedRequest last() {
        return api.requests().get(api.requests().size() - 1);
    }

    @Test
    void saysWhatItTakes() throws Exception {
        workspace.pull(pull());
        workspace.routes(
                "crm",
                """
                - templatedRoute:
                    routeTemplateRef: rest-push
                    parameters:
                      - {name: name, value: crm}
                      - {name: url, value: "http://127.0.0.1:1/x"}
                """);
        assertThat(fetch("crm").err())
                .containsExactly("'crm' is a flow, and --fetch takes the name of a pull; there are: items");
        assertThat(fetch("itms").err()).containsExactly("there is no pull 'itms'; there are: items");
        assertThat(fetch("itms").exitCode()).isEqualTo(2);
        workspace.pull(pull().with("timeout", "soon"));
        assertThat(fetch("items").exitCode()).isEqualTo(2);
        assertThat(api.requests()).isEmpty();
        assertThat(Files.exists(workspace.directory().resolve("data"))).isFalse();
    }

    private PullFile pull() {
        return PullFile.of("items", api.url("/items"))
                .with("pagination", "cursor")
                .with("cursor", "$.next")
                .with("cursorParam", "after")
                .with("to", workspace.jsonlSink("out.jsonl"));
    }

    private Once.Outcome fetch(String name) {
        return Once.command(workspace, "check", "--fetch", name);
    }
}
