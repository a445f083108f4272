package org.restconnector.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.restconnector.testing.RunResult;
import org.restconnector.testing.Workspace;

class OriginTest {
    private final ApiServer api = ApiServer.start();
    private final ApiServer stranger = ApiServer.start();
    private Workspace workspace;

    @BeforeEach
    void prepare(@TempDir Path directory) {
        workspace = new Workspace(directory);
        stranger.on("/items", PagedApi.of(PageStyle.NONE, 3, 3));
    }

    @AfterEach
    void close() {
        api.close();
        stranger.close();
    }

    @Test
    void aNextUrlToAnotherOriginIsNotFollowed() {
        String port = ":" + stranger.port();
        List<String> urls = List.of(
                stranger.url("/items"),
                "//127.0.0.1" + port + "/items",
                "http://127.0.0.1:" + api.port() + "@127.0.0.1" + port + "/items",
                "https://127.0.0.1:" + api.port() + "/items",
                "http://localhost:" + api.port() + "/items",
                "http://127.0.0.1:" + api.port() + "\\\\@127.0.0.1" + port + "/items",
                "http://2130706433" + port + "/items",
                "http://[::ffff:127.0.0.1]" + port + "/items");
        for (int i = 0; i < urls.size(); i++) {
            api.on("/p" + i, Answer.json("{\"data\":[{\"id\":1}],\"next\":\"" + urls.get(i) + "\"}"));
            workspace.pull(pull("p" + i));
        }
        Once.Outcome outcome = Once.run(workspace);
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.results()).hasSize(urls.size()).allSatisfy(result -> assertThat(result.summary())
                .as(result.pull())
                .isEqualTo("failed blocked_origin: 1 records, 1 delivered, 0 dead"));
        assertThat(stranger.requests()).isEmpty();
        assertThat(api.requests()).hasSize(urls.size());
    }

    @Test
    void aNextUrlThatIsNoneOfHttpIsNotFollowed() {
        String address = "127.0.0.1:" + stranger.port() + "/items";
        List<String> urls = List.of(
                "http:///" + address,
                "\\\\\\\\" + address,
                "http://127.1:" + stranger.port() + "/items",
                "file:///etc/passwd",
                "gopher://" + address,
                "jar:http://" + address + "!/x");
        for (int i = 0; i < urls.size(); i++) {
            api.on("/p" + i, Answer.json("{\"data\":[{\"id\":1}],\"next\":\"" + urls.get(i) + "\"}"));
            workspace.pull(pull("p" + i));
        }
        assertThat(Once.run(workspace).results())
                .hasSize(urls.size())
                .allSatisfy(result -> assertThat(result.errorCode()).isEqualTo("pagination"));
        assertThat(stranger.requests()).isEmpty();
    }

    @Test
    void anAllowedHostGetsNeitherCredentialsNorHeaders() {
        api.on("/items", Answer.json("{\"data\":[{\"id\":1}],\"next\":\"" + stranger.url("/items") + "\"}"));
        RunResult result = run(pull("items")
                .with("allowedHosts", "127.0.0.1:" + stranger.port())
                .with("headers", "X-Team: blue")
                .with("auth", "bearer")
                .with("token", "t0ken"));
        assertThat(result.number("delivered")).isEqualTo(4);
        assertThat(api.requests().get(0).header("authorization")).contains("Bearer t0ken");
        ReceivedRequest abroad = stranger.requests().get(0);
        assertThat(abroad.header("authorization")).isEmpty();
        assertThat(abroad.header("x-team")).isEmpty();
        assertThat(abroad.headers().toString()).doesNotContain("t0ken");
    }

    @Test
    void anApiKeyInTheQueryStaysAtHome() {
        api.on("/items", Answer.json("{\"data\":[{\"id\":1}],\"next\":\"" + stranger.url("/items") + "\"}"));
        run(pull("items")
                .with("allowedHosts", "127.0.0.1:" + stranger.port())
                .with("auth", "api-key")
                .with("apiKey", "t0ken")
                .with("apiKeyIn", "query"));
        assertThat(stranger.requests()).singleElement().satisfies(request -> assertThat(request.target())
                .isEqualTo("/items"));
    }

    @Test
    void redirectsWithinTheOriginAreFollowed() {
        for (int status : List.of(301, 302, 303, 307, 308)) {
            api.on("/from" + status, Answer.redirect(status, "/data"));
            workspace.pull(pull("from" + status));
        }
        api.on("/data", PagedApi.of(PageStyle.NONE, 3, 3));
        assertThat(Once.run(workspace).results()).hasSize(5).allSatisfy(result -> assertThat(result.number("delivered"))
                .as(result.toString())
                .isEqualTo(3));
    }

    @Test
    void fiveRedirectsAreFollowedAndNoSixth() {
        for (int i = 0; i < 6; i++) {
            api.on("/r" + i, Answer.redirect(302, "r" + (i + 1)));
        }
        api.on("/r6", PagedApi.of(PageStyle.NONE, 3, 3));
        workspace.pull(pull("r0")).pull(pull("r1"));
        Once.Outcome outcome = Once.run(workspace);
        assertThat(outcome.result("r1").number("delivered")).isEqualTo(3);
        assertThat(outcome.result("r0").errorCode()).isEqualTo("http_status");
        assertThat(api.requests("/r6")).hasSize(1);
    }

    @Test
    void aPostIsRedirectedByTheStatusesThatKeepItsMethodOnly() {
        for (int status : List.of(301, 302, 303, 307, 308)) {
            api.on("/from" + status, Answer.redirect(status, "/data"));
            workspace.pull(pull("from" + status).with("method", "POST").with("body", "{\"q\":1}"));
        }
        api.on("/data", PagedApi.of(PageStyle.NONE, 3, 3));
        Once.Outcome outcome = Once.run(workspace);
        for (int status : List.of(301, 302, 303)) {
            assertThat(outcome.result("from" + status).errorCode()).isEqualTo("http_status");
        }
        assertThat(api.requests("/data")).hasSize(2).allSatisfy(request -> {
            assertThat(request.method()).isEqualTo("POST");
            assertThat(request.text()).isEqualTo("{\"q\":1}");
        });
    }

    @Test
    void redirectsToAnotherOriginAreNotFollowed() {
        api.on("/items", Answer.redirect(302, stranger.url("/items")));
        assertThat(run(pull("items").with("auth", "bearer").with("token", "t0ken"))
                        .errorCode())
                .isEqualTo("blocked_origin");
        assertThat(stranger.requests()).isEmpty();
    }

    @Test
    void redirectsToAnAllowedHostLoseTheCredentials() {
        api.on("/items", Answer.redirect(307, stranger.url("/items")));
        RunResult result = run(pull("items")
                .with("allowedHosts", "127.0.0.1:" + stranger.port())
                .with("headers", "Cookie: t0ken")
                .with("auth", "basic")
                .with("username", "u")
                .with("password", "t0ken"));
        assertThat(result.number("delivered")).isEqualTo(3);
        assertThat(stranger.requests()).singleElement().satisfies(request -> {
            assertThat(request.header("authorization")).isEmpty();
            assertThat(request.header("cookie")).isEmpty();
        });
    }

    @Test
    void whatAnAnswerSetsIsNotSentBack() {
        api.on("/items", request -> PagedApi.of(PageStyle.LINK_HEADER, 10, 5)
                .answer(request)
                .header("Set-Cookie", "session=1")
                .header("X-Secret", "answer")
                .header("Authorization", "answer")
                .header("CamelHttpUri", stranger.url("/items"))
                .header("CamelHttpPath", "/elsewhere"));
        workspace.posting("post", api.url("/sink"));
        api.on("/sink", Answer.status(200));
        assertThat(run(pull("items")
                                .without("next")
                                .with(PageStyle.LINK_HEADER.parameters())
                                .with("to", "direct:post"))
                        .number("delivered"))
                .isEqualTo(10);
        assertThat(stranger.requests()).isEmpty();
        assertThat(api.requests()).hasSize(12).allSatisfy(request -> assertThat(request.headers())
                .doesNotContainKeys("cookie", "set-cookie", "x-secret", "authorization", "link"));
    }

    private PullFile pull(String name) {
        return PullFile.of(name, api.url("/" + name))
                .with("pagination", "next-url")
                .with("next", "$.next")
                .with("to", workspace.jsonlSink(name + ".jsonl"));
    }

    private RunResult run(PullFile pull) {
        return Once.run(workspace.pull(pull)).result(pull.name());
    }
}
