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
import org.restconnector.testing.Answer;
import org.restconnector.testing.ApiServer;
import org.restconnector.testing.MovableClock;
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
    void afterAMinuteWithoutATargetNothingIsLostAndNewRecordsWaitForNoSchedule() throws Exception {
        AtomicBoolean down = new AtomicBoolean(true);
        target.on("/in", request -> Answer.status(down.get() ? 502 : 200));
        try (FlowFixture flow =
                FlowFixture.start(directory, clock, List.of(parameters(target.url("/in"), "retryDelay", "20s")))) {
            String old = flow.accept(ids(0, 20));
            target.awaitRequests(20);
            for (int seconds = 0; seconds < 60; seconds += 20) {
                clock.pass(Duration.ofSeconds(20));
                int before = target.requests().size();
                await().during(Duration.ofMillis(300)).until(() -> true);
                assertThat(target.requests().size()).isGreaterThanOrEqualTo(before);
            }
            assertThat(flow.job(old).processed()).isZero();
            down.set(false);

            String fresh = flow.accept(ids(20, 30));
            assertThat(flow.completed(fresh).success()).isEqualTo(10);
            assertThat(flow.job(old).processed()).isLessThan(20);

            clock.pass(Duration.ofMinutes(5));
            assertThat(flow.completed(old).success()).isEqualTo(20);
            Map<String, Set<String>> keys = target.requests().stream()
                    .collect(Collectors.groupingBy(
                            request -> request.header("idempotency-key").orElseThrow(),
                            Collectors.mapping(ReceivedRequest::text, Collectors.toSet())));
            assertThat(keys).hasSize(30);
            assertThat(keys.values()).allSatisfy(texts -> assertThat(texts).hasSize(1));
            assertThat(keys.values().stream().flatMap(Set::stream)).doesNotHaveDuplicates();
        }
    }
}
