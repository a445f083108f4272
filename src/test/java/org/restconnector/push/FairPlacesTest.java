package org.restconnector.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.restconnector.push.FlowFixture.ids;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restconnector.testing.Answer;
import org.restconnector.testing.ApiServer;
import org.restconnector.testing.RawServer;

class FairPlacesTest {
    @TempDir
    Path directory;

    @Test
    void aFlowWithManyRequestsToADeadTargetLeavesPlacesForAnother() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        RawServer dead = RawServer.start(client -> awaitUninterruptibly(end));
        try (ApiServer target = ApiServer.start();
                FlowFixture flows = FlowFixture.start(
                        directory,
                        Clock.systemUTC(),
                        Map.of("connector.http.maxInFlight", "20"),
                        List.of(
                                Map.of("name", "dead", "url", dead.url("/in"), "concurrency", "30"),
                                Map.of("name", "well", "url", target.url("/in"))))) {
            target.on("/in", Answer.status(204));
            flows.acceptFor("dead", "acme", "Contact", ids(0, 60));
            await().until(() -> dead.connections() >= 16);

            long start = System.nanoTime();
            flows.completed("well", flows.acceptFor("well", "acme", "Contact", ids(0, 100)));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
            assertThat(dead.connections()).isEqualTo(16);
            // else the end waits for its answers
            end.countDown();
            dead.close();
        }
    }

    private static void awaitUninterruptibly(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
