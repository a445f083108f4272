package org.restconnector.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.restconnector.push.FlowFixture.ids;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restconnector.store.Jobs.RecordRow;
import org.restconnector.testing.Answer;
import org.restconnector.testing.ApiServer;
import org.restconnector.testing.ReceivedRequest;

class FlowRateLimitTest {
    private static final String KEY = "connector.connection.flows-of-a-test.";

    @TempDir
    Path directory;

    private final ApiServer target = ApiServer.start();

    @AfterEach
    void close() {
        target.close();
        List.of("url", "rateLimit").forEach(key -> System.clearProperty(KEY + key));
    }

    @Test
    void flowsOfAConnectionShareItsBudget() throws Exception {
        System.setProperty(KEY + "url", target.url(""));
        System.setProperty(KEY + "rateLimit", "3/300ms");
        target.on("/a", Answer.status(204)).on("/b", Answer.status(204));
        List<Map<String, String>> flows = List.of(
                Map.of("name", "a", "url", "/a", "connection", "flows-of-a-test"),
                Map.of("name", "b", "url", "b", "connection", "flows-of-a-test"));
        try (FlowFixture fixture = FlowFixture.start(directory, flows)) {
            String first = fixture.acceptFor("a", "acme", "Contact", ids(0, 6));
            String second = fixture.acceptFor("b", "acme", "Contact", ids(0, 6));
            fixture.completed("a", first);
            fixture.completed("b", second);
            assertThat(fixture.records(first)).extracting(RecordRow::attempts).containsOnly(1);
        }
        List<Long> times =
                target.requests().stream().map(ReceivedRequest::nanos).sorted().toList();
        assertThat(times).hasSize(12);
        for (int i = 3; i < times.size(); i++) {
            assertThat(Duration.ofNanos(times.get(i) - times.get(i - 3)))
                    .isGreaterThanOrEqualTo(Duration.ofMillis(300));
        }
    }

    @Test
    void aFlowThatWaitsHoldsUpNeitherOthersNorTheEndOfTheProgram() throws Exception {
        target.on("/slow", Answer.status(204)).on("/fast", Answer.status(204));
        System.setProperty("connector.http.maxInFlight", "1");
        List<Map<String, String>> flows = List.of(
                Map.of("name", "slow", "url", target.url("/slow"), "rateLimit", "1/1h"),
                Map.of("name", "fast", "url", target.url("/fast")));
        Instant stopping;
        try (FlowFixture fixture = FlowFixture.start(directory, flows)) {
            String waiting = fixture.acceptFor("slow", "acme", "Contact", ids(0, 9));
            target.awaitRequests(1);
            fixture.completed("fast", fixture.acceptFor("fast", "acme", "Contact", ids(0, 20)));
            assertThat(target.requests("/slow")).hasSize(1);
            assertThat(fixture.records(waiting))
                    .extracting(RecordRow::attempts)
                    .contains(0)
                    .doesNotContain(2);
            stopping = Instant.now();
        } finally {
            System.clearProperty("connector.http.maxInFlight");
        }
        assertThat(Duration.between(stopping, Instant.now())).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void waitsWhereTheTargetSaysThatItsBudgetIsUsedUp() throws Exception {
        target.on(
                "/in",
                request -> target.requests().size() == 1
                        ? Answer.status(204).header("RateLimit-Remaining", "0").header("RateLimit-Reset", "1")
                        : Answer.status(204));
        try (FlowFixture fixture = FlowFixture.start(directory, Map.of("url", target.url("/in"), "concurrency", "1"))) {
            String job = fixture.accept(ids(0, 2));
            fixture.completed(job);
            assertThat(fixture.records(job)).extracting(RecordRow::attempts).containsOnly(1);
        }
        List<ReceivedRequest> requests = target.requests();
        assertThat(Duration.ofNanos(requests.get(1).nanos() - requests.get(0).nanos()))
                .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }
}
