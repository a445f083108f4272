package org.restconnector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InboxRealtimeTest {
    @TempDir
    static Path directory;

    private static TestFlows flows;
    private static InboxApp app;

    @BeforeAll
    static void start() throws Exception {
        flows = new TestFlows(List.of("crm"), Set.of());
        app = InboxApp.start(directory, Map.of("connector.realtime.timeout", "3s"), flows);
    }

    @AfterAll
    static void stop() {
        app.close();
        flows.close();
    }

    private static InboxApp.Reply write(String tenant, String body, String... headers) throws Exception {
        return app.post("/dev/crm/" + tenant + "/connectors/any/Contact", body, headers);
    }

    @Test
    void answersWithTheResultWhetherTheTargetTookItOrNot() throws Exception {
        flows.target = batch -> Optional.of(TestFlows.delivered("003K"));
        InboxApp.Reply taken = write("acme", "{\"data\":{\"name\":\"A\"},\"async\":false}");
        flows.target = batch -> Optional.of(TestFlows.failed("no such column"));
        InboxApp.Reply refused = write("acme", "{\"data\":{\"name\":\"B\"}}");

        assertThat(taken.status()).as(taken.body()).isEqualTo(200);
        assertThat(taken.json().keySet()).containsExactly("async", "jobId", "taskId", "state");
        assertThat(taken.at("async")).isEqualTo(false);
        assertThat(taken.at("state", "bookmarks", "Contact", "0", "id")).isEqualTo("003K");
        assertThat(taken.at("state", "summary", "Contact", "success")).isEqualTo(1);
        assertThat(refused.status()).isEqualTo(200);
        assertThat(refused.at("state", "bookmarks", "Contact", "0", "success")).isEqualTo(false);
        assertThat(refused.at("state", "bookmarks", "Contact", "0", "error")).isEqualTo("no such column");
        assertThat(refused.at("state", "summary", "Contact", "fail")).isEqualTo(1);
    }

    @Test
    void answersAtOnceWhereAsyncWasAskedAndGivesTheResultLater() throws Exception {
        flows.target = batch -> Optional.of(TestFlows.delivered("9"));
        InboxApp.Reply reply = write("async", "{\"async\":true,\"data\":{\"name\":\"A\"}}");

        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.at("async")).isEqualTo(true);
        String status = "/dev/crm/async/connectors/status?taskId=" + reply.at("taskId");
        await().untilAsserted(() -> assertThat(app.get(status).at("has_data")).isEqualTo(true));
        assertThat(app.get(status).at("result", "state", "bookmarks", "Contact", "0", "id"))
                .isEqualTo("9");
        assertThat(app.get(status.replace("async", "other")).code()).isEqualTo("unknown_task");
    }

    @Test
    void answersLateWritesWith202AndRepeatsWithTheResult() throws Exception {
        flows.target = batch -> Optional.empty();
        InboxApp.Reply reply = write("late", "{\"data\":{\"name\":\"L\"}}", "Idempotency-Key", "k");

        assertThat(reply.status()).isEqualTo(202);
        assertThat(app.get("/dev/crm/late/connectors/status?taskId=" + reply.at("taskId"))
                        .json())
                .isEqualTo(Map.of("has_data", false));
        assertThat(write("late", "{\"data\":{\"name\":\"M\"}}", "Idempotency-Key", "k")
                        .code())
                .isEqualTo("idempotency_reused");
        InboxApp.Reply again = write("late", "{\"data\":{\"name\":\"L\"}}", "Idempotency-Key", "k");
        assertThat(again.at("jobId")).isEqualTo(reply.at("jobId"));
    }

    @Test
    void otherCallsAreServedWhileMoreWaitThanMay() throws Exception {
        flows.target = batch -> Optional.empty();
        int before = flows.sent.size();
        ExecutorService pool = Executors.newFixedThreadPool(240);
        try {
            List<Future<InboxApp.Reply>> writes = new ArrayList<>();
            for (int i = 0; i < 240; i++) {
                String record = "{\"data\":{\"n\":" + i + "}}";
                writes.add(pool.submit(() -> write("crowd", record)));
            }
            await().until(() -> flows.sent.size() >= before + 240);
            List<Long> millis = new ArrayList<>();
            for (int i = 0; i < 21; i++) {
                long start = System.nanoTime();
                assertThat(app.post("/dev/crm/beside/records/Deal", "{\"a\":1}").status())
                        .isEqualTo(200);
                millis.add((System.nanoTime() - start) / 1_000_000);
            }
            assertThat(writes.stream().filter(write -> !write.isDone()).count()).isGreaterThan(100);
            Collections.sort(millis);
            assertThat(millis.get(10)).isLessThan(200);
            for (Future<InboxApp.Reply> write : writes) {
                assertThat(write.get().status()).isEqualTo(202);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void refusesABodyWithoutARecord() throws Exception {
        assertThat(write("acme", "{\"async\":true}").code()).isEqualTo("invalid_state");
        assertThat(write("acme", "{\"data\":[]}").code()).isEqualTo("invalid_state");
        assertThat(write("acme", "{\"data\":{},\"async\":1}").code()).isEqualTo("invalid_state");
    }
}
