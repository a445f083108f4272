package org.restconnector.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restconnector.testing.Answer;
import org.restconnector.testing.ApiServer;
import org.restconnector.testing.FilterApi;
import org.restconnector.testing.Once;
import org.restconnector.testing.PullFile;
import org.restconnector.testing.RunResult;
import org.restconnector.testing.Workspace;

class StateCommandTest {
    private final ApiServer api = ApiServer.start();
    private final FilterApi items = new FilterApi(FilterApi.Order.ASCENDING, 2);
    private Workspace workspace;

    @BeforeEach
    void prepare(@TempDir Path directory) {
        for (int i = 1; i <= 5; i++) {
            items.put(i, "2026-01-0" + i, "record " + i);
        }
        api.on("/items", items);
        workspace = new Workspace(directory);
        workspace.pull(pull());
        workspace.pull(PullFile.of("plain", api.url("/items")).with("to", workspace.jsonlSink("plain.jsonl")));
    }

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void showsWhatIsKept() {
        assertThat(state("list").out())
                .containsExactly(
                        "{\"pull\":\"items\",\"state\":null,\"field\":null,\"updatedAt\":null,\"checkpoint\":null,\"remembered\":0}",
                        "{\"pull\":\"plain\",\"state\":null,\"field\":null,\"updatedAt\":null,\"checkpoint\":null,\"remembered\":0}");
        api.on(
                "/items",
                request -> request.query("page").filter("2"::equals).isPresent()
                        ? Answer.status(500)
                        : items.answer(request));
        Once.run(workspace, "items");

        Map<String, Object> shown =
                RunResult.parse(state("show", "items").out().get(0)).fields();
        assertThat(shown).containsEntry("state", null).containsEntry("remembered", 1);
        assertThat((Map<?, ?>) shown.get("checkpoint"))
                .extracting("value", "received", "pages", "ended", "since", "newest")
                .hasToString("[2, 2, 1, false, 2026-01-01, 2026-01-02]");
    }

    @Test
    void aValueThatIsSetIsWhereTheNextRunBegins() {
        Once.run(workspace, "items");
        Once.Outcome set = state("set", "items", "2026-01-04");
        assertThat(set.exitCode()).isZero();
        assertThat(set.out()).singleElement().asString().contains("\"state\":\"2026-01-04\"", "\"remembered\":0");
        assertThat(Once.run(workspace, "items").result("items").number("delivered"))
                .isEqualTo(2);
        assertThat(state("set", "items", "2026-01-09").exitCode()).isZero();
        assertThat(Once.run(workspace, "items").result("items").fields())
                .containsEntry("records", 0)
                .containsEntry("state", "2026-01-09");

        assertThat(state("reset", "items").exitCode()).isZero();
        assertThat(Once.run(workspace, "items").result("items").number("delivered"))
                .isEqualTo(5);
    }

    @Test
    void wrongUseIsRefused() {
        assertThat(state().exitCode()).isEqualTo(2);
        assertThat(state("show", "itms").err()).containsExactly("there is no pull 'itms'; there are: items, plain");
        assertThat(state("show", "itms").exitCode()).isEqualTo(2);
        assertThat(state("reset", "itms").exitCode()).isEqualTo(2);
        assertThat(state("set", "plain", "1").exitCode()).isEqualTo(2);
        Once.run(workspace, "items");
        assertThat(state("set", "items", "7").err())
                .containsExactly("'7' is a number, but 'at' is a time, as in \"2026-01-01\"");
        workspace.pull(pull().with("sinceFormat", "iso"));
        Once.Outcome unreadable = state("set", "items", "soon");
        assertThat(unreadable.exitCode()).isEqualTo(2);
        assertThat(unreadable.err()).containsExactly("'soon' is no time of 'at' of pull items");
    }

    @Test
    void nothingIsChangedWhileThePullRuns() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CompletableFuture<Void> answer = new CompletableFuture<>();
        api.on("/items", request -> {
            asked.countDown();
            answer.join();
            return items.answer(request);
        });
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<Once.Outcome> running = thread.submit(() -> Once.run(workspace, "items"));
            asked.await();
            for (Once.Outcome refused :
                    new Once.Outcome[] {state("set", "items", "2027-01-01"), state("reset", "items")}) {
                assertThat(refused.exitCode()).isEqualTo(1);
                assertThat(refused.out()).isEmpty();
                assertThat(refused.err()).singleElement().asString().startsWith("pull items is running: process");
            }
            assertThat(state("show", "items").exitCode()).isZero();
            answer.complete(null);
            assertThat(running.get().result("items").fields()).containsEntry("state", "2026-01-05");
        } finally {
            answer.complete(null);
            thread.shutdownNow();
        }
    }

    private PullFile pull() {
        return PullFile.of("items", api.url("/items"))
                .with("incremental", "at")
                .with("since", "2026-01-01")
                .with("sinceParam", "since")
                .with("pagination", "page")
                .with("retries", 0)
                .with("to", workspace.jsonlSink("out.jsonl"));
    }

    private Once.Outcome state(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "state";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return Once.command(workspace, all);
    }
}
