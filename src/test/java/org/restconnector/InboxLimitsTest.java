package org.restconnector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.support.LifecycleStrategySupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InboxLimitsTest {
    @TempDir
    Path directory;

    private InboxApp app(Map<String, String> settings) throws Exception {
        return InboxApp.start(directory, settings, new TestFlows(List.of("crm"), Set.of()));
    }

    @Test
    void refusesMoreThanMayWait() throws Exception {
        try (InboxApp app = app(Map.of("connector.inbox.maxPending", "2"))) {
            assertThat(app.post("/dev/crm/a/records/Deal", "[{},{\"a\":1}]").status())
                    .isEqualTo(200);
            InboxApp.Reply full = app.post("/dev/crm/a/records/Deal", "{}");
            InboxApp.Reply never = app.post("/dev/crm/a/records/Deal", "[{},{\"a\":1},{\"a\":2}]");

            assertThat(full.status()).isEqualTo(429);
            assertThat(full.code()).isEqualTo("backlog");
            assertThat(full.response().headers().firstValue("Retry-After")).contains("5");
            assertThat(never.status()).isEqualTo(413);
        }
    }

    @Test
    void makesAKeyWhereNoneIsConfiguredAndKeepsIt() throws Exception {
        String key;
        try (InboxApp app = app(Map.of("connector.api.keys", ""))) {
            Path file = directory.resolve("data/api-key");
            key = Files.readString(file).strip();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThat(key).hasSize(43);
            assertThat(app.get("/dev/crm/a/jobs").status()).isEqualTo(401);
            assertThat(app.send(app.request("/dev/crm/a/jobs").setHeader("x-api-key", key))
                            .status())
                    .isEqualTo(200);
        }
        try (InboxApp app = app(Map.of("connector.api.keys", ""))) {
            assertThat(app.send(app.request("/dev/crm/a/jobs").setHeader("x-api-key", key))
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void saysThatTheStoreIsAway() throws Exception {
        try (InboxApp app = app(Map.of())) {
            app.store().close();
            InboxApp.Reply reply = app.post("/dev/crm/a/records/Deal", "{}");

            assertThat(reply.status()).as(reply.body()).isEqualTo(503);
            assertThat(reply.code()).isEqualTo("store_unavailable");
            assertThat(reply.body()).doesNotContainIgnoringCase("sql");
        }
    }

    @Test
    void answersWhoWaitsAndRefusesOthersWhileStopping() throws Exception {
        InboxApp app = app(Map.of());
        try {
            CompletableFuture<InboxApp.Reply> waiting = CompletableFuture.supplyAsync(() -> {
                try {
                    return app.post("/dev/crm/a/connectors/x/Deal", "{\"data\":{}}");
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            await().until(() -> !app.flows.sent.isEmpty());
            app.get("/dev/crm/a/jobs");
            CompletableFuture<Void> stop =
                    CompletableFuture.runAsync(() -> app.context().stop());
            await().until(() -> app.context().getStatus().isStopping());
            InboxApp.Reply refused = app.get("/dev/crm/a/jobs");

            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.code()).isEqualTo("stopping");
            assertThat(waiting.get(5, TimeUnit.SECONDS).status()).isEqualTo(202);
            stop.get(20, TimeUnit.SECONDS);
        } finally {
            app.close();
        }
    }

    @Test
    void takesNothingInWhileTheLastRequestsEnd() throws Exception {
        CountDownLatch lastRequests = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        InboxApp app = app(Map.of());
        try {
            app.context().addLifecycleStrategy(new LifecycleStrategySupport() {
                @Override
                public void onContextStopping(CamelContext context) {
                    lastRequests.countDown();
                    try {
                        answered.await(10, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }
            });
            CompletableFuture<Void> stop =
                    CompletableFuture.runAsync(() -> app.context().stop());
            lastRequests.await(10, TimeUnit.SECONDS);
            InboxApp.Reply refused = app.post("/dev/crm/a/records/Deal", "{}");

            assertThat(app.context().getStatus().isStarted()).isTrue();
            assertThat(refused.status()).as(refused.body()).isEqualTo(503);
            assertThat(refused.code()).isEqualTo("stopping");
            answered.countDown();
            stop.get(20, TimeUnit.SECONDS);
        } finally {
            app.close();
        }
    }

    @Test
    void doesNotStartWhereThePortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() -> app(Map.of("camel.server.port", String.valueOf(taken.getLocalPort()))))
                    .hasStackTraceContaining("cannot listen on 127.0.0.1:" + taken.getLocalPort());
        }
    }

    @Test
    void refusesSettingsThatCannotBe() {
        for (Map.Entry<String, String> wrong : Map.of(
                        "connector.inbox.maxBytes", "0",
                        "connector.inbox.maxPending", "many",
                        "connector.realtime.timeout", "soon",
                        "connector.inbox.path", "a b",
                        "connector.api.keys", "a,,b")
                .entrySet()) {
            assertThatThrownBy(
                            () -> app(Map.of(wrong.getKey(), wrong.getValue())).close())
                    .hasStackTraceContaining(wrong.getKey());
        }
    }
}
