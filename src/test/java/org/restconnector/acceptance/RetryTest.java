package org.restconnector.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
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
import org.restconnector.testing.RawServer;
import org.restconnector.testing.ReceivedRequest;
import org.restconnector.testing.RunResult;
import org.restconnector.testing.Transfer;
import org.restconnector.testing.Workspace;

class RetryTest {
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final PagedApi GOOD = PagedApi.of(PageStyle.NONE, 3, 3);

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
    void theStatusesOfAPassingFaultAreRetried() {
        List<Integer> statuses = List.of(408, 425, 429, 500, 502, 503, 504, 520, 599);
        statuses.forEach(status -> add("s" + status, status));
        assertThat(Once.run(workspace).results()).hasSize(statuses.size()).allSatisfy(result -> {
            assertThat(result.summary()).isEqualTo("completed none: 3 records, 3 delivered, 0 dead");
            assertThat(api.requests("/" + result.pull())).hasSize(2);
        });
    }

    @Test
    void otherStatusesFailAtOnce() {
        List<Integer> statuses = List.of(400, 403, 404, 410, 422, 501, 505);
        statuses.forEach(status -> add("s" + status, status));
        Once.Outcome outcome = Once.run(workspace);
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.results()).hasSize(statuses.size()).allSatisfy(result -> {
            assertThat(result.errorCode()).isEqualTo("http_status");
            assertThat(result.errorMessage()).contains(result.pull().substring(1), "GET", api.origin());
            assertThat(api.requests("/" + result.pull())).hasSize(1);
        });
    }

    @Test
    void furtherStatusesAreRetriedWhereAskedFor() {
        api.on("/items", GOOD.afterFirst(1, Answer.status(403)));
        assertThat(run(pull("items").with("retryStatuses", "403,418")).status()).isEqualTo("completed");
    }

    @Test
    void ignoredStatusesEndTheRunThere() {
        api.on("/items", PagedApi.of(PageStyle.PAGE, 25, 5).fromRequest(3, Answer.status(404)));
        Once.Outcome outcome =
                Once.run(workspace.pull(pull("items").with("pagination", "page").with("ignoreStatuses", "404")));
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.result("items").summary()).isEqualTo("completed none: 10 records, 10 delivered, 0 dead");
        assertThat(api.requests()).hasSize(3);
    }

    @Test
    void aRefusalOfTheCredentialsIsNotRetried() {
        api.on("/items", Answer.status(401));
        RunResult result = run(pull("items").with("auth", "bearer").with("token", "t0ken"));
        assertThat(result.errorCode()).isEqualTo("auth_failed");
        assertThat(result.errorMessage()).contains("401").doesNotContain("t0ken");
        assertThat(api.requests()).hasSize(1);
    }

    @Test
    void triesGrowFurtherApartUntilTheyAreUsedUp() {
        api.on("/items", Answer.status(503));
        RunResult result = run(pull("items").with("retries", 3).with("retryDelay", "100ms"));
        assertThat(result.errorCode()).isEqualTo("http_status");
        List<Duration> waits = waits("items");
        assertThat(waits).hasSize(3);
        assertThat(waits.get(0)).isBetween(Duration.ofMillis(100), Duration.ofMillis(800));
        assertThat(waits.get(1)).isBetween(Duration.ofMillis(200), Duration.ofMillis(1000));
        assertThat(waits.get(2)).isBetween(Duration.ofMillis(400), Duration.ofMillis(1500));
    }

    @Test
    void noWaitIsLongerThanMaxRetryDelay() {
        api.on("/items", Answer.status(503));
        run(pull("items").with("retries", 4).with("retryDelay", "50ms").with("maxRetryDelay", "100ms"));
        assertThat(waits("items")).hasSize(4).allSatisfy(wait -> assertThat(wait)
                .isLessThan(Duration.ofMillis(600)));
    }

    @Test
    void retryAfterIsWaitedForInFull() {
        Map<String, Duration> waits = Map.of("1", Duration.ofSeconds(1), "1.5", Duration.ofMillis(1500));
        waits.keySet().forEach(value -> addWaiting("wait-" + value.replace('.', '-'), 429, value));
        Once.Outcome outcome = Once.run(workspace);
        assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
        waits.forEach((value, wait) -> assertThat(
                        waits("wait-" + value.replace('.', '-')).get(0))
                .as(value)
                .isBetween(wait, wait.plusMillis(900)));
    }

    @Test
    void retryAfterMayBeADate() {
        Instant then = Instant.now().plusSeconds(3).truncatedTo(ChronoUnit.SECONDS);
        addWaiting("date", 503, HTTP_DATE.format(then));
        Once.Outcome outcome = Once.run(workspace);
        assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
        long nanosAgo = System.nanoTime() - api.requests("/date").get(1).nanos();
        assertThat(Instant.now().minusNanos(nanosAgo)).isBetween(then.minusMillis(20), then.plusMillis(1500));
    }

    @Test
    void aRetryAfterThatSaysNothingLeavesTheUsualDelay() {
        List<String> values = List.of("0", "-1", "abc", "Wed, 21 Oct 2015 07:28:00 GMT", "");
        for (int i = 0; i < values.size(); i++) {
            addWaiting("value-" + i, 429, values.get(i));
        }
        Once.Outcome outcome = Once.run(workspace);
        assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
        for (int i = 0; i < values.size(); i++) {
            assertThat(waits("value-" + i).get(0))
                    .as(values.get(i))
                    .isBetween(Duration.ofMillis(50), Duration.ofMillis(900));
        }
    }

    @Test
    void aRetryAfterBeyondTheLimitFailsAtOnce() {
        for (int status : List.of(429, 503)) {
            api.on("/s" + status, Answer.status(status).header("Retry-After", "6"));
            workspace.pull(pull("s" + status).with("maxRetryAfter", "5s"));
        }
        assertThat(Once.run(workspace).results()).hasSize(2).allSatisfy(result -> {
            assertThat(result.errorCode()).isEqualTo("rate_limited");
            assertThat(api.requests("/" + result.pull())).hasSize(1);
        });
    }

    @Test
    void triesUsedUpOnTooManyRequestsIsRateLimited() {
        api.on("/items", Answer.status(429));
        assertThat(run(pull("items").with("retries", 1)).errorCode()).isEqualTo("rate_limited");
        assertThat(api.requests()).hasSize(2);
    }

    @Test
    void aBodyThatBreaksOffIsAskedForAgain() {
        Answer whole = GOOD.answer(request());
        api.on("/items", GOOD.afterFirst(2, whole.sent(Transfer.cutAfter(20))));
        assertThat(run(pull("items")).summary()).isEqualTo("completed none: 3 records, 3 delivered, 0 dead");
        assertThat(api.requests()).hasSize(3);
    }

    @Test
    void connectionsThatBreakAreTriedAgainAsOftenAsSaid() throws IOException {
        try (RawServer broken = RawServer.resetting()) {
            RunResult result =
                    run(pull("items").with("url", broken.url("/items")).with("retries", 2));
            assertThat(result.errorCode()).isEqualTo("connection");
            assertThat(broken.connections()).isEqualTo(3);
        }
    }

    @Test
    void nobodyListeningIsAConnectionFault() {
        RunResult result = run(pull("items")
                .with("url", "http://127.0.0.1:" + RawServer.closedPort() + "/")
                .with("retries", 1));
        assertThat(result.errorCode()).isEqualTo("connection");
        assertThat(result.number("delivered")).isZero();
    }

    @Test
    void silenceIsATimeout() throws IOException {
        try (RawServer silent = RawServer.silent()) {
            RunResult result = run(pull("items")
                    .with("url", silent.url("/items"))
                    .with("timeout", "300ms")
                    .with("retries", 1));
            assertThat(result.errorCode()).isEqualTo("timeout");
            assertThat(silent.connections()).isEqualTo(2);
        }
    }

    @Test
    void aBodyThatDripsIsATimeoutAllTheSame() {
        api.on("/items", GOOD.answer(request()).sent(Transfer.dripping(Duration.ofMillis(200))));
        RunResult result = run(pull("items").with("timeout", "1s").with("retries", 0));
        assertThat(result.errorCode()).isEqualTo("timeout");
        assertThat(((Number) result.fields().get("seconds")).doubleValue()).isBetween(0.9, 4.0);
    }

    private void add(String name, int status) {
        api.on("/" + name, GOOD.afterFirst(1, Answer.status(status)));
        workspace.pull(pull(name));
    }

    private void addWaiting(String name, int status, String retryAfter) {
        api.on("/" + name, GOOD.afterFirst(1, Answer.status(status).header("Retry-After", retryAfter)));
        workspace.pull(pull(name));
    }

    private PullFile pull(String name) {
        return PullFile.of(name, api.url("/" + name))
                .with("retryDelay", "50ms")
                .with("to", workspace.jsonlSink(name + ".jsonl"));
    }

    private RunResult run(PullFile pull) {
        return Once.run(workspace.pull(pull)).result(pull.name());
    }

    private List<Duration> waits(String name) {
        List<ReceivedRequest> requests = api.requests("/" + name);
        return IntStream.range(1, requests.size())
                .mapToObj(i -> requests.get(i).since(requests.get(i - 1)))
                .toList();
    }

    private static ReceivedRequest request() {
        return new ReceivedRequest("GET", "/items", Map.of(), new byte[0], 0);
    }
}
