package org.restconnector.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.restconnector.push.FlowFixture.ids;
import static org.restconnector.push.FlowFixture.parameters;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restconnector.store.Jobs.RecordRow;
import org.restconnector.testing.Answer;
import org.restconnector.testing.ApiServer;
import org.restconnector.testing.LogLines;
import org.restconnector.testing.MovableClock;
import org.restconnector.testing.RawServer;
import org.restconnector.testing.ReceivedRequest;

class OutageTest {
    @TempDir
    Path directory;

    private final ApiServer target = ApiServer.start();
    private final MovableClock clock = new MovableClock();

    @AfterEach
    void close() {
        target.close();
    }

    @Test
    void afterAMinuteOfErrorsNothingIsLostAndNewRecordsWaitForNoSchedule() throws Exception {
        AtomicBoolean down = new AtomicBoolean(true);
        target.on("/in", request -> Answer.status(down.get() ? 502 : 200));
        try (FlowFixture flow = FlowFixture.start(
                        directory, clock, List.of(parameters(target.url("/in"), "retryDelay", "20s")));
                LogLines log = LogLines.of("org.restconnector.push")) {
            String old = flow.accept(ids(0, 20));
            pass(flow, old, Duration.ofMinutes(1));
            assertThat(target.requests()).hasSize(40);
            down.set(false);
            recovers(flow, old, target);
            assertThat(log.lines())
                    .as("of 40 faults a line a minute, and one a job")
                    .hasSize(5);
            assertThat(log.lines().get(0)).matches("flow crm: batch \\S+: .*502.*; trying again in .*");
            assertThat(log.lines().get(1)).contains("flow crm: 20 more tries failed, the last: batch ");
            assertThat(log.lines()).anyMatch(line -> line.contains("takes requests again: 40 tries failed in "));
            assertThat(log.lines())
                    .anyMatch(line -> line.matches(
                            "flow crm completed job \\S+ of tenant \\S+: 20 records, 20 delivered \\(.* s\\)"));
        }
    }

    @Test
    void afterAMinuteOfAClosedPortNothingIsLostAndNewRecordsWaitForNoSchedule() throws Exception {
        int port = RawServer.closedPort();
        try (FlowFixture flow = FlowFixture.start(
                directory, clock, List.of(parameters("http://127.0.0.1:" + port + "/in", "retryDelay", "20s")))) {
            String old = flow.accept(ids(0, 20));
            pass(flow, old, Duration.ofMinutes(1));
            try (ApiServer back = ApiServer.start(port)) {
                back.on("/in", Answer.status(200));
                recovers(flow, old, back);
            }
        }
    }

    /** Each of the twenty is tried a second time meanwhile. */
    private void pass(FlowFixture flow, String job, Duration time) {
        await().until(() -> attempts(flow, job) == 20);
        clock.pass(time);
        await().until(() -> attempts(flow, job) == 40);
        assertThat(flow.job(job).processed()).isZero();
    }

    private static int attempts(FlowFixture flow, String job) {
        return flow.records(job).stream().mapToInt(RecordRow::attempts).sum();
    }

    private void recovers(FlowFixture flow, String old, ApiServer up) {
        String fresh = flow.accept(ids(20, 30));
        assertThat(flow.completed(fresh).success()).isEqualTo(10);
        assertThat(flow.job(old).processed()).isLessThan(20);

        clock.pass(Duration.ofMinutes(5));
        assertThat(flow.completed(old).success()).isEqualTo(20);
        Map<String, Set<String>> keys = up.requests().stream()
                .collect(Collectors.groupingBy(
                        request -> request.header("idempotency-key").orElseThrow(),
                        Collectors.mapping(ReceivedRequest::text, Collectors.toSet())));
        assertThat(keys).hasSize(30);
        assertThat(keys.values()).allSatisfy(texts -> assertThat(texts).hasSize(1));
        assertThat(keys.values().stream().flatMap(Set::stream)).doesNotHaveDuplicates();
    }
}
