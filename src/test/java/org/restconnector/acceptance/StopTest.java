package org.restconnector.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.restconnector.testing.Answer;
import org.restconnector.testing.ApiServer;
import org.restconnector.testing.ChildProcess;
import org.restconnector.testing.Once;
import org.restconnector.testing.PageStyle;
import org.restconnector.testing.PagedApi;
import org.restconnector.testing.PullFile;
import org.restconnector.testing.RunResult;
import org.restconnector.testing.Workspace;

/** SIGTERM at a bad moment: the process ends soon, and the next run goes on. */
class StopTest {
    private final ApiServer api = ApiServer.start();
    private final PagedApi pages = PagedApi.of(PageStyle.CURSOR_IN_BODY, 30, 10);
    private Workspace workspace;

    @BeforeEach
    void prepare(@TempDir Path directory) {
        workspace = new Workspace(directory);
        api.on("/items", pages);
        api.on("/sink", Answer.status(200));
        workspace
                .posting("post", api.url("/sink"))
                .pull(PullFile.of("items", api.url("/items"))
                        .with(PageStyle.CURSOR_IN_BODY.parameters())
                        .with("to", "direct:post"));
    }

    @AfterEach
    void close() {
        api.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "once"})
    void aLongRetryAfterDoesNotHoldTheProcess(String command) {
        api.on("/items", pages.fromRequest(2, Answer.status(429).header("Retry-After", "60")));
        try (ChildProcess child = ChildProcess.in(workspace).start(command)) {
            child.awaitErr(line -> line.contains("trying again in"));
            endsWithin(child, Duration.ofSeconds(8));
        }
        checkInterruptedAndResumesAfter(10);
    }

    @Test
    void aPageThatIsOnItsWayIsDelivered() {
        api.on("/sink", Answer.status(200).delayed(Duration.ofMillis(100)));
        try (ChildProcess child = ChildProcess.in(workspace).start("run")) {
            api.awaitRequests(4);
            endsWithin(child, Duration.ofSeconds(15));
        }
        assertThat(api.requests("/sink")).hasSize(10);
        assertThat(api.requests("/items")).hasSize(1);
        checkInterruptedAndResumesAfter(10);
    }

    @Test
    void aRecordThatIsTriedAgainDoesNotHoldTheProcess() {
        api.on("/sink", request -> id(request.json()) == 15 ? Answer.status(500) : Answer.status(200));
        workspace.pull(PullFile.of("items", api.url("/items"))
                .with(PageStyle.CURSOR_IN_BODY.parameters())
                .with("retryDelay", "50s")
                .with("recordRetries", 5)
                .with("to", "direct:post"));
        try (ChildProcess child = ChildProcess.in(workspace).start("run")) {
            api.awaitRequests(2 + 15);
            endsWithin(child, Duration.ofSeconds(8));
        }
        assertThat(workspace.query("SELECT id FROM connector_dead_letter")).isEmpty();
        checkInterruptedAndResumesAfter(10);
    }

    @Test
    void onceBesideRunIsRefusedInOneLineWhileTheRunLasts() {
        api.on("/items", pages.onRequest(2, pages.answer(request()).delayed(Duration.ofSeconds(3))));
        try (ChildProcess child = ChildProcess.in(workspace).start("run")) {
            api.awaitRequests(12);
            Once.Outcome refused = Once.run(workspace);
            assertThat(refused.exitCode()).as(refused.toString()).isEqualTo(1);
            assertThat(refused.out()).isEmpty();
            assertThat(refused.err()).singleElement().asString().contains("items", "running already");
            child.awaitErr(line -> line.contains("pull items completed"));
            assertThat(Once.run(workspace).result("items").status()).isEqualTo("completed");
            assertThat(child.terminate()).isIn(0, 143);
        }
    }

    private static org.restconnector.testing.ReceivedRequest request() {
        return new org.restconnector.testing.ReceivedRequest("GET", "/items?after=c-10", Map.of(), new byte[0], 0);
    }

    private static void endsWithin(ChildProcess child, Duration time) {
        long begun = System.nanoTime();
        assertThat(child.terminate()).as(String.join("\n", child.err())).isIn(0, 1, 143);
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .as(String.join("\n", child.err()))
                .isLessThan(time);
    }

    private void checkInterruptedAndResumesAfter(int delivered) {
        assertThat(workspace.query("SELECT pull FROM connector_pull_lock")).isEmpty();
        List<Map<String, Object>> runs = workspace.query("SELECT status, error_code FROM connector_run");
        assertThat(runs).singleElement().satisfies(run -> {
            assertThat(run).containsEntry("status", "failed").containsEntry("error_code", "interrupted");
        });
        api.on("/items", pages);
        api.on("/sink", Answer.status(200));
        api.forgetRequests();
        RunResult next = Once.run(workspace).result("items");
        assertThat(next.resumed()).isTrue();
        assertThat(next.number("delivered")).isEqualTo(30 - delivered);
        assertThat(api.requests("/items").get(0).query("after")).contains("c-" + delivered);
    }

    private static int id(Object record) {
        return (Integer) ((Map<?, ?>) record).get("id");
    }
}
