package org.restconnector.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.restconnector.push.FlowFixture.ids;
import static org.restconnector.push.FlowFixture.parameters;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restconnector.store.DeadLetters.Filter;
import org.restconnector.store.Jobs.Counts;
import org.restconnector.store.Jobs.RecordRow;
import org.restconnector.testing.Answer;
import org.restconnector.testing.ApiServer;
import org.restconnector.testing.RawServer;
import org.restconnector.testing.ReceivedRequest;

/** Records that pass an endpoint of the user's before they are put into batches. */
class FlowViaTest {
    @TempDir
    Path directory;

    private final ApiServer target = ApiServer.start();
    private final ApiServer via = ApiServer.start();

    @AfterEach
    void close() {
        target.close();
        via.close();
    }

    private FlowFixture start(String... parameters) throws Exception {
        List<String> all = new ArrayList<>(List.of("via", via.url("/map"), "retryDelay", "50ms"));
        all.addAll(List.of(parameters));
        return FlowFixture.start(directory, parameters(target.url("/in"), all.toArray(String[]::new)));
    }

    @Test
    void theAnswerReplacesTheRecordAlsoInTheHalvesOfABatchAndInTheUrl() throws Exception {
        via.on("/map", request -> Answer.json(request.text().replace("}", ",\"sum\":1.10}")));
        target.on("/in", request -> request.text().contains("\"id\":2,") ? Answer.status(422) : Answer.status(200));
        try (FlowFixture flow = start("batchSize", "4", "batchTimeout", "300ms", "batchIdField", "batch")) {
            String job = flow.accept(ids(0, 4));
            Counts counts = flow.completed(job);
            assertThat(counts.success()).isEqualTo(3);
            assertThat(counts.fail()).isEqualTo(1);
            assertThat(flow.store().deadLetters().list(Filter.ALL, 10))
                    .extracting(letter -> new String(letter.letter().record(), StandardCharsets.UTF_8))
                    .containsExactly("{\"id\":2}");
        }
        assertThat(via.requests()).hasSize(4);
        assertThat(target.requests()).hasSize(5).allSatisfy(request -> {
            String key = request.header("idempotency-key").orElseThrow();
            assertThat(request.text()).matches("\\[(\\{\"id\":\\d,\"sum\":1\\.10,\"batch\":\"" + key + "\"},?)+]");
        });
    }

    @Test
    void theUrlHoldsFieldsOfTheAnswer() throws Exception {
        via.on("/map", Answer.json("{\"key\":\"a b\"}"));
        target.on("/in/a%20b", Answer.status(200)).on("/in/a b", Answer.status(200));
        try (FlowFixture flow = start("url", target.url("/in/{record.key}"))) {
            assertThat(flow.completed(flow.accept(ids(0, 1))).success()).isEqualTo(1);
        }
    }

    @Test
    void aDroppedRecordSucceedsWithoutAnId() throws Exception {
        via.on("/map", request -> request.text().contains(":1}") ? Answer.status(200) : Answer.json(request.text()));
        target.on("/in", Answer.json("{\"id\":\"T\"}"));
        try (FlowFixture flow = start("ordered", "true")) {
            String job = flow.accept(ids(0, 3));
            assertThat(flow.completed(job).success()).isEqualTo(3);
            assertThat(flow.records(job))
                    .extracting(RecordRow::targetId)
                    .containsExactly(Optional.of("T"), Optional.empty(), Optional.of("T"));
        }
        assertThat(target.requests()).extracting(ReceivedRequest::text).containsExactly("{\"id\":0}", "{\"id\":2}");
    }

    @Test
    void oneThatIsRefusedFailsAsItCameAndTheOthersGoOn() throws Exception {
        via.on(
                "/map",
                request -> request.text().contains(":1}")
                        ? Answer.of(422, "text/plain", "no such country")
                        : request.text().contains(":2}") ? Answer.json("[1]") : Answer.json("{\"mapped\":true}"));
        target.on("/in", Answer.status(200));
        try (FlowFixture flow = start("batchSize", "10", "batchTimeout", "100ms")) {
            String job = flow.accept(ids(0, 4));
            assertThat(flow.completed(job).success()).isEqualTo(2);
            assertThat(flow.records(job).get(1).error()).contains("via: answered 422: no such country");
            assertThat(flow.records(job).get(2).error().orElseThrow()).startsWith("via: the answer is JSON of type");
            assertThat(flow.store().deadLetters().list(Filter.ALL, 10))
                    .extracting(letter -> new String(letter.letter().record(), StandardCharsets.UTF_8))
                    .containsExactlyInAnyOrder("{\"id\":1}", "{\"id\":2}");
            assertThat(flow.state().refusedInARow()).isZero();
        }
        assertThat(target.requests())
                .extracting(ReceivedRequest::text)
                .containsExactly("[{\"mapped\":true},{\"mapped\":true}]");
    }

    @Test
    void recordsWaitWhileNobodyIsThere() throws Exception {
        int port = RawServer.closedPort();
        target.on("/in", Answer.status(200));
        try (FlowFixture flow = start("via", "http://127.0.0.1:" + port + "/map", "retries", "1", "ordered", "true")) {
            String job = flow.accept(ids(0, 5));
            await().during(java.time.Duration.ofMillis(500))
                    .until(() -> flow.job(job).processed() == 0);
            try (ApiServer back = ApiServer.start(port)) {
                back.on("/map", request -> Answer.json(request.text()));
                assertThat(flow.completed(job).success()).isEqualTo(5);
                assertThat(back.requests()).hasSize(5);
            }
        }
        assertThat(target.requests()).extracting(ReceivedRequest::text).containsExactly(ids(0, 5));
    }

    @Test
    void anEndpointThatIsIllIsTriedAsOftenAsATarget() throws Exception {
        via.on("/map", request -> request.text().contains(":1}") ? Answer.status(500) : Answer.json(request.text()));
        target.on("/in", Answer.status(200));
        try (FlowFixture flow = start("retries", "2")) {
            String job = flow.accept(ids(0, 8));
            assertThat(flow.completed(job).fail()).isEqualTo(1);
        }
        Map<String, Long> tries = via.requests().stream()
                .collect(java.util.stream.Collectors.groupingBy(
                        ReceivedRequest::text, java.util.stream.Collectors.counting()));
        assertThat(tries.remove("{\"id\":1}")).isEqualTo(3);
        assertThat(tries).hasSize(7);
        assertThat(tries.values()).containsOnly(1L);
    }

    @Test
    void aStoredBatchIsSentAgainAsItIs() throws Exception {
        int[] number = {0};
        via.on("/map", request -> Answer.json("{\"n\":" + number[0]++ + "}"));
        target.on("/in", Answer.status(503));
        try (FlowFixture flow = start()) {
            flow.accept(ids(0, 1));
            target.awaitRequests(1);
        }
        target.on("/in", Answer.status(200));
        try (FlowFixture flow = start()) {
            await().until(() -> flow.store().jobs().pending(FlowFixture.FLOW) == 0);
        }
        assertThat(target.requests()).extracting(ReceivedRequest::text).containsOnly("{\"n\":0}");
    }

    @Test
    void aRealTimeWriteWaitsForNoBatchToFill() throws Exception {
        via.on("/map", request -> Answer.json(request.text()));
        target.on("/in", Answer.status(200));
        try (FlowFixture flow = start("batchSize", "100", "batchTimeout", "1h")) {
            FlowDirectory.Flow crm = flow.flow(FlowFixture.FLOW);
            assertThat(crm.immediate("acme", "Contact", "{}".getBytes(StandardCharsets.UTF_8)))
                    .isEmpty();
            String first = flow.accept(ids(0, 1));
            crm.hurry(first);
            assertThat(flow.completed(first).success()).isEqualTo(1);
        }
    }

    @Test
    void anEndpointThatIsNotThereStopsTheStart() {
        assertThatThrownBy(() -> start("via", "nothing:here").close())
                .hasStackTraceContaining("names the component 'nothing'");
        assertThatThrownBy(() -> start("via", "map").close()).hasStackTraceContaining("which is no endpoint URI");
    }
}
