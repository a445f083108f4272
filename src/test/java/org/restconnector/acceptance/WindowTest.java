package org.restconnector.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restconnector.testing.Answer;
import org.restconnector.testing.ApiServer;
import org.restconnector.testing.ChildProcess;
import org.restconnector.testing.FilterApi;
import org.restconnector.testing.Handler;
import org.restconnector.testing.Once;
import org.restconnector.testing.PausingFaultHook;
import org.restconnector.testing.PullFile;
import org.restconnector.testing.RunResult;
import org.restconnector.testing.Workspace;

class WindowTest {
    private static final Instant START =
            Instant.now().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(365));

    private final ApiServer api = ApiServer.start();
    /** A record each ten days of a year, the first one on its first day. */
    private final FilterApi items = new FilterApi(FilterApi.Order.DESCENDING, 2);

    private Workspace workspace;

    @BeforeEach
    void prepare(@TempDir Path directory) {
        workspace = new Workspace(directory);
        IntStream.rangeClosed(0, 36).forEach(number -> items.put(number, day(10 * number), "record " + number));
        api.on("/items", items);
    }

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void aYearIsWalkedInWindowsAndARunThatFailsInTheFifthGoesOnThere() {
        workspace.pull(pull());
        api.on("/items", failingIn(day(120)));
        RunResult failed = run();
        assertThat(failed.status()).isEqualTo("failed");
        assertThat(sinces()).containsExactly(day(0), day(30), day(60), day(90), day(120));
        assertThat(failed.fields()).containsEntry("state", day(120)).containsEntry("skipped", 3);

        items.put(50, day(5), "what came late to a window that is over");
        api.on("/items", items);
        RunResult next = run();
        assertThat(next.resumed()).isTrue();
        assertThat(sinces()).startsWith(day(120), day(150)).hasSize(9);
        assertThat(next.fields()).containsEntry("state", day(360)).containsEntry("status", "completed");
        assertThat(workspace.ids("out.jsonl"))
                .hasSize(37)
                .contains(IntStream.rangeClosed(0, 36).boxed().toArray());

        RunResult last = run();
        assertThat(sinces()).containsExactly(day(360));
        assertThat(last.fields()).containsEntry("delivered", 0).containsEntry("skipped", 1);
    }

    @Test
    void aRunThatIsKilledInTheFifthWindowGoesOnThere() {
        workspace.pull(pull().with("pageSizeParam", "limit").with("pageSize", 2));
        // each window holds four records, the first of which the one before had, too: three pages, the last empty
        try (ChildProcess child = ChildProcess.in(workspace)
                .property(PausingFaultHook.PAUSE_AT, "page-committed:14")
                .start("once")) {
            child.awaitErr(line -> line.startsWith("FAULT page-committed 14"));
            child.kill9();
        }
        RunResult next = run();
        assertThat(next.resumed()).isTrue();
        assertThat(sinces()).startsWith(day(120), day(150));
        assertThat(next.fields()).containsEntry("state", day(360));
        assertThat(workspace.ids("out.jsonl"))
                .hasSize(37)
                .contains(IntStream.rangeClosed(0, 36).boxed().toArray());
    }

    @Test
    void anEmptyWindowMovesTheStateToItsEnd() {
        FilterApi few = new FilterApi(FilterApi.Order.ASCENDING, 5)
                .put(1, day(100), "a")
                .put(2, day(200), "b");
        workspace.pull(pull().with("sinceFormat", "yyyy-MM-dd").without("pagination"));
        api.on(
                "/items",
                request -> request.query("since")
                                .filter(since -> since.startsWith(date(150)))
                                .isPresent()
                        ? Answer.status(500)
                        : few.answer(request));
        RunResult failed = run();
        // the window from day 120 to 150 is empty, the one before held a record
        assertThat(failed.fields()).containsEntry("state", date(150)).containsEntry("delivered", 1);

        api.on("/items", few);
        RunResult next = run();
        assertThat(sinces()).startsWith(date(150), date(180));
        assertThat(next.fields()).containsEntry("delivered", 1);
        assertThat((String) next.fields().get("state")).isGreaterThanOrEqualTo(date(365));
    }

    @Test
    void aBackfillIsWalkedInWindowsToo() {
        workspace.pull(pull().with("since", day(300)));
        Once.Outcome outcome = Once.command(workspace, "once", "items", "--since", day(10), "--until", day(80));

        assertThat(sinces()).containsExactly(day(10), day(40), day(70));
        assertThat(api.requests()).last().satisfies(request -> assertThat(request.query("until"))
                .contains(day(80)));
        assertThat(outcome.result("items").fields()).containsEntry("state", null);
    }

    private Handler failingIn(String since) {
        return request -> request.query("since").filter(since::equals).isPresent()
                        && request.query("page").filter("2"::equals).isPresent()
                ? Answer.status(500)
                : items.answer(request);
    }

    /** What the windows asked for, each once. */
    private List<String> sinces() {
        return api.requests().stream()
                .flatMap(request -> request.query("since").stream())
                .distinct()
                .toList();
    }

    private RunResult run() {
        api.forgetRequests();
        return Once.run(workspace).result("items");
    }

    private PullFile pull() {
        return PullFile.of("items", api.url("/items"))
                .with(Map.of(
                        "pagination", "page",
                        "incremental", "at",
                        "since", day(0),
                        "sinceParam", "since",
                        "untilParam", "until",
                        "window", "30d",
                        "retries", "0",
                        "to", workspace.jsonlSink("out.jsonl")));
    }

    private static String day(int number) {
        return START.plus(Duration.ofDays(number)).toString();
    }

    private static String date(int number) {
        return day(number).substring(0, 10);
    }
}
