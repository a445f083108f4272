package org.restconnector.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.restconnector.push.FlowFixture.ids;
import static org.restconnector.push.FlowFixture.parameters;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restconnector.store.Jobs.Counts;
import org.restconnector.store.TestPostgres;
import org.restconnector.testing.Answer;
import org.restconnector.testing.ApiServer;
import org.restconnector.testing.Handler;
import org.restconnector.testing.ReceivedRequest;

/** A flow whose store is PostgreSQL, and two instances of it. */
class PostgresDeliveryTest {
    @TempDir
    Path directory;

    private final ApiServer target = ApiServer.start();
    private String url;

    @BeforeEach
    void prepare() {
        url = TestPostgres.freshSchema("push_delivery_test");
    }

    @AfterEach
    void close() {
        target.close();
    }

    private FlowFixture start(String instance, String... parameters) throws Exception {
        return FlowFixture.start(
                Files.createDirectories(directory.resolve(instance)),
                Clock.systemUTC(),
                Map.of("connector.store.url", url),
                List.of(parameters(target.url("/in"), parameters)));
    }

    @Test
    void aRefusedRecordIsFoundAndTheOthersAreDelivered() throws Exception {
        target.on(
                "/in",
                request -> request.text().contains("\"id\":40}")
                        ? Answer.of(422, "text/plain", "no such country")
                        : Answer.status(200));
        try (FlowFixture flow = start("a", "batchSize", "64", "batchTimeout", "300ms")) {
            String job = flow.accept(ids(0, 64));
            Counts counts = flow.completed(job);
            assertThat(counts.success()).isEqualTo(63);
            assertThat(counts.fail()).isEqualTo(1);
            assertThat(flow.records(job).get(40).error()).contains("no such country");
        }
    }

    @Test
    void aBatchIsSentAgainWithTheSameKeyAndBytesAlsoAfterARestart() throws Exception {
        target.on("/in", Answer.status(503));
        try (FlowFixture flow = start("a", "batchSize", "10", "batchTimeout", "100ms", "retryDelay", "50ms")) {
            flow.accept(ids(0, 10));
            target.awaitRequests(2);
        }
        target.on("/in", Answer.status(200));
        try (FlowFixture flow = start("a", "batchSize", "3", "batchTimeout", "100ms", "retryDelay", "50ms")) {
            await().until(() -> flow.store().jobs().pending(FlowFixture.FLOW) == 0);
        }
        assertThat(target.requests().stream().map(ReceivedRequest::text).distinct())
                .hasSize(1);
        assertThat(target.requests().stream()
                        .map(request -> request.header("idempotency-key").orElseThrow())
                        .distinct())
                .hasSize(1);
    }

    @Test
    void orderedSendsInOrder() throws Exception {
        target.on("/in", ((Handler) request -> Answer.status(200)).onRequest(3, Answer.status(503)));
        try (FlowFixture flow = start("a", "ordered", "true", "retryDelay", "50ms")) {
            flow.completed(flow.accept(ids(0, 20)));
            assertThat(target.requests().stream().map(ReceivedRequest::text).distinct())
                    .containsExactly(ids(0, 20));
        }
    }

    @Test
    void twoInstancesShareAFlowAndEachRecordIsClaimedByOne() throws Exception {
        target.on("/in", Answer.status(200).delayed(Duration.ofMillis(2)));
        try (FlowFixture one = start("a", "headers", "X-From: a");
                FlowFixture other = start("b", "headers", "X-From: b")) {
            List<String> jobs = new ArrayList<>();
            for (int tenant = 0; tenant < 12; tenant++) {
                FlowFixture instance = tenant % 2 == 0 ? one : other;
                jobs.add(instance.acceptFor(
                        FlowFixture.FLOW, "t" + tenant, "Contact", ids(tenant * 100, tenant * 100 + 25)));
            }
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> one.store().jobs().pending(FlowFixture.FLOW) == 0);
            assertThat(target.requests().stream().map(ReceivedRequest::text))
                    .hasSize(300)
                    .doesNotHaveDuplicates();
            assertThat(target.requests().stream()
                            .map(request -> request.header("x-from").orElseThrow()))
                    .contains("a", "b");
            assertThat(IntStream.range(0, 12).mapToObj(tenant -> one.store()
                            .jobs()
                            .find(FlowFixture.FLOW, "t" + tenant, jobs.get(tenant))
                            .orElseThrow()
                            .processed()))
                    .containsOnly(25L);
        }
    }
}
