package org.restconnector.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.camel.StartupSummaryLevel;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.restconnector.testing.Answer;
import org.restconnector.testing.ApiServer;
import org.restconnector.testing.ChildProcess;
import org.restconnector.testing.Once;
import org.restconnector.testing.PullFile;
import org.restconnector.testing.ReceivedRequest;
import org.restconnector.testing.RunResult;
import org.restconnector.testing.Workspace;

/** What pulls and flows take from their connection, and what they share by it. */
class SharedConnectionTest {
    private static final String PAGE = "{\"data\":[{\"id\":1}],\"next\":2}";

    private final ApiServer api = ApiServer.start();
    private Workspace workspace;

    @BeforeEach
    void prepare(@TempDir Path directory) {
        workspace = new Workspace(directory);
        api.on("/v1/items", Answer.json("{\"data\":[{\"id\":1}]}"));
        crm("url", api.url("/v1/"));
    }

    @AfterEach
    void close() {
        api.close();
    }

    private void crm(String key, String value) {
        workspace.property("connector.connection.crm." + key, value);
    }

    private PullFile pull(String name, String url) {
        return PullFile.of(name, url)
                .with("connection", "crm")
                .with("retryDelay", "10ms")
                .with("to", workspace.jsonlSink(name + ".jsonl"));
    }

    @Test
    void whatTheConnectionSaysIsTheDefault() throws Exception {
        Files.writeString(workspace.directory().resolve("token"), "t0ken-of-crm\n");
        crm("auth", "bearer");
        crm("token", "{{file:token}}");
        crm("headers", "X-A: 1\\nX-B: {{env:PATH}} {x} \\\\u0024$");
        workspace.pull(pull("items", "items?status=open&n=%41"));
        assertThat(Once.run(workspace).exitCode()).isZero();
        ReceivedRequest request = api.requests().get(0);
        assertThat(request.target()).isEqualTo("/v1/items?status=open&n=%41");
        assertThat(request.header("authorization")).contains("Bearer t0ken-of-crm");
        assertThat(request.header("x-a")).contains("1");
        assertThat(request.header("x-b").orElse("")).startsWith(System.getenv("PATH"));
    }

    @Test
    void whatIsWrittenInThePullWinsAndWhatDoesNotFitIsLeftOut() {
        crm("auth", "basic");
        crm("username", "u");
        crm("password", "p4ssword");
        crm("pagination", "cursor");
        crm("cursor", "$.next");
        crm("cursorParam", "after");
        crm("cron", "0 4 * * *");
        crm("headers", "X-A: 1");
        crm("resultsPath", "$.results");
        workspace.pull(pull("items", api.url("/v1/items"))
                .with("auth", "api-key")
                .with("apiKey", "key-of-items")
                .with("pagination", "none")
                .with("every", "5m")
                .with("headers", "X-C: 3"));
        Once.Outcome outcome = Once.run(workspace);
        assertThat(outcome.err()).noneMatch(line -> line.contains("parameter"));
        assertThat(outcome.exitCode()).isZero();
        assertThat(api.requests()).singleElement().satisfies(request -> {
            assertThat(request.header("authorization")).isEmpty();
            assertThat(request.header("x-api-key")).contains("key-of-items");
            assertThat(request.header("x-a")).isEmpty();
            assertThat(request.header("x-c")).contains("3");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "orders,/v1/orders",
        "/orders,/v1/orders",
        "?a=1,/v1/?a=1",
        "//evil.example.com/x,/v1//evil.example.com/x",
        "@evil.example.com,/v1/@evil.example.com",
        "'',/v1/"
    })
    void aRelativeUrlNeverLeavesTheConnection(String url, String target) {
        workspace.pull(pull("items", url).with("ignoreStatuses", "404"));
        assertThat(Once.run(workspace).exitCode()).isZero();
        assertThat(api.requests()).extracting(ReceivedRequest::target).containsExactly(target);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "connector.connection.crm.tokn=x|'crm', which has the unknown key connector.connection.crm.tokn; did you mean 'token'",
                "connector.connection.crm.to=log:x|unknown key connector.connection.crm.to",
                "connector.connection.crm.name=x|unknown key connector.connection.crm.name",
                "connector.connection.crm.timeout=5|'timeout' (connector.connection.crm.timeout) is '5'",
                "connector.connection.crm.token={{env:ABSENT_VARIABLE}}|'token' (connector.connection.crm.token) has the placeholder",
                "connector.connection.crm.rateLimit=fast|'rateLimit' (connector.connection.crm.rateLimit) is 'fast'; allowed are requests/duration",
                "connector.connection.crm.url=ftp://x|'url' is not an absolute"
            })
    void aBadConnectionStopsTheStartAndCheckSaysTheSame(String line, String says) {
        workspace.append("application.properties", line + "\n");
        workspace.pull(pull("items", "items"));
        Once.Outcome start = Once.run(workspace);
        assertThat(start.exitCode()).isEqualTo(2);
        assertThat(start.err()).anySatisfy(message -> assertThat(message)
                .startsWith("routes/items.camel.yaml:")
                .contains(says));
        assertThat(Once.command(workspace, "check").err()).isEqualTo(start.err());
    }

    @Test
    void anUnknownConnectionStopsTheStart() {
        workspace.pull(pull("items", "items").with("connection", "crn"));
        assertThat(Once.run(workspace).err())
                .anySatisfy(line -> assertThat(line).contains("'crn'", "did you mean 'crm'"));
    }

    @Test
    void theEnvironmentAndSystemPropertiesWinOverTheFile() {
        crm("headers", "X-A: file");
        crm("query", "a=file");
        workspace.pull(pull("items", "items"));
        try (ChildProcess child = ChildProcess.in(workspace)
                .env("CONNECTOR_CONNECTION_CRM_HEADERS", "X-A: environment")
                .env("CONNECTOR_CONNECTION_CRM_AUTH", "bearer")
                .env("CONNECTOR_CONNECTION_CRM_TOKEN", "t0ken")
                .env("CONNECTOR_CONNECTION_CRM_EU_TOKEN", "of another")
                .start("once")) {
            assertThat(child.exitCode()).isZero();
        }
        assertThat(api.requests()).singleElement().satisfies(request -> {
            assertThat(request.header("x-a")).contains("environment");
            assertThat(request.header("authorization")).contains("Bearer t0ken");
            assertThat(request.query("a")).contains("file");
        });
    }

    @Test
    void aSecretOfTheConnectionIsMasked() {
        crm("auth", "bearer");
        crm("token", "s3cret-of-crm");
        api.on("/v1/items", request -> Answer.of(400, "text/plain", "no " + request.headers()));
        workspace.pull(pull("items", "items"));
        Once.Outcome outcome = Once.run(workspace);
        assertThat(outcome.result("items").errorMessage()).contains("***").doesNotContain("s3cret-of-crm");
    }

    /** A checkpoint belongs to the requests that are sent, wherever their parameters stand. */
    @Test
    void anotherUrlOfTheConnectionDropsTheCheckpoint() {
        crm("retries", "0");
        api.on("/v1/items", request -> request.query("after").isPresent() ? Answer.status(500) : Answer.json(PAGE));
        workspace.pull(pull("items", "items")
                .with("pagination", "cursor")
                .with("cursor", "$.next")
                .with("cursorParam", "after"));
        Once.run(workspace);
        crm("url", api.url("/v2"));
        api.on("/v2/items", Answer.json("{\"data\":[],\"next\":null}"));
        RunResult result = Once.run(workspace).result("items");
        assertThat(result.warnings()).containsExactly("resume_reset");
        assertThat(result.resumed()).isFalse();
    }

    @Test
    void twentyPullsShareOneBudget() throws Exception {
        crm("rateLimit", "8/400ms");
        StringBuilder routes = new StringBuilder();
        IntStream.range(0, 20)
                .forEach(i -> routes.append(pull("p" + i, "items")
                        .with("to", "log:shared?level=OFF")
                        .yaml()));
        workspace.routes("pulls", routes.toString());
        Main main = start();
        try {
            await().atMost(Duration.ofSeconds(60)).until(() -> api.requests().size() == 20);
        } finally {
            main.stop();
        }
        assertWindow(api.requests(), 8, Duration.ofMillis(400));
    }

    private static void assertWindow(List<ReceivedRequest> requests, int most, Duration window) {
        List<Long> times =
                requests.stream().map(ReceivedRequest::nanos).sorted().toList();
        for (int i = most; i < times.size(); i++) {
            assertThat(Duration.ofNanos(times.get(i) - times.get(i - most))).isGreaterThanOrEqualTo(window);
        }
    }

    @Test
    void triesCountAndAPullsOwnLimitIsItsOwn() {
        crm("rateLimit", "1/1h");
        api.on("/v1/items", request -> api.requests().size() % 2 == 1 ? Answer.status(503) : Answer.json("[]"));
        workspace.pull(pull("items", "items").with("rateLimit", "2/300ms").with("records", "$"));
        workspace.pull(pull("more", "items").with("rateLimit", "2/300ms").with("records", "$"));
        assertThat(Once.run(workspace, "items", "items", "items").exitCode()).isZero();
        assertThat(api.requests()).hasSize(6);
        assertWindow(api.requests(), 2, Duration.ofMillis(300));
        long began = System.nanoTime();
        assertThat(Once.run(workspace, "more").result("more").number("requests"))
                .isEqualTo(2);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(60));
    }

    @Test
    void aRunThatWaitsForItsTurnEndsWithTheProgram() throws Exception {
        crm("rateLimit", "1/1h");
        api.on("/v1/items", Answer.json(PAGE));
        workspace.pull(pull("items", "items")
                .with("timeout", "200ms")
                .with("pagination", "cursor")
                .with("cursor", "$.next")
                .with("cursorParam", "after"));
        Main main = start();
        api.awaitRequests(1);
        await().until(() -> workspace.ids("items.jsonl").size() == 1);
        Instant stopped = Instant.now();
        main.stop();
        assertThat(Duration.between(stopped, Instant.now())).isLessThan(Duration.ofSeconds(10));
        assertThat(workspace.query("SELECT status, error_code FROM connector_run"))
                .singleElement()
                .satisfies(run -> assertThat(run.values().stream().map(String::valueOf))
                        .anyMatch(value -> value.equalsIgnoreCase("interrupted")));
    }

    @Test
    void waitsWhereTheApiSaysThatItsBudgetIsUsedUp() {
        api.on(
                "/v1/items",
                request -> request.query("after").isPresent()
                        ? Answer.json("{\"data\":[{\"id\":2}]}")
                        : Answer.json(PAGE).header("X-RateLimit-Remaining", "0").header("X-RateLimit-Reset", "1"));
        PullFile pull = pull("items", "items")
                .with("pagination", "cursor")
                .with("cursor", "$.next")
                .with("cursorParam", "after");
        workspace.pull(pull);
        assertThat(Once.run(workspace).exitCode()).isZero();
        List<ReceivedRequest> requests = api.requests();
        assertThat(Duration.ofNanos(requests.get(1).nanos() - requests.get(0).nanos()))
                .isBetween(Duration.ofMillis(1000), Duration.ofSeconds(20));
        workspace.pull(pull.with("maxRetryAfter", "500ms"));
        RunResult tooLong = Once.run(workspace).result("items");
        assertThat(tooLong.errorCode()).isEqualTo("rate_limited");
        assertThat(tooLong.number("pages")).isEqualTo(1);
    }

    private Main start() throws Exception {
        Main main = new Main();
        main.setDefaultPropertyPlaceholderLocation("false");
        main.setPropertyPlaceholderLocations("file:" + workspace.directory().resolve("application.properties"));
        main.addInitialProperty("connector.directory", workspace.directory().toString());
        main.configure()
                .withRoutesIncludePattern(
                        "classpath:camel/*.camel.yaml,file:" + workspace.directory() + "/routes/*.camel.yaml")
                .withAutoConfigurationLogSummary(false)
                .withShutdownTimeout(30)
                .setStartupSummaryLevel(StartupSummaryLevel.Off);
        main.start();
        return main;
    }
}
