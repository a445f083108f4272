package org.restconnector.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
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

class OAuth2Test {
    private static final List<Object> ALL =
            IntStream.rangeClosed(1, 25).mapToObj(Object.class::cast).toList();

    private final ApiServer api = ApiServer.start();
    private final Handler pages = PagedApi.of(PageStyle.CURSOR_IN_BODY, 25, 5);
    private final TokenApi tokens = new TokenApi(Duration.ofHours(1));
    private Workspace workspace;

    @BeforeEach
    void prepare(@TempDir Path directory) {
        workspace = new Workspace(directory);
        api.on("/token", tokens::token).on("/items", tokens.guard(pages));
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
                .with("retries", 2)
                .with("retryDelay", "10ms")
                .with("to", workspace.jsonlSink("out.jsonl"))
                .with("auth", "oauth2")
                .with("tokenUrl", api.url("/token"))
                .with("clientId", "the client")
                .with("clientSecret", "s3cr3t:/+ %of it");
    }

    private RunResult run(PullFile pull) {
        workspace.pull(pull);
        return Once.run(workspace).result("items");
    }

    private ReceivedRequest tokenRequest() {
        return api.requests("/token").get(0);
    }

    @Test
    void oneTokenServesAllPages() {
        RunResult result =
                run(pull().with("scope", "read write").with("tokenParams", "audience=https://a.example/?x=1"));

        assertThat(result.summary()).isEqualTo("completed none: 25 records, 25 delivered, 0 dead");
        assertThat(api.requests("/token")).hasSize(1);
        assertThat(result.number("requests")).isEqualTo(5);
        assertThat(tokenRequest().method()).isEqualTo("POST");
        assertThat(tokenRequest().header("content-type")).contains("application/x-www-form-urlencoded");
        assertThat(tokenRequest().text().split("&"))
                .containsExactlyInAnyOrder(
                        "grant_type=client_credentials",
                        "scope=read+write",
                        "audience=https%3A%2F%2Fa.example%2F%3Fx%3D1");
        // RFC 6749, 2.3.1: each half is form-encoded before they are joined
        assertThat(tokenRequest().header("authorization"))
                .contains("Basic dGhlK2NsaWVudDpzM2NyM3QlM0ElMkYlMkIrJTI1b2YraXQ=");
    }

    @Test
    void thePullsOfAConnectionShareATokenIfTheyAgreeInTheirCredentials() {
        workspace
                .property("connector.connection.shop.url", api.url("/"))
                .property("connector.connection.shop.auth", "oauth2")
                .property("connector.connection.shop.tokenUrl", api.url("/token"))
                .property("connector.connection.shop.clientId", "c")
                .property("connector.connection.shop.clientSecret", "s3cr3t");
        for (int number = 1; number <= 20; number++) {
            workspace.pull(PullFile.of("p" + number, "items")
                    .with("connection", "shop")
                    .with("to", workspace.jsonlSink("out.jsonl")));
        }
        assertThat(Once.run(workspace).results()).hasSize(20).allSatisfy(result -> assertThat(result.status())
                .isEqualTo("completed"));
        assertThat(api.requests("/token")).hasSize(1);

        workspace.pull(PullFile.of("other", "items")
                .with("connection", "shop")
                .with("clientSecret", "another")
                .with("to", workspace.jsonlSink("out.jsonl")));
        workspace.pull(PullFile.of("plain", "items")
                .with("connection", "shop")
                .with("auth", "bearer")
                .with("token", tokens.next())
                .with("to", workspace.jsonlSink("out.jsonl")));
        assertThat(Once.run(workspace).results()).hasSize(22).allSatisfy(result -> assertThat(result.status())
                .isEqualTo("completed"));
        assertThat(api.requests("/token")).hasSize(3);
    }

    @Test
    void theClientCanShowItselfInTheBody() {
        assertThat(run(pull().with("clientAuth", "body")).status()).isEqualTo("completed");
        assertThat(tokenRequest().header("authorization")).isEmpty();
        assertThat(tokenRequest().text().split("&"))
                .containsExactlyInAnyOrder(
                        "grant_type=client_credentials",
                        "client_id=the+client",
                        "client_secret=s3cr3t%3A%2F%2B+%25of+it");
    }

    @Test
    void aPasswordIsExchangedForAToken() {
        PullFile pull = pull().without("clientSecret")
                .with("grant", "password")
                .with("username", "jo")
                .with("password", "p&w");
        assertThat(run(pull).status()).isEqualTo("completed");
        assertThat(tokenRequest().text().split("&"))
                .containsExactlyInAnyOrder(
                        "grant_type=password", "username=jo", "password=p%26w", "client_id=the+client");
    }

    @Test
    void aTokenThatLivesASecondIsRenewedBetweenPages() {
        TokenApi brief = new TokenApi(Duration.ofSeconds(1));
        api.on("/token", brief::token);
        api.on("/items", brief.guard(request -> pages.answer(request).delayed(Duration.ofMillis(400))));

        RunResult result = run(pull());

        assertThat(result.status()).isEqualTo("completed");
        assertThat(workspace.ids("out.jsonl")).isEqualTo(ALL);
        assertThat(api.requests("/items")).hasSize(5);
        assertThat(brief.count()).isBetween(2, 4);
    }

    @Test
    void afterARefusalInTheMiddleTheSamePageIsAskedAgain() {
        AtomicInteger asked = new AtomicInteger();
        api.on("/items", request -> {
            if (asked.incrementAndGet() == 3) {
                tokens.revokeAll();
            }
            return tokens.guard(pages).answer(request);
        });

        assertThat(run(pull()).summary()).isEqualTo("completed none: 25 records, 25 delivered, 0 dead");
        assertThat(workspace.ids("out.jsonl")).isEqualTo(ALL);
        assertThat(api.requests("/items")).hasSize(6);
        assertThat(api.requests("/token")).hasSize(2);
    }

    @Test
    void aRefusedTokenIsNotUsedAgainWhileTheTokenUrlIsBusy() {
        AtomicInteger asked = new AtomicInteger();
        api.on("/token", request -> asked.incrementAndGet() == 2 ? Answer.status(503) : tokens.token(request));
        api.on("/items", request -> {
            if (asked.get() == 1 && request.query("after").isPresent()) {
                tokens.revokeAll();
            }
            return tokens.guard(pages).answer(request);
        });
        assertThat(run(pull()).summary()).isEqualTo("completed none: 25 records, 25 delivered, 0 dead");
        assertThat(api.requests("/items")).hasSize(6);
        assertThat(api.requests("/token")).hasSize(3);
    }

    @Test
    void aSecondRefusalFailsTheRun() {
        api.on("/items", Answer.status(401));
        RunResult result = run(pull());
        assertThat(result.errorCode()).isEqualTo("auth_failed");
        assertThat(api.requests("/items")).hasSize(2);
        assertThat(api.requests("/token")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403})
    void aTokenUrlThatRefusesIsAskedOnce(int status) {
        api.on(
                "/token",
                request -> Answer.of(
                        status,
                        "application/json",
                        "{\"error\":\"invalid_client\",\"error_description\":\"not %s of %s\"}"
                                .formatted(
                                        "s3cr3t:/+ %of it",
                                        request.header("authorization").orElse(""))));
        RunResult result = run(pull().with("retryStatuses", "403"));
        assertThat(result.errorCode()).isEqualTo("auth_failed");
        assertThat(result.errorMessage())
                .contains("POST " + api.url("/token") + " answered " + status, "invalid_client", "***")
                .doesNotContain("s3cr3t", "dGhlK2");
        assertThat(api.requests()).hasSize(1);
    }

    @Test
    void aBusyTokenUrlIsAskedAgain() {
        AtomicInteger asked = new AtomicInteger();
        api.on("/token", request -> switch (asked.incrementAndGet()) {
            case 1 -> Answer.status(503).header("Retry-After", "1");
            case 2 -> Answer.status(500);
            default -> tokens.token(request);
        });
        assertThat(run(pull()).summary()).isEqualTo("completed none: 25 records, 25 delivered, 0 dead");
        List<ReceivedRequest> asks = api.requests("/token");
        assertThat(asks).hasSize(3);
        assertThat(asks.get(1).since(asks.get(0))).isGreaterThanOrEqualTo(Duration.ofMillis(990));
    }

    @ParameterizedTest
    @CsvSource({"503, 3", "429, 3"})
    void aTokenUrlThatStaysBusyFailsTheRun(int status, int requests) {
        api.on("/token", Answer.status(status));
        RunResult result = run(pull());
        assertThat(result.errorCode()).isEqualTo("auth_failed");
        assertThat(result.errorMessage()).contains("/token answered " + status, "(3 tries)");
        assertThat(api.requests()).hasSize(requests);
    }

    @Test
    void aTokenUrlThatIsAwayFailsTheRun() {
        ApiServer away = ApiServer.start();
        away.close();
        RunResult result = run(pull().with("tokenUrl", away.url("/token")));
        assertThat(result.errorCode()).isEqualTo("auth_failed");
        assertThat(result.errorMessage()).contains(away.url("/token"), "(3 tries)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"access_token\":\"%s\"}",
                "{\"access_token\":\"%s\",\"token_type\":\"BEARER\",\"expires_in\":\"3600\"}",
                "{\"access_token\":\"%s\",\"token_type\":null,\"expires_in\":null,\"refresh_token\":null}",
                "{\"access_token\":\"%s\",\"expires_in\":3599.5,\"scope\":[\"a\"],\"x\":{\"y\":1}}",
                "{\"access_token\":\"%s\",\"expires_in\":\"never\",\"token_type\":\"JWT\"}",
                "{\"access_token\":\"%s\",\"expires_in\":0}",
                "{\"access_token\":\"%s\",\"expires_in\":99999999999999999999}"
            })
    void takesWhatTokenUrlsReallyAnswer(String answer) {
        api.on("/token", request -> Answer.of(200, "text/plain", answer.formatted(tokens.next())));
        assertThat(run(pull()).status()).isEqualTo("completed");
        assertThat(api.requests("/token")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html>Sign in</html>",
                "[]",
                "",
                "{\"token\":\"hidden-value\"}",
                "{\"access_token\":\"\"}",
                "{\"access_token\":{\"a\":\"hidden-value\"}}",
                "{\"access_token\":\"a\\nb\"}"
            })
    void anAnswerWithoutATokenFailsTheRun(String answer) {
        api.on("/token", Answer.of(200, "application/json", answer));
        RunResult result = run(pull());
        assertThat(result.errorCode()).isEqualTo("auth_failed");
        assertThat(result.errorMessage()).contains("/token").doesNotContain("hidden-value");
        assertThat(api.requests()).hasSize(1);
    }

    @Test
    void aRedirectOfTheTokenUrlToAnotherOriginIsNotFollowed() {
        try (ApiServer other = ApiServer.start()) {
            other.on("/token", tokens::token);
            api.on("/token", Answer.redirect(307, other.url("/token")));
            assertThat(run(pull()).errorCode()).isEqualTo("auth_failed");
            assertThat(other.requests()).isEmpty();
        }
    }

    @Test
    void theTokenGoesToNoOtherOrigin() {
        try (ApiServer other = ApiServer.start()) {
            other.on("/more", Answer.json("{\"data\":[{\"id\":2}]}"));
            api.on(
                    "/items",
                    tokens.guard(r -> Answer.json("{\"data\":[{\"id\":1}],\"next\":\"" + other.url("/more") + "\"}")));
            PullFile pull = pull().without("cursor")
                    .without("cursorParam")
                    .with("pagination", "next-url")
                    .with("next", "$.next")
                    .with("allowedHosts", "127.0.0.1:" + other.port());
            assertThat(run(pull).status()).isEqualTo("completed");
            assertThat(other.requests().get(0).headers()).doesNotContainKey("authorization");

            other.on("/more", Answer.status(401));
            assertThat(run(pull).errorCode()).isEqualTo("auth_failed");
            assertThat(other.requests()).hasSize(2);
        }
    }

    @Test
    void aRotatedRefreshTokenIsUsedByTheNextProcessAndReadByNobody() throws IOException {
        AtomicInteger number = new AtomicInteger(1);
        api.on(
                "/token",
                request -> (request.text() + "&").contains("refresh_token=r0tating-" + number.get() + "&")
                        ? Answer.json("{\"access_token\":\"%s\",\"refresh_token\":\"r0tating-%d\",\"expires_in\":3600}"
                                .formatted(tokens.next(), number.incrementAndGet()))
                        : Answer.of(
                                400,
                                "application/json",
                                "{\"error\":\"invalid_grant\",\"of\":\"" + request.text() + "\"}"));
        PullFile pull = pull().with("grant", "refresh_token")
                .with("refreshToken", "r0tating-1")
                .with("clientAuth", "body");

        assertThat(run(pull).status()).isEqualTo("completed");
        assertThat(run(pull).status()).isEqualTo("completed");
        assertThat(api.requests("/token")).hasSize(2);
        for (Path file : files("data")) {
            assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                    .as(file.toString())
                    .doesNotContain("r0tating", "access-token", "s3cr3t");
        }
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(workspace.directory().resolve("data/secret-key"))))
                .isEqualTo("rw-------");

        number.set(7);
        Once.Outcome refused = Once.run(workspace);
        assertThat(refused.result("items").errorCode()).isEqualTo("auth_failed");
        assertThat(refused.toString()).contains("invalid_grant").doesNotContain("r0tating", "s3cr3t");
        assertThat(refused.result("items").errorMessage()).endsWith("get a new one and put it into refreshToken");
        // another one in the configuration takes the place of what is kept
        assertThat(run(pull.with("refreshToken", "r0tating-7")).status()).isEqualTo("completed");
        assertThat(run(pull.with("refreshToken", "r0tating-7")).status()).isEqualTo("completed");
        assertThat(number.get()).isEqualTo(9);
    }

    @Test
    void twoProcessesDoNotUseOneRefreshTokenTwice() throws Exception {
        AtomicInteger number = new AtomicInteger(1);
        api.on("/token", request -> {
            boolean unused = (request.text() + "&").contains("refresh_token=r-" + number.get() + "&")
                    && number.incrementAndGet() > 1;
            return (unused
                            ? Answer.jsonOf(Map.of("access_token", tokens.next(), "refresh_token", "r-" + number.get()))
                            : Answer.status(400))
                    .delayed(Duration.ofMillis(300));
        });
        for (String name : List.of("one", "two")) {
            workspace.pull(
                    pull().with("name", name).with("grant", "refresh_token").with("refreshToken", "r-1"));
        }
        CompletableFuture<Once.Outcome> other = CompletableFuture.supplyAsync(() -> Once.run(workspace, "two"));

        assertThat(Once.run(workspace, "one").result("one").status()).isEqualTo("completed");
        assertThat(other.get().result("two").status()).isEqualTo("completed");
        assertThat(number.get()).isEqualTo(3);
    }

    @Test
    void whatWasKeptWithAnotherKeyIsToldApart() {
        api.on(
                "/token",
                request -> Answer.json(
                        "{\"access_token\":\"%s\",\"refresh_token\":\"another\"}".formatted(tokens.next())));
        PullFile pull = pull().with("grant", "refresh_token").with("refreshToken", "first");
        workspace.property("connector.secret.key", "a key of many letters");
        assertThat(run(pull).status()).isEqualTo("completed");
        assertThat(workspace.directory().resolve("data/secret-key")).doesNotExist();

        workspace.property("connector.secret.key", "quite another key");
        RunResult result = run(pull);
        assertThat(result.errorCode()).isEqualTo("auth_failed");
        assertThat(result.errorMessage()).contains("connector.secret.key");
    }

    @Test
    void withoutAnAuthorizationTheRunSaysWhatToDo() {
        PullFile pull = pull().with("grant", "authorization_code").with("authorizationUrl", api.url("/authorize"));
        RunResult result = run(pull);
        assertThat(result.errorCode()).isEqualTo("auth_failed");
        assertThat(result.errorMessage()).contains("authorize items");
        assertThat(api.requests()).isEmpty();
    }

    private List<Path> files(String folder) throws IOException {
        try (Stream<Path> files = Files.walk(workspace.directory().resolve(folder))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
