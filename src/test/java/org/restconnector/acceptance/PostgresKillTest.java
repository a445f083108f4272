package org.restconnector.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restconnector.store.TestPostgres;
import org.restconnector.testing.Answer;
import org.restconnector.testing.ApiServer;
import org.restconnector.testing.ChildProcess;
import org.restconnector.testing.ReceivedRequest;

/** What a killed process had claimed in PostgreSQL. */
class PostgresKillTest {
    private final ApiServer target = ApiServer.start();

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        target.close();
    }

    @Test
    void pendingWorkGoesOnWithinTenSecondsOfTheNextStart() throws Exception {
        AtomicBoolean slow = new AtomicBoolean(true);
        target.on(
                "/in", request -> slow.get() ? Answer.status(204).delayed(Duration.ofSeconds(30)) : Answer.status(204));
        String url = TestPostgres.freshSchema("kill_test");
        try (FlowProcess flow = new FlowProcess(directory, target.url("/in"))) {
            flow.workspace().property("connector.store.url", url);
            try (ChildProcess child = flow.start()) {
                flow.poster().post(20);
                flow.poster().await();
                target.awaitRequests(4);
                child.kill9();
            }
            slow.set(false);
            Map<String, String> broken = keysByText();
            target.forgetRequests();
            long start = System.nanoTime();
            try (ChildProcess child = flow.start()) {
                await().atMost(Duration.ofSeconds(20)).until(() -> texts().size() == 20);
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
                assertThat(keysByText()).containsAllEntriesOf(broken);
                assertThat(child.terminate()).isIn(0, 143);
            }
            assertThat(target.requests()).hasSize(20);
        }
    }

    private Set<String> texts() {
        return target.requests().stream().map(ReceivedRequest::text).collect(Collectors.toSet());
    }

    private Map<String, String> keysByText() {
        return target.requests().stream()
                .collect(Collectors.toMap(
                        ReceivedRequest::text,
                        request -> request.header("idempotency-key").orElseThrow(),
                        (one, other) -> one));
    }
}
