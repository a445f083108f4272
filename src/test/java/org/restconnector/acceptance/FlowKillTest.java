package org.restconnector.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.restconnector.store.FlowLedger;
import org.restconnector.testing.ApiServer;
import org.restconnector.testing.ChildProcess;
import org.restconnector.testing.PausingFaultHook;
import org.restconnector.testing.Workspace;

/** Kills a flow with SIGKILL while it accepts and delivers, and compares what it took with what the target got. */
class FlowKillTest {
    /** CONTRACT 6: how soon after a start pending work goes on. */
    private static final Duration GOES_ON_WITHIN = Duration.ofSeconds(10);

    private static final List<String> POINTS = List.of(
            "commit-before",
            "commit-after",
            "job-stored",
            "batch-formed",
            "batch-sending",
            "batch-answered",
            "batch-concluded");

    private final long seed = Long.getLong("restconnector.test.seed", new Random().nextLong());
    private final Random random = new Random(seed);
    private final TargetLedger ledger = new TargetLedger(seed);
    private final ApiServer target = ApiServer.start();

    @TempDir
    private Path temporary;

    private FlowProcess flow;
    private JobPoster poster;

    @BeforeEach
    void prepare(@TempDir Path directory) {
        target.on("/in", ledger);
        flow = new FlowProcess(
                directory,
                target.url("/in"),
                "batchSize",
                "5",
                "batchTimeout",
                "50ms",
                "retryDelay",
                "50ms",
                "maxRetryDelay",
                "500ms",
                "pauseAfter",
                "0");
        poster = flow.poster();
    }

    @AfterEach
    void close() {
        flow.close();
        target.close();
    }

    @Test
    void killsBetweenAnyTwoStepsLoseNothing() throws Exception {
        for (String point :
                List.of("job-stored:2", "batch-formed:3", "batch-answered:4", "commit-after:12", "batch-concluded:2")) {
            try (ChildProcess child = start(point)) {
                poster.post(18);
                poster.post(9);
                poster.post(9);
                child.awaitErr(("FAULT " + point.replace(':', ' '))::equals);
                child.kill9();
            }
        }
        goOnAndCheck();
        assertThat(temporary).as("what killed processes left").isEmptyDirectory();
    }

    @Test
    @Tag("slow")
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    void twoHundredKillsAtRandomLoseNothing() throws Exception {
        for (int kill = 1; kill <= 200; kill++) {
            boolean atPoint = random.nextInt(4) > 0;
            String point = POINTS.get(random.nextInt(POINTS.size())) + ":" + (1 + random.nextInt(30));
            try (ChildProcess child = atPoint ? start(point) : start("")) {
                for (int job = random.nextInt(4); job >= 0; job--) {
                    poster.post(1 + random.nextInt(20));
                }
                int told = ledger.size() + 1 + random.nextInt(20);
                long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(4);
                await().atMost(Duration.ofMinutes(1))
                        .pollInterval(Duration.ofMillis(2))
                        .until(() -> child.err().stream().anyMatch(line -> line.startsWith("FAULT "))
                                || !atPoint && ledger.size() >= told
                                || System.nanoTime() > patience);
                child.kill9();
            }
            if (kill % 20 == 0) {
                goOnAndCheck();
                System.out.printf(
                        "%d kills, %d jobs, %d requests%n",
                        kill, poster.accepted().size(), ledger.size());
            }
        }
        System.out.printf(
                "seed %d: %d jobs, %d requests%n", seed, poster.accepted().size(), ledger.size());
    }

    private ChildProcess start(String pauseAt) {
        return flow.launch()
                .property(PausingFaultHook.PAUSE_AT, pauseAt)
                .property("java.io.tmpdir", temporary.toString())
                .start("run");
    }

    /** Starts once more, lets all be delivered, and compares both ends. */
    private void goOnAndCheck() throws Exception {
        Workspace left = flow.workspace().copyOfData();
        FlowLedger.assertThatAllAddsUp(left.directory().resolve("data"));
        Set<Object> batches = left.query("SELECT key FROM connector_batch").stream()
                .map(row -> row.get("key"))
                .collect(Collectors.toSet());
        int before = ledger.size();
        long begun = System.nanoTime();
        try (ChildProcess child = start("")) {
            await("sent again: " + batches)
                    .atMost(GOES_ON_WITHIN.multipliedBy(6))
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> ledger.keysFrom(before).containsAll(batches));
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .as(() -> batches + " are sent again; " + String.join("\n", child.err()))
                    .isLessThan(GOES_ON_WITHIN);
            // answered once the API is up, however soon all is delivered
            poster.post(5);
            poster.await();
            await("all have a result")
                    .atMost(Duration.ofMinutes(1))
                    .pollInterval(Duration.ofMillis(50))
                    .until(flow::allDone);
            for (Map.Entry<String, List<Integer>> job : poster.accepted().entrySet()) {
                checkShown(job.getKey(), job.getValue());
            }
            child.kill9();
        } catch (AssertionError e) {
            throw new AssertionError("seed " + seed, e);
        }
        ledger.checkKeys();
        ledger.checkThatItTook(poster.acceptedRecords());
        checkStored();
    }

    private void checkShown(String id, List<Integer> records) throws Exception {
        long refused = records.stream().filter(TargetLedger::refuses).count();
        Map<String, Object> job = poster.job(id);
        assertThat(job).containsEntry("status", "JOB_COMPLETED").containsEntry("processed_rows", records.size());
        Map<?, ?> state = (Map<?, ?>) job.get("state");
        assertThat(((Map<?, ?>) state.get("summary")).get("Contact"))
                .isEqualTo(Map.of(
                        "success",
                        (int) (records.size() - refused),
                        "fail",
                        (int) refused,
                        "existing",
                        0,
                        "updated",
                        0));
    }

    private void checkStored() {
        FlowLedger.assertThatAllAddsUp(flow.workspace().copyOfData().directory().resolve("data"));
        assertThat(flow.workspace().query("SELECT id FROM connector_job"))
                .hasSameSizeAs(poster.accepted().keySet());
        assertThat(flow.workspace().query("SELECT CAST(record AS TEXT) AS record FROM connector_dead_letter").stream()
                        .map(row -> row.get("record")))
                .containsExactlyInAnyOrderElementsOf(poster.acceptedRecords().stream()
                        .filter(TargetLedger::refuses)
                        .map(id -> "{\"id\":" + id + "}")
                        .toList());
    }
}
