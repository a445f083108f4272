package org.restconnector.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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
import org.restconnector.testing.Workspace;

/** Kills the product with SIGKILL wherever it may hurt, and counts what arrived in the end. */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
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
        killAt(points -> points.stream()
                .collect(Collectors.toMap(KillTest::name, point -> point, (first, last) -> last, LinkedHashMap::new))
                .values());
    }

    @Test
    @Tag("slow")
    void aKillAtAnyHitOfAFaultPointLosesNothing() {
        killAt(points -> points);
    }

    private static String name(String point) {
        return point.split(" ")[0];
    }

    private void killAt(Function<List<String>, Collection<String>> choice) {
        int records = 2 * PAGE;
        for (String point : choice.apply(pointsOfARun(records))) {
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
        killAtRandom(3, 40 * PAGE);
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
            assertThat(points)
                    .contains(
                            "run-begun 1", "page-received 2", "page-prepared 2", "page-committed 2", "run-finished 1");
            return points;
        }
    }

    private void killAtRandom(int kills, int records) {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Workspace workspace = workspace("random", records);
        int requestsOfARun = records / PAGE * (1 + PAGE);
        for (int kill = 0; kill < kills; kill++) {
            int before = api.requests().size();
            try (ChildProcess child = ChildProcess.in(workspace).start("once")) {
                api.awaitRequests(before + 1 + random.nextInt(requestsOfARun / (kills + 1)));
                child.kill9();
            }
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
            return workspace
                    .posting("post", api.url("/sink"))
                    .pull(PullFile.of("items", api.url("/items"))
                            .with(PageStyle.CURSOR_IN_BODY.parameters())
                            .with(
                                    "to",
                                    String.join(
                                            "\n",
                                            "kamelet:table-sink?table=by_key",
                                            "kamelet:table-sink?table=appended&mode=append",
                                            workspace.jsonlSink("out.jsonl"),
                                            "direct:post")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs once more, and compares what every destination holds with what there is. */
    private void checkNothingIsLost(Workspace workspace, int records, int kills, String when) {
        Workspace left = workspace.copyOfData();
        int committed = left.query("SELECT id FROM by_key").size();
        boolean completed = !left.query("SELECT id FROM connector_run WHERE status = 'completed'")
                .isEmpty();
        int before = api.requests("/items").size();

        Once.Outcome outcome = Once.run(workspace);
        assertThat(outcome.exitCode()).as(when + outcome).isZero();
        assertThat(outcome.result("items").status()).as(when).isEqualTo("completed");
        List<ReceivedRequest> requests = api.requests("/items");
        int wentOnAt = requests.size() == before ? records : start(requests.get(before));
        assertThat(wentOnAt).as("%s: the first record asked for", when).isEqualTo(completed ? 0 : committed);

        List<Integer> all = IntStream.rangeClosed(1, records).boxed().toList();
        List<Integer> posted = api.requests("/sink").stream().map(KillTest::id).toList();
        List<Integer> lines =
                workspace.ids("out.jsonl").stream().map(Integer.class::cast).toList();
        assertThat(ids(workspace, "by_key")).as(when).isEqualTo(all);
        assertThat(new LinkedHashSet<>(lines)).as(when).containsExactlyElementsOf(all);
        assertThat(new LinkedHashSet<>(posted)).as(when).containsExactlyElementsOf(all);
        if (!completed) {
            assertThat(ids(workspace, "appended")).as(when).isEqualTo(all);
            checkRepeats(lines, kills, when + ", file");
            checkRepeats(posted, kills, when + ", HTTP");
        }
    }

    private static void checkRepeats(List<Integer> ids, int kills, String when) {
        Map<Integer, Long> times = ids.stream().collect(Collectors.groupingBy(id -> id, Collectors.counting()));
        List<Integer> repeated =
                times.keySet().stream().filter(id -> times.get(id) > 1).toList();
        assertThat(ids.size() - times.size())
                .as("%s: repeated %s", when, repeated)
                .isLessThanOrEqualTo(kills * PAGE);
        if (kills == 1) {
            assertThat(repeated.stream().map(id -> (id - 1) / PAGE).distinct())
                    .as("%s: pages that came twice", when)
                    .hasSizeLessThanOrEqualTo(1);
        }
    }

    private static int start(ReceivedRequest request) {
        return request.query("after")
                .map(cursor -> Integer.parseInt(cursor.substring("c-".length())))
                .orElse(0);
    }

    private static int id(ReceivedRequest request) {
        return (Integer) ((Map<?, ?>) request.json()).get("id");
    }

    private static List<Integer> ids(Workspace workspace, String table) {
        return workspace.query("SELECT id FROM " + table + " ORDER BY id").stream()
                .map(row -> ((Number) row.get("id")).intValue())
                .toList();
    }
}
