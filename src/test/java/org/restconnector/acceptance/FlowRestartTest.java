package org.restconnector.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restconnector.store.FlowLedger;
import org.restconnector.store.Jobs;
import org.restconnector.store.Store;
import org.restconnector.store.StoreSettings;
import org.restconnector.store.Stores;
import org.restconnector.testing.Answer;
import org.restconnector.testing.ApiServer;
import org.restconnector.testing.ChildProcess;
import org.restconnector.testing.ReceivedRequest;

/** A flow that is stopped with work left, and one that starts with a lot of it. */
class FlowRestartTest {
    private final ApiServer target = ApiServer.start();

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        target.close();
    }

    @Test
    void startsWithTwentyThousandPendingRecordsInLittleMemory() {
        target.on("/in", Answer.status(204));
        try (FlowProcess flow = new FlowProcess(directory, target.url("/in"), "batchSize", "250")) {
            fill(flow, 20, 1000);
            long begun = System.nanoTime();
            try (ChildProcess child = flow.launch().jvm("-Xmx128m").start("run")) {
                target.awaitRequests(1);
                assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
                await().atMost(Duration.ofMinutes(1)).until(flow::allDone);
                assertThat(child.err()).noneMatch(line -> line.contains("OutOfMemoryError"));
                assertThat(child.terminate()).isIn(0, 143);
            }
            assertThat(ids()).hasSize(20_000).doesNotHaveDuplicates();
        }
    }

    @Test
    void aStopInFullFlightEndsSoonLosesNothingAndSendsNothingTwice() throws Exception {
        target.on("/in", request -> Answer.status(204).delayed(Duration.ofMillis(100)));
        try (FlowProcess flow =
                new FlowProcess(directory, target.url("/in"), "batchSize", "5", "batchTimeout", "50ms")) {
            try (ChildProcess child = flow.start()) {
                for (int job = 0; job < 200; job++) {
                    flow.poster().post(5);
                }
                target.awaitRequests(10);
                long begun = System.nanoTime();
                assertThat(child.terminate()).as(String.join("\n", child.err())).isIn(0, 143);
                assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(30));
                assertThat(child.err()).noneMatch(line -> line.contains(" ERROR "));
            }
            FlowLedger.assertThatAllAddsUp(flow.data());
            assertThat(flow.allDone()).as("stopped with work left").isFalse();
            target.on("/in", Answer.status(204));
            try (ChildProcess child = flow.start()) {
                flow.poster().await();
                await().atMost(Duration.ofMinutes(1)).until(flow::allDone);
                assertThat(child.alive()).isTrue();
            }
            assertThat(ids()).doesNotHaveDuplicates().hasSize(1000);
            assertThat(flow.poster().acceptedRecords()).hasSize(1000);
        }
    }

    private List<Object> ids() {
        return target.requests("/in").stream()
                .map(ReceivedRequest::json)
                .flatMap(records -> ((List<?>) records).stream())
                .<Object>map(record -> ((Map<?, ?>) record).get("id"))
                .collect(Collectors.toList());
    }

    /** Records of 2 KB, as jobs that were accepted before. */
    private static void fill(FlowProcess flow, int jobs, int records) {
        try (Store store = Stores.open(StoreSettings.embedded(flow.data()), Clock.systemUTC(), point -> {})) {
            for (int job = 0; job < jobs; job++) {
                List<Jobs.NewRecord> rows = new ArrayList<>();
                for (int i = 0; i < records; i++) {
                    int id = job * records + i;
                    byte[] record = ("{\"id\":" + id + ",\"text\":\"" + "x".repeat(2000) + "\"}")
                            .getBytes(StandardCharsets.UTF_8);
                    rows.add(new Jobs.NewRecord(
                            "Contact", i, String.format("%064x", id), Optional.empty(), record, OptionalInt.empty()));
                }
                store.jobs()
                        .accept(new Jobs.NewJob(
                                "crm",
                                "acme",
                                "dev",
                                Optional.empty(),
                                Optional.empty(),
                                "",
                                List.of("Contact"),
                                rows,
                                Optional.empty(),
                                1_000_000));
            }
        }
    }
}
