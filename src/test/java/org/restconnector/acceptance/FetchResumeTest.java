package org.restconnector.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.restconnector.testing.Answer;
import org.restconnector.testing.ApiServer;
import org.restconnector.testing.ChildProcess;
import org.restconnector.testing.Once;
import org.restconnector.testing.PageStyle;
import org.restconnector.testing.PagedApi;
import org.restconnector.testing.PausingFaultHook;
import org.restconnector.testing.PullFile;
import org.restconnector.testing.RunResult;
import org.restconnector.testing.Workspace;

/** A run over parents that ends in the middle: the next one goes on at the parent that it came to. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class FetchResumeTest {
    private static final int USERS = 6;

    private final ApiServer api = ApiServer.start();

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        api.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"NONE", "CURSOR_IN_BODY"})
    void theNextRunGoesOnAtTheParentThatFailed(PageStyle style) {
        Workspace workspace = workspace(style, 4);
        workspace.pull(users(workspace, style).with("onRecordError", "stop").with("recordRetries", 0));
        api.on("/users/3/orders", Answer.status(500));

        RunResult failed = Once.run(workspace).result("users");
        assertThat(failed.errorCode()).isEqualTo("destination");
        assertThat(failed.errorMessage()).contains("record 3 was refused", "fetch orders: GET ", "answered 500");
        assertThat(failed.number("delivered")).isEqualTo(2 + 2 * 5);
        api.on("/users/3/orders", orders(3));
        api.forgetRequests();
        RunResult resumed = Once.run(workspace).result("users");

        assertThat(resumed.resumed()).isTrue();
        assertThat(resumed.summary()).isEqualTo("completed none: 24 records, 24 delivered, 0 dead");
        assertThat(api.requests("/users/1/orders")).isEmpty();
        assertThat(api.requests("/users/2/orders")).isEmpty();
        assertThat(workspace.ids("orders.jsonl")).hasSize(USERS * 5).doesNotHaveDuplicates();
        assertThat(workspace.ids("users.jsonl")).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(workspace.query("SELECT * FROM connector_checkpoint")).isEmpty();
    }

    @Test
    void aPageThatHasChangedIsReadFromItsBeginning() {
        Workspace workspace = workspace(PageStyle.NONE, 4);
        workspace.pull(
                users(workspace, PageStyle.NONE).with("onRecordError", "stop").with("recordRetries", 0));
        api.on("/users/3/orders", Answer.status(500));
        Once.run(workspace);
        api.on("/users/3/orders", orders(3));
        api.on("/users", Answer.json("{\"data\":[{\"id\":9},{\"id\":1},{\"id\":2},{\"id\":3}]}"));
        api.on("/users/9/orders", orders(9));

        assertThat(Once.run(workspace).result("users").summary())
                .isEqualTo("completed none: 24 records, 24 delivered, 0 dead");
        assertThat(new LinkedHashSet<>(workspace.ids("orders.jsonl"))).hasSize(20);
    }

    @Test
    void aKillAtAFaultPointLosesNothingAndRepeatsOneParentAtMost() {
        List<String> points = pointsOfARun();
        killAt(List.of(points.get(1), points.get(5), points.get(9)));
    }

    @Test
    @Tag("slow")
    void aKillAtAnyFaultPointLosesNothingAndRepeatsOneParentAtMost() {
        killAt(pointsOfARun());
    }

    private void killAt(List<String> points) {
        for (String point : points) {
            Workspace workspace = workspace("at-" + point.replace(' ', '-'));
            try (ChildProcess child = ChildProcess.in(workspace)
                    .property(PausingFaultHook.PAUSE_AT, point.replace(' ', ':'))
                    .start("once")) {
                child.awaitErr(("FAULT " + point)::equals);
                child.kill9();
            }
            Once.Outcome outcome = Once.run(workspace);
            assertThat(outcome.exitCode()).as(point + outcome).isZero();
            boolean completed = point.startsWith("run-finished");
            List<Object> orders = workspace.ids("orders.jsonl");
            assertThat(new LinkedHashSet<>(orders)).as(point).hasSize(4 * 5);
            if (!completed) {
                List<Integer> twice = repeated(orders);
                assertThat(twice.stream().map(id -> id / 100).distinct())
                        .as("%s: parents whose children came twice: %s", point, twice)
                        .hasSizeLessThanOrEqualTo(1);
            }
        }
    }

    private static List<Integer> repeated(List<Object> ids) {
        return ids.stream()
                .collect(Collectors.groupingBy(Integer.class::cast, Collectors.counting()))
                .entrySet()
                .stream()
                .filter(entry -> entry.getValue() > 1)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Some of them: each kind of point, at the page of a parent and at those of its children. */
    private List<String> pointsOfARun() {
        try (ChildProcess child = ChildProcess.in(workspace("counting"))
                .property(PausingFaultHook.PRINT, "true")
                .start("once")) {
            assertThat(child.exitCode()).isZero();
            List<String> points = child.err().stream()
                    .filter(line -> line.startsWith("FAULT page-"))
                    .map(line -> line.substring("FAULT ".length()))
                    .toList();
            // the second parent, its children, and what follows: the parent's page has two of them
            return new ArrayList<>(points.subList(7, 17));
        }
    }

    private Workspace workspace(String name) {
        Path below = directory.resolve(name);
        below.toFile().mkdirs();
        Workspace workspace = new Workspace(below);
        api.on("/users", PagedApi.of(PageStyle.CURSOR_IN_BODY, 4, 2));
        prepare(workspace);
        return workspace.pull(users(workspace, PageStyle.CURSOR_IN_BODY));
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "once"})
    void anEndOfTheProcessWaitsForNoMoreThanAPageOfChildren(String command) {
        Workspace workspace = workspace(PageStyle.NONE, USERS);
        workspace.pull(users(workspace, PageStyle.NONE));
        api.on("/users/2/orders", request -> orders(2).answer(request).delayed(Duration.ofMillis(700)));
        try (ChildProcess child = ChildProcess.in(workspace).start(command)) {
            api.awaitRequests(1 + 2 + 1);
            child.terminate();
            child.exitCode();
        }
        assertThat(api.requests()).hasSizeLessThan(1 + 2 + 3);
        assertThat(workspace.query("SELECT error_code FROM connector_run"))
                .singleElement()
                .satisfies(run -> assertThat(run).containsEntry("error_code", "interrupted"));
        assertThat(workspace.query("SELECT * FROM connector_dead_letter")).isEmpty();
        api.on("/users/2/orders", orders(2));

        RunResult resumed = Once.run(workspace).result("users");
        assertThat(resumed.resumed()).isTrue();
        assertThat(resumed.status()).isEqualTo("completed");
        assertThat(new LinkedHashSet<>(workspace.ids("orders.jsonl"))).hasSize(USERS * 5);
        assertThat(repeated(workspace.ids("orders.jsonl"))).allMatch(id -> id / 100 == 2);
    }

    @Test
    void anApiThatIsAwayFailsTheRunAndDeadLettersNothing() {
        Workspace workspace = workspace(PageStyle.NONE, USERS);
        ApiServer away = ApiServer.start();
        int port = away.port();
        away.close();
        workspace
                .pull(users(workspace, PageStyle.NONE).with("recordRetries", 0))
                .pull(fetch(workspace).with("url", "http://127.0.0.1:" + port + "/users/${body[id]}/orders"));
        RunResult failed = Once.run(workspace).result("users");
        assertThat(failed.summary()).isEqualTo("failed destination: 0 records, 0 delivered, 0 dead");
        assertThat(failed.errorMessage()).contains("the destination is away", "fetch orders");
    }

    @Test
    void oneParentWhoseChildrenNeverComeIsADeadLetterIfOthersDo() {
        Workspace workspace = workspace(PageStyle.NONE, USERS);
        workspace
                .pull(users(workspace, PageStyle.NONE).with("recordRetries", 0))
                .pull(fetch(workspace).with("timeout", "300ms"));
        for (int user : new int[] {1, 4, 6}) {
            api.on(
                    "/users/" + user + "/orders",
                    request -> orders(user).answer(request).delayed(Duration.ofSeconds(20)));
        }
        RunResult result = Once.run(workspace).result("users");
        assertThat(result.summary()).isEqualTo("completed none: 21 records, 18 delivered, 3 dead");
        assertThat(workspace.query("SELECT record_id FROM connector_dead_letter ORDER BY id"))
                .extracting(row -> row.get("record_id"))
                .containsExactly("1", "4", "6");
        assertThat(workspace.ids("users.jsonl")).containsExactly(1, 2, 3, 4, 5, 6);
    }

    private static PagedApi orders(int user) {
        return PagedApi.of(PageStyle.CURSOR_IN_BODY, 5, 2).record(number -> "{\"id\":" + (100 * user + number) + "}");
    }

    private Workspace workspace(PageStyle style, int pageSize) {
        Workspace workspace = new Workspace(directory);
        api.on("/users", PagedApi.of(style, USERS, pageSize));
        prepare(workspace);
        return workspace;
    }

    private void prepare(Workspace workspace) {
        api.forgetRequests();
        IntStream.rangeClosed(1, USERS).forEach(user -> api.on("/users/" + user + "/orders", orders(user)));
        workspace.pull(fetch(workspace));
    }

    private PullFile users(Workspace workspace, PageStyle style) {
        return PullFile.of("users", api.url("/users"))
                .with(style.parameters())
                .with("to", "direct:orders\n" + workspace.jsonlSink("users.jsonl"));
    }

    private PullFile fetch(Workspace workspace) {
        return PullFile.fetch("orders", api.url("/users/${body[id]}/orders"))
                .with(PageStyle.CURSOR_IN_BODY.parameters())
                .with("retries", 0)
                .with("to", workspace.jsonlSink("orders.jsonl"));
    }
}
