package org.restconnector.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.restconnector.push.FlowFixture.ids;
import static org.restconnector.push.FlowFixture.parameters;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restconnector.store.Jobs.RecordRow;
import org.restconnector.testing.Answer;
import org.restconnector.testing.ApiServer;
import org.restconnector.testing.MovableClock;
import org.restconnector.testing.ReceivedRequest;

class PauseTest {
    private static final Duration A_LOOK_AT_THE_STORE = Duration.ofMillis(1200);

    @TempDir
    Path directory;

    private final ApiServer target = ApiServer.start();
    private final MovableClock clock = new MovableClock();

    @AfterEach
    void close() {
        target.close();
    }

    private FlowFixture start(String... parameters) throws Exception {
        return FlowFixture.start(directory, clock, List.of(parameters(target.url("/in"), parameters)));
    }

    @Test
    void afterA401OneRequestAMinuteProbesUntilTheTargetTakesItsCredentials() throws Exception {
        target.on("/in", Answer.status(401));
        String job;
        try (FlowFixture flow = start("concurrency", "1", "pauseAfter", "1")) {
            job = flow.accept(ids(0, 5));
            awaitPaused(flow, "unauthorized");
            clock.pass(Duration.ofSeconds(55));
            staysAt(1);
            clock.pass(Duration.ofSeconds(6));
            target.awaitRequests(2);
            staysAt(2);
        }
        try (FlowFixture flow = start("concurrency", "1")) {
            staysAt(2);
            clock.pass(Duration.ofSeconds(61));
            target.awaitRequests(3);
            staysAt(3);
            assertThat(flow.state().pausedReason()).contains("unauthorized");
            target.on("/in", Answer.status(200));
            clock.pass(Duration.ofSeconds(61));
            assertThat(flow.completed(job).success()).isEqualTo(5);
            assertThat(flow.state().pausedReason()).isEmpty();
            assertThat(flow.records(job)).extracting(RecordRow::attempts).containsOnly(1);
            // the probes were tries of the first batch
            assertThat(target.requests()).hasSize(8);
            assertThat(keys()).isEqualTo(5);
        }
    }

    @Test
    void afterA410NothingIsSentUntilTheFlowIsResumed() throws Exception {
        target.on("/in", Answer.status(410));
        String job;
        try (FlowFixture flow = start("concurrency", "1")) {
            job = flow.accept(ids(0, 3));
            awaitPaused(flow, "gone");
        }
        target.on("/in", Answer.status(200));
        try (FlowFixture flow = start("concurrency", "1")) {
            clock.pass(Duration.ofDays(1));
            staysAt(1);
            assertThat(flow.state().pausedReason()).contains("gone");
            flow.store().batches().resume(FlowFixture.FLOW);
            assertThat(flow.completed(job).success()).isEqualTo(3);
            assertThat(keys()).isEqualTo(3);
        }
    }

    private static void awaitPaused(FlowFixture flow, String reason) {
        await().until(() -> flow.state().pausedReason().equals(java.util.Optional.of(reason)));
    }

    private void staysAt(int requests) {
        await().during(A_LOOK_AT_THE_STORE)
                .untilAsserted(() -> assertThat(target.requests()).hasSize(requests));
    }

    private long keys() {
        return target.requests().stream()
                .map(ReceivedRequest::text)
                .distinct()
                .map(text -> target.requests().stream()
                        .filter(request -> request.text().equals(text))
                        .map(request -> request.header("idempotency-key").orElseThrow())
                        .distinct()
                        .toList())
                .peek(keys -> assertThat(keys).hasSize(1))
                .count();
    }
}
