package org.restconnector.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
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
import org.restconnector.testing.TokenApi;
import org.restconnector.testing.Workspace;

class LoginTest {
    private static final String BODY = "{\"user\":\"jo\",\"password\":\"p4ssw0rd ${x}\"}";

    private final ApiServer api = ApiServer.start();
    private final Handler pages = PagedApi.of(PageStyle.CURSOR_IN_BODY, 25, 5);
    private final TokenApi tokens = new TokenApi(Duration.ofHours(1));
    private Workspace workspace;

    @BeforeEach
    void prepare(@TempDir Path directory) {
        workspace = new Workspace(directory);
        api.on("/items", tokens.guard(pages));
    }

    @AfterEach
    void close() {
        api.close();
    }

    private PullFile pull() {
        return PullFile.of("items", api.url("/items"))
                .with("pagination", "cursor")
                .with("cursor", "$.next")
                .with("cursorParam", "after")
                .with("retries", 1)
                .with("retryDelay", "10ms")
                .with("to", workspace.jsonlSink("out.jsonl"))
                .with("auth", "login")
                .with("loginUrl", api.url("/login"))
                .with("tokenPath", "$.session.token");
    }

    private RunResult run(PullFile pull) {
        workspace.pull(pull);
        return Once.run(workspace).result("items");
    }

    private Answer session(ReceivedRequest request) {
        return Answer.json("{\"session\":{\"token\":\"%s\"}}".formatted(tokens.next()));
    }

    @Test
    void theFirstAnswerGivesTheTokenOfAllPages() {
        api.on("/login", this::session);
        RunResult result = run(pull().with("loginBody", BODY).with("loginHeaders", "X-App: ${a}\nX-Secret: sh"));

        assertThat(result.summary()).isEqualTo("completed none: 25 records, 25 delivered, 0 dead");
        assertThat(api.requests("/login")).hasSize(1);
        ReceivedRequest login = api.requests("/login").get(0);
        assertThat(login.method()).isEqualTo("POST");
        assertThat(login.text()).isEqualTo(BODY);
        assertThat(login.header("content-type")).contains("application/json");
        assertThat(login.header("x-app")).contains("${a}");
    }

    @Test
    void aFormIsSentAsAForm() {
        api.on("/login", this::session);
        assertThat(run(pull().with("loginBody", "user=jo&password=p%26w")).status())
                .isEqualTo("completed");
        assertThat(api.requests("/login").get(0).header("content-type")).contains("application/x-www-form-urlencoded");
    }

    @Test
    void aTokenInAHeaderGoesWhereItBelongs() {
        api.on("/login", Answer.status(204).header("Set-Cookie", "sid=abc123; Path=/; HttpOnly"));
        api.on(
                "/items",
                request -> request.header("cookie").equals(java.util.Optional.of("sid=abc123"))
                        ? pages.answer(request)
                        : Answer.status(401));
        RunResult result = run(pull().with("loginMethod", "GET")
                .with("tokenPath", "header:Set-Cookie")
                .with("tokenHeader", "Cookie")
                .with("tokenPrefix", ""));
        assertThat(result.summary()).isEqualTo("completed none: 25 records, 25 delivered, 0 dead");
        assertThat(api.requests("/login").get(0).method()).isEqualTo("GET");
    }

    @Test
    void anExpiredSessionIsRenewedOnce() {
        AtomicInteger asked = new AtomicInteger();
        api.on("/login", this::session);
        api.on("/items", request -> {
            if (asked.incrementAndGet() == 4) {
                tokens.revokeAll();
            }
            return tokens.guard(pages).answer(request);
        });
        assertThat(run(pull()).summary()).isEqualTo("completed none: 25 records, 25 delivered, 0 dead");
        assertThat(api.requests("/login")).hasSize(2);
    }

    @Test
    void tokenTtlRenewsBeforeTheApiRefuses() {
        TokenApi brief = new TokenApi(Duration.ofSeconds(1));
        api.on("/login", request -> Answer.json("{\"session\":{\"token\":\"%s\"}}".formatted(brief.next())));
        api.on("/items", brief.guard(request -> pages.answer(request).delayed(Duration.ofMillis(300))));
        assertThat(run(pull().with("tokenTtl", "1s")).status()).isEqualTo("completed");
        assertThat(api.requests("/items")).hasSize(5);
        assertThat(brief.count()).isBetween(2, 4);
    }

    @Test
    void aRefusedLoginIsNotTriedAgainAndShowsNoSecret() {
        api.on("/login", request -> Answer.of(401, "application/json", "{\"no\":" + request.text() + "}"));
        RunResult result = run(pull().with("loginBody", BODY));
        assertThat(result.errorCode()).isEqualTo("auth_failed");
        assertThat(result.errorMessage()).contains("answered 401").doesNotContain("p4ssw0rd");
        assertThat(api.requests()).hasSize(1);
    }

    @Test
    void anAnswerWithoutTheTokenNamesThePathAndWhatIsThere() {
        api.on("/login", Answer.json("{\"sessionToken\":\"hidden-value\"}"));
        RunResult result = run(pull());
        assertThat(result.errorCode()).isEqualTo("auth_failed");
        assertThat(result.errorMessage())
                .contains("tokenPath $.session.token", "sessionToken")
                .doesNotContain("hidden-value");
    }
}
