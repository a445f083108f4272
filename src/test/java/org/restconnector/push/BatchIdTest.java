package org.restconnector.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.restconnector.push.FlowFixture.ids;
import static org.restconnector.push.FlowFixture.parameters;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restconnector.store.Jobs;
import org.restconnector.testing.Answer;
import org.restconnector.testing.ApiServer;
import org.restconnector.testing.Handler;
import org.restconnector.testing.ReceivedRequest;

/** The id of a batch within its records is the Idempotency-Key of its request. */
class BatchIdTest {
    @TempDir
    Path directory;

    private final ApiServer target = ApiServer.start();
    private FlowFixture flow;

    @BeforeEach
    void start() throws Exception {
        flow = FlowFixture.start(
                directory,
                parameters(
                        target.url("/in"),
                        "batchSize",
                        "4",
                        "batchTimeout",
                        "100ms",
                        "batchIdField",
                        "hgBatchId",
                        "payload",
                        "array",
                        "retryDelay",
                        "20ms"));
    }

    @AfterEach
    void close() {
        flow.close();
        target.close();
    }

    @Test
    void everyRecordOfEveryRequestHoldsItsKey() {
        target.on("/in", ((Handler) request -> Answer.status(200)).afterFirst(2, Answer.status(503)));
        flow.completed(flow.accept(ids(0, 10)));
        assertKeys();
        assertThat(keys()).hasSize(3);
    }

    @Test
    void aHalfHasAKeyOfItsOwn() {
        target.on("/in", request -> Answer.status(request.text().contains("\"id\":2,") ? 422 : 200));
        assertThat(flow.completed(flow.accept(ids(0, 4))).fail()).isEqualTo(1);
        assertKeys();
        assertThat(keys()).hasSize(5);
    }

    @Test
    void aReplayHasAKeyOfItsOwn() {
        target.on("/in", Answer.status(404));
        String job = flow.accept(ids(0, 2));
        flow.completed(job);
        target.on("/in", Answer.status(200));
        flow.store().jobs().retry("crm", "acme", job);
        flow.flow("crm").wake();
        await().until(() -> flow.job(job).streams().get("Contact").success() == 2);
        assertKeys();
        assertThat(keys()).hasSize(2);
    }

    @Test
    void aRealTimeWriteHoldsItsKey() {
        target.on("/in", Answer.status(200));
        byte[] record = "{\"id\":1}".getBytes();
        FlowDirectory.Flow crm = flow.flow("crm");
        Jobs.Accepted accepted = flow.store()
                .jobs()
                .accept(new Jobs.NewJob(
                        "crm",
                        "acme",
                        "dev",
                        Optional.empty(),
                        Optional.empty(),
                        "",
                        List.of("Contact"),
                        List.of(new Jobs.NewRecord(
                                "Contact", 0, "00".repeat(32), Optional.empty(), record, OptionalInt.empty())),
                        crm.immediate("acme", "Contact", record),
                        1000));
        crm.sendNext(accepted.batch().orElseThrow());
        flow.completed(accepted.job().id());
        assertKeys();
    }

    private void assertKeys() {
        assertThat(target.requests()).isNotEmpty().allSatisfy(request -> assertThat(((List<?>) request.json())
                        .stream().map(record -> String.valueOf(((Map<?, ?>) record).get("hgBatchId"))))
                .isNotEmpty()
                .containsOnly(key(request)));
    }

    private Set<String> keys() {
        return target.requests().stream().map(BatchIdTest::key).collect(Collectors.toSet());
    }

    private static String key(ReceivedRequest request) {
        return request.header("idempotency-key").orElseThrow();
    }
}
