package org.restconnector.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;
import static org.restconnector.push.FlowFixture.ids;
import static org.restconnector.push.FlowFixture.parameters;

import com.standardwebhooks.Webhook;
import java.net.http.HttpHeaders;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restconnector.testing.Answer;
import org.restconnector.testing.ApiServer;
import org.restconnector.testing.Handler;
import org.restconnector.testing.ReceivedRequest;

/** A flow tells a URL what became of its jobs, whatever that URL does. */
class WebhookTest {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    @TempDir
    Path directory;

    private final ApiServer server = ApiServer.start();
    private FlowFixture flow;

    @AfterEach
    void close() {
        flow.close();
        server.close();
    }

    private void start(String... more) throws Exception {
        String[] usual = {"webhook", server.url("/hook?k=1"), "retryDelay", "20ms", "batchTimeout", "50ms"};
        flow = FlowFixture.start(
                directory,
                parameters(
                        server.url("/in"),
                        Stream.concat(Arrays.stream(usual), Arrays.stream(more)).toArray(String[]::new)));
    }

    private List<ReceivedRequest> calls() {
        return server.requests().stream()
                .filter(request -> request.path().equals("/hook"))
                .toList();
    }

    private List<ReceivedRequest> awaitCalls(int count) {
        await().atMost(Duration.ofSeconds(10)).until(() -> calls().size() >= count);
        return calls();
    }

    private static Map<?, ?> job(ReceivedRequest call) {
        return (Map<?, ?>) call.json();
    }

    @Test
    void aCompletedJobIsToldWithItsSummaryAndASignature() throws Exception {
        server.on("/in", Answer.status(200)).on("/hook", Answer.status(204));
        start("webhookSecret", SECRET);

        String job = flow.accept(ids(0, 3));

        ReceivedRequest call = awaitCalls(1).get(0);
        assertThat(call.method()).isEqualTo("POST");
        assertThat(call.query("k")).contains("1");
        assertThat(job(call).get("job_id")).isEqualTo(job);
        assertThat(job(call).get("status")).isEqualTo("JOB_COMPLETED");
        assertThat(call.text()).contains("\"success\":3").doesNotContain("bookmarks");
        HttpHeaders headers = HttpHeaders.of(call.headers(), (name, value) -> true);
        assertThatCode(() -> new Webhook(SECRET).verify(call.text(), headers)).doesNotThrowAnyException();
    }

    @Test
    void aCallIsRepeatedWithTheSameBytesUnderTheSameId() throws Exception {
        server.on("/in", Answer.status(200))
                .on("/hook", ((Handler) request -> Answer.status(200)).afterFirst(2, Answer.status(503)));
        start();

        flow.accept(ids(0, 1));

        List<ReceivedRequest> calls = awaitCalls(3);
        assertThat(calls.stream().map(call -> call.header("webhook-id").orElseThrow()))
                .containsOnly(calls.get(0).header("webhook-id").orElseThrow());
        assertThat(calls.stream().map(ReceivedRequest::text))
                .containsOnly(calls.get(0).text());
        awaitNoneWaits();
        assertThat(calls()).hasSize(3);
    }

    @Test
    void aWebhookThatNeverAnswersHoldsUpNoRecord() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        server.on("/in", Answer.status(200)).on("/hook", request -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Answer.status(200);
        });
        start();
        try {
            for (int i = 0; i < 8; i++) {
                flow.completed(flow.accept(ids(i, i + 1)));
            }
            assertThat(awaitCalls(4)).hasSize(4);
        } finally {
            end.countDown();
        }
        assertThat(awaitCalls(8)).hasSize(8);
    }

    @Test
    void aWebhookThatNeverAnswersHardlyHoldsUpTheFlowsEnd() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        server.on("/in", Answer.status(200)).on("/hook", request -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Answer.status(200);
        });
        start();
        try {
            for (int i = 0; i < 4; i++) {
                flow.completed(flow.accept(ids(i, i + 1)));
            }
            awaitCalls(4);
            Flows flows =
                    flow.main().getCamelContext().getRegistry().lookupByNameAndType(FlowDirectory.BEAN, Flows.class);
            long began = System.nanoTime();
            flows.hold("crm");
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(8));
            assertThat(flow.main().getCamelContext().getInflightRepository().size("rest-push-webhook"))
                    .isZero();
            assertThat(flow.store().webhooks().due("crm", 10, Duration.ofMinutes(1)))
                    .hasSize(4)
                    .allSatisfy(call -> assertThat(call.attempts()).isZero());
        } finally {
            end.countDown();
        }
    }

    @Test
    void eachNamedStateIsToldAndNoOther() throws Exception {
        server.on("/in", request -> Answer.status(request.text().contains("\"id\":7") ? 422 : 200))
                .on("/hook", Answer.status(200));
        start("webhookOn", "JOB_CREATED, EXPORT_STARTED, JOB_FAILURES");

        flow.completed(flow.accept(ids(0, 1)));
        flow.completed(flow.accept(ids(7, 8)));

        assertThat(awaitCalls(5).stream().map(call -> job(call).get("status").toString()))
                .containsExactlyInAnyOrder(
                        "JOB_CREATED", "EXPORT_STARTED", "JOB_CREATED", "EXPORT_STARTED", "JOB_COMPLETED");
        awaitNoneWaits();
        assertThat(calls()).hasSize(5);
    }

    @Test
    void aCancelledJobIsToldOnceAsCancelledAlone() throws Exception {
        server.on("/in", Answer.status(200)).on("/hook", Answer.status(200));
        start("webhookOn", "JOB_COMPLETED,JOB_CANCELLED");
        flow.store().batches().pause("crm", "by hand");
        String job = flow.accept(ids(0, 2));

        flow.store().jobs().cancel("crm", "acme", job);
        flow.store().jobs().cancel("crm", "acme", job);

        assertThat(job(awaitCalls(1).get(0)).get("status")).isEqualTo("JOB_CANCELLED");
        awaitNoneWaits();
        assertThat(calls()).hasSize(1);
    }

    @Test
    void aRefusedCallIsNotRepeated() throws Exception {
        server.on("/in", Answer.status(200)).on("/hook", Answer.status(404));
        start();

        flow.completed(flow.accept(ids(0, 1)));

        awaitCalls(1);
        awaitNoneWaits();
        assertThat(calls()).hasSize(1);
    }

    @Test
    void aCallThatWaitsIsMadeAfterTheNextStart() throws Exception {
        server.on("/in", Answer.status(200)).on("/hook", Answer.status(503));
        start("retryDelay", "5m");
        String job = flow.accept(ids(0, 1));
        awaitCalls(1);
        flow.completed(job);
        flow.close();

        start("webhookOn", "JOB_COMPLETED,JOB_CANCELLED");
        flow.store().write(transaction -> {
            try (var statement = transaction.connection().createStatement()) {
                return statement.executeUpdate("UPDATE connector_webhook SET next_attempt_at = 0");
            }
        });
        server.on("/hook", Answer.status(200));

        List<ReceivedRequest> calls = awaitCalls(2);
        assertThat(calls.get(1).text()).isEqualTo(calls.get(0).text());
    }

    private void awaitNoneWaits() {
        await().atMost(Duration.ofSeconds(10)).until(() -> flow.store().read(transaction -> {
            try (var statement = transaction.connection().createStatement();
                    var rows = statement.executeQuery("SELECT 1 FROM connector_webhook")) {
                return !rows.next();
            }
        }));
    }
}
