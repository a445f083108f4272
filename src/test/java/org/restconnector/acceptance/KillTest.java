package org.restconnector.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restconnector.testing.Answer;
import org.restconnector.testing.ApiServer;
import org.restconnector.testing.ChildProcess;
import org.restconnector.testing.Once;
import org.restconnector.testing.PageStyle;
import org.restconnector.testing.PagedApi;
import org.restconnector.testing.PausingFaultHook;
import org.restconnector.testing.PullFile;
import org.restconnector.testing.ReceivedRequest;
import org.restconnector.testing.RunResult;
import org.restconnector.testing.Workspace;

/** Kills the product with SIGKILL wherever it may hurt, and counts what arrived in the end. */
class KillTest {
    private static final int PAGE = 4;

    private final ApiServer api = ApiServer.start();

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void aKillAtAnyFaultPointLosesNothing() {
        int records = 3 * PAGE;
        for (String point : pointsOfARun(records)) {
            Workspace workspace = workspace("at-" + point.replace(' ', '-'), records);
            String[] nameAndHit = point.split(" ");
            try (ChildProcess child = ChildProcess.in(workspace)
                    .property(PausingFaultHook.PAUSE_AT, nameAndHit[0] + ":" + nameAndHit[1])
                    .start("once")) {
                child.awaitErr(("FAULT " + point)::equals);
                child.kill9();
            }
            checkNothingIsLost(workspace, records, 1, "killed at " + point);
        }
    }

    @Test
    void killsAtRandomMomentsLoseNothing() {
        killAtRandom(5, 60 * PAGE);
    }

    @Test
    @Tag("slow")
    void manyKillsAtRandomMomentsLoseNothing() {
        killAtRandom(60, 400 * PAGE);
    }

    private List<String> pointsOfARun(int records) {
        try (ChildProcess child = ChildProcess.in(workspace("counting", records))
                .property(PausingFaultHook.PRINT, "true")
                .start("once")) {
            assertThat(child.exitCode()).isZero();
            List<String> points = child.err().stream()
                    .filter(line -> line.startsWith("FAULT "))
                    .map(line -> line.substring("FAULT ".length()))
                    .toList();
            assertThat(points).contains("run-begun 1", "page-received 3", "page-prepared 3", "page-committed 3", "run-finished 1");
            return points;
        }
    }

    private void killAtRandom(int kills, int records) {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Workspace workspace = workspace("random", records);
        int landed = 0;
        while (landed < kills) {
            api.forgetRequests();
            int requests = 1 + random.nextInt(Math.max(1, records / PAGE / (kills + 1) * (PAGE + 1)));
            try (ChildProcess child = ChildProcess.in(workspace).start("once")) {
                api.awaitRequests(requests);
                child.kill9();
            }
            landed++;
        }
        checkNothingIsLost(workspace, records, kills, "seed " + seed);
    }

    private Workspace workspace(String name, int records) {
        Path below = directory.resolve(name);
        api.on("/items", PagedApi.of(PageStyle.CURSOR_IN_BODY, records, PAGE));
        api.on("/sink", Answer.status(200));
        try {
            Workspace workspace = new Workspace(Files.createDirectories(below));
            api.forgetRequests();
            return workspace.posting("post", api.url("/sink")).pull(PullFile.of("items", api.url("/items"))
                    .with(PageStyle.CURSOR_IN_BODY.parameters())
                    .with("to", String.join(
                            "\n",
                            "kamelet:table-sink?table=by_key",
                            "kamelet:table-sink?table=appended&mode=append",
                            workspace.jsonlSink("out.jsonl"),
                            "direct:post")));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Runs once more, and compares what every destination holds with what there is. */
    private void checkNothingIsLost(Workspace workspace, int records, int kills, String when) {
        List<Integer> committed = numbers(workspace.query("SELECT id FROM by_key ORDER BY id"));
        int before = api.requests("/items").size();
        Once.Outcome outcome = Once.run(workspace);
        assertThat(outcome.exitCode()).as(when + outcome).isZero();
        RunResult result = outcome.result("items");
        assertThat(result.status()).as(when).isEqualTo("completed");

        int restartedAfter = start(api.requests("/items").get(before));
        assertThat(restartedAfter).as("%s: the checkpoint is what the table holds", when).isIn(
                committed.size(), committed.size() == records ? 0 : committed.size());

        List<Integer> all = IntStream.rangeClosed(1, records).boxed().toList();
        assertThat(numbers(workspace.query("SELECT id FROM by_key ORDER BY id"))).as(when).isEqualTo(all);
        List<Integer> lines = workspace.ids("out.jsonl").stream().map(Integer.class::cast).toList();
        boolean ranTwice = committed.size() == records && restartedAfter == 0;
        if (!ranTwice) {
            assertThat(numbers(workspace.query("SELECT id FROM appended ORDER BY id")))
                    .as(when)
                    .isEqualTo(all);
            checkRepeats(lines, records, kills, when + ", file");
        }
        assertThat(new LinkedHashSet<>(lines)).as(when).containsAll(all);
        assertThat(workspace.query("SELECT 1 FROM by_key WHERE _run_id IS NULL")).as(when).isEmpty();
    }

    private static void checkRepeats(List<Integer> ids, int records, int kills, String when) {
        Map<Integer, Long> times = ids.stream().collect(Collectors.groupingBy(id -> id, Collectors.counting()));
        List<Integer> repeats = new ArrayList<>();
        times.forEach((id, count) -> repeats.addAll(Collections.nCopies((int) (count - 1), id)));
        assertThat(times).as(when).hasSize(records);
        assertThat(repeats.size()).as("%s: repeated %s", when, repeats).isLessThanOrEqualTo(kills * PAGE);
        if (kills == 1 && !repeats.isEmpty()) {
            int page = (repeats.get(0) - 1) / PAGE;
            assertThat(repeats).as("%s: one page", when).allMatch(id -> (id - 1) / PAGE == page);
        }
    }

    private static int start(ReceivedRequest request) {
        return request.query("after").map(cursor -> Integer.parseInt(cursor.substring(2))).orElse(0);
    }

    private static List<Integer> numbers(List<Map<String, Object>> rows) {
        return rows.stream().map(row -> ((Number) row.get("id")).intValue()).toList();
    }
}
