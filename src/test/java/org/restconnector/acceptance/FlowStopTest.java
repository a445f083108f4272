package org.restconnector.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restconnector.testing.Answer;
import org.restconnector.testing.ApiServer;
import org.restconnector.testing.ChildProcess;

/** How long a process with a flow takes to end at most. */
@Tag("slow")
class FlowStopTest {
    private final ApiServer target = ApiServer.start();

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        target.close();
    }

    @Test
    void aTargetThatNeverAnswersDoesNotHoldUpTheEnd() throws Exception {
        target.on("/in", request -> Answer.status(204).delayed(Duration.ofMinutes(2)));
        try (FlowProcess flow = new FlowProcess(directory, target.url("/in"), "timeout", "5m")) {
            try (ChildProcess child = flow.start()) {
                flow.poster().post(1);
                target.awaitRequests(1);
                long begun = System.nanoTime();
                assertThat(child.terminate()).as(String.join("\n", child.err())).isIn(0, 143);
                assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(31));
            }
            target.on("/in", Answer.status(204));
            try (ChildProcess child = flow.start()) {
                await().atMost(Duration.ofSeconds(30)).until(flow::allDone);
                child.terminate();
            }
            assertThat(target.requests("/in").stream().map(request -> request.header("idempotency-key")))
                    .hasSize(2)
                    .containsOnly(target.requests("/in").get(0).header("idempotency-key"));
        }
    }
}
