package org.restconnector.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restconnector.testing.Answer;
import org.restconnector.testing.ApiServer;
import org.restconnector.testing.AuthorizationServer;
import org.restconnector.testing.Authorizing;
import org.restconnector.testing.Once;
import org.restconnector.testing.PullFile;
import org.restconnector.testing.ReceivedRequest;
import org.restconnector.testing.TokenApi;
import org.restconnector.testing.Workspace;

class AuthorizeTest {
    private static final String REGISTERED = "https://app.example.com/back?tenant=7";

    private final ApiServer api = ApiServer.start();
    private final TokenApi tokens = new TokenApi(Duration.ofHours(1));
    private final AuthorizationServer server = new AuthorizationServer(tokens).on(api);
    private Workspace workspace;

    @BeforeEach
    void prepare(@TempDir Path directory) {
        workspace = new Workspace(directory);
        api.on("/items", tokens.guard(request -> Answer.json("{\"data\":[{\"id\":1}]}")));
        workspace.pull(pull());
    }

    @AfterEach
    void close() {
        api.close();
    }

    private PullFile pull() {
        return PullFile.of("items", api.url("/items"))
                .with("to", workspace.jsonlSink("out.jsonl"))
                .with("auth", "oauth2")
                .with("grant", "authorization_code")
                .with("authorizationUrl", api.url("/authorize?access_type=offline"))
                .with("tokenUrl", api.url("/token"))
                .with("scope", "items.read offline_access")
                .with("clientId", AuthorizationServer.CLIENT)
                .with("clientSecret", "s3cr3t-of-the-client");
    }

    @Test
    void theRedirectBringsARefreshTokenThatEveryRunRenews() throws Exception {
        try (Authorizing authorizing = Authorizing.start(workspace, "items")) {
            URI redirect = authorizing.decide(api, "Allow");
            assertThat(redirect).hasHost("127.0.0.1").hasPath("/callback");
            assertThat(authorizing.get(redirect.resolve("/favicon.ico")).statusCode())
                    .isEqualTo(404);
            assertThat(authorizing.get(redirect.resolve("/callback")).statusCode())
                    .isEqualTo(400);

            HttpResponse<String> page = authorizing.get(redirect);

            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .startsWith("default-src 'none'");
            assertThat(page.body()).contains("window can be closed").doesNotContain("c0de", "state");
            assertThat(authorizing.exitCode()).as(authorizing.said()).isZero();
            assertThat(authorizing.said()).contains("items is authorized").doesNotContain("c0de", "token-");
        }

        ReceivedRequest asked = api.requests("/authorize").get(0);
        assertThat(asked.query("access_type")).contains("offline");
        assertThat(asked.query("scope")).contains("items.read offline_access");
        Map<String, String> exchanged =
                AuthorizationServer.form(api.requests("/token").get(0).text());
        assertThat(exchanged).doesNotContainKeys("client_secret", "scope", "state");

        Once.Outcome first = Once.run(workspace, "items");
        assertThat(first.exitCode()).as(first.toString()).isZero();
        assertThat(Once.run(workspace, "items").exitCode()).isZero();
        assertThat(api.requests("/token"))
                .extracting(request -> AuthorizationServer.form(request.text()).get("refresh_token"))
                .containsExactly(null, "refresh-token-2", "refresh-token-3");
        assertThat(filesHolding("refresh-token")).isEmpty();
    }

    @Test
    void consentThatWasTakenBackIsAskedForAnew() throws Exception {
        allow("items");
        server.revokeConsent();

        Once.Outcome revoked = Once.run(workspace, "items");
        assertThat(revoked.result("items").errorCode()).isEqualTo("auth_failed");
        assertThat(revoked.result("items").errorMessage()).contains("run `authorize items`");

        allow("items");
        assertThat(Once.run(workspace, "items").exitCode()).isZero();
    }

    @Test
    void consentHoldsForAllOfAConnection() throws Exception {
        PullFile shared = pull().with("connection", "shop").without("authorizationUrl");
        workspace
                .property("connector.connection.shop.authorizationUrl", api.url("/authorize"))
                .pull(shared.with("name", "one"))
                .pull(shared.with("name", "other"));
        allow("one");
        assertThat(Once.run(workspace, "one", "other").exitCode()).isZero();
    }

    private void allow(String name) throws Exception {
        try (Authorizing authorizing = Authorizing.start(workspace, name)) {
            authorizing.get(authorizing.decide(api, "Allow"));
            assertThat(authorizing.exitCode()).as(authorizing.said()).isZero();
        }
    }

    @Test
    void theAddressOfTheBrowserIsPastedWhereItCannotComeBack() throws Exception {
        server.registered(REGISTERED.replace("?tenant=7", ""));
        workspace.pull(pull().without("clientSecret"));
        try (Authorizing authorizing =
                Authorizing.start(workspace, "items", "--redirect-uri", REGISTERED.replace("?tenant=7", ""))) {
            URI redirect = authorizing.decide(api, "Allow");
            authorizing.paste("");
            authorizing.paste("  " + redirect + "#_=_ ");
            assertThat(authorizing.exitCode()).as(authorizing.said()).isZero();
        }
        assertThat(Once.run(workspace, "items").exitCode()).isZero();
    }

    @Test
    void theCodeAloneIsPastedToo() throws Exception {
        try (Authorizing authorizing = Authorizing.start(workspace, "items", "--paste", "--port", "8765")) {
            URI redirect = authorizing.decide(api, "Allow");
            assertThat(redirect.toString()).startsWith("http://127.0.0.1:8765/callback?");
            authorizing.paste(AuthorizationServer.form(redirect.getRawQuery()).get("code"));
            assertThat(authorizing.exitCode()).as(authorizing.said()).isZero();
        }
        assertThat(Once.run(workspace, "items").exitCode()).isZero();
    }

    @Test
    void anAnswerToAnotherRequestIsRefused() throws Exception {
        try (Authorizing authorizing = Authorizing.start(workspace, "items")) {
            URI redirect = authorizing.decide(api, "Allow");
            authorizing.get(URI.create(redirect + "x"));
            assertThat(authorizing.exitCode()).isEqualTo(1);
            assertThat(authorizing.said()).contains("state is not that of this request", "run `authorize items` again");
        }
        assertThat(api.requests("/token")).isEmpty();
    }

    @Test
    void aPersonWhoDeniesIsQuoted() throws Exception {
        try (Authorizing authorizing = Authorizing.start(workspace, "items")) {
            authorizing.get(authorizing.decide(api, "Deny"));
            assertThat(authorizing.exitCode()).isEqualTo(1);
            assertThat(authorizing.said()).contains("access_denied (Jo said no)");
        }
    }

    @Test
    void aCodeThatHasExpiredIsSaidToBeOne() throws Exception {
        try (Authorizing authorizing = Authorizing.start(workspace, "items")) {
            URI redirect = authorizing.decide(api, "Allow");
            server.expireCodes();
            authorizing.get(redirect);
            assertThat(authorizing.exitCode()).isEqualTo(1);
            assertThat(authorizing.said())
                    .contains("answered 400: {\"error\":\"invalid_grant\"}; a code is good once")
                    .doesNotContain("c0de");
        }
    }

    @Test
    void anAnswerWithoutARefreshTokenSaysHowToAskForOne() throws Exception {
        server.withoutRefreshTokens();
        try (Authorizing authorizing = Authorizing.start(workspace, "items")) {
            authorizing.get(authorizing.decide(api, "Allow"));
            assertThat(authorizing.exitCode()).isEqualTo(1);
            assertThat(authorizing.said()).contains("no refresh token", "access_type=offline", "offline_access");
        }
        assertThat(Once.run(workspace, "items").result("items").errorMessage()).contains("run `authorize items`");
    }

    @Test
    void nobodyComes() throws Exception {
        try (Authorizing authorizing = Authorizing.start(workspace, "items", "--timeout", "200ms")) {
            assertThat(authorizing.exitCode()).isEqualTo(1);
            assertThat(authorizing.said()).contains("no answer came within 200ms");
        }
    }

    @Test
    void aNameWithoutThatGrantIsAMistake() {
        workspace.pull(PullFile.of("open", api.url("/items")).with("to", "log:open"));

        Once.Outcome outcome = Once.command(workspace, "authorize", "open");
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).hasSize(1).first().asString().contains("grant authorization_code");

        Once.Outcome unknown = Once.command(workspace, "authorize", "nothing");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.err()).hasSize(1).first().asString().contains("'nothing'; there are: items, open");
    }

    @Test
    void wrongOptionsAreNamedWithWhatIsAllowed() {
        for (List<String> wrong : List.of(
                List.of("--port", "70000"),
                List.of("--redirect-uri", "callback"),
                List.of("--timeout", "long"),
                List.of("--port", "many"))) {
            Once.Outcome outcome = Once.command(workspace, "authorize", "items", wrong.get(0), wrong.get(1));
            assertThat(outcome.exitCode()).as(wrong.toString()).isEqualTo(2);
            assertThat(outcome.err()).hasSize(1).first().asString().contains(wrong.get(0));
        }
    }

    private List<Path> filesHolding(String secret) throws Exception {
        try (Stream<Path> files = Files.walk(workspace.directory())) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> {
                        try {
                            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(secret);
                        } catch (java.io.IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                    })
                    .toList();
        }
    }
}
