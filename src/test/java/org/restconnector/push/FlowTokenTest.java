package org.restconnector.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.restconnector.push.FlowFixture.ids;
import static org.restconnector.push.FlowFixture.parameters;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restconnector.testing.Answer;
import org.restconnector.testing.ApiServer;
import org.restconnector.testing.AuthorizationServer;
import org.restconnector.testing.Authorizing;
import org.restconnector.testing.MovableClock;
import org.restconnector.testing.TokenApi;
import org.restconnector.testing.Workspace;

class FlowTokenTest {
    @TempDir
    Path directory;

    private final ApiServer target = ApiServer.start();
    private final TokenApi tokens = new TokenApi(Duration.ofHours(1));

    @AfterEach
    void close() {
        target.close();
    }

    private FlowFixture start(String... more) throws Exception {
        String[] all = {
            "auth",
            "oauth2",
            "tokenUrl",
            target.url("/token"),
            "clientId",
            "c",
            "clientSecret",
            "s3cr3t",
            "retryDelay",
            "20ms"
        };
        java.util.Map<String, String> parameters = parameters(target.url("/in"), all);
        parameters.putAll(parameters("", more));
        parameters.put("url", target.url("/in"));
        return FlowFixture.start(directory, parameters);
    }

    @Test
    void sixteenSendersShareOneToken() throws Exception {
        target.on("/token", request -> tokens.token(request).delayed(Duration.ofMillis(300)));
        target.on("/in", tokens.guard(request -> Answer.status(200)));
        try (FlowFixture flow = start("concurrency", "16")) {
            assertThat(flow.completed(flow.accept(ids(0, 64))).success()).isEqualTo(64);
            assertThat(target.requests("/token")).hasSize(1);
            assertThat(target.requests("/in")).hasSize(64);

            tokens.revokeAll();
            assertThat(flow.completed(flow.accept(ids(64, 128))).success()).isEqualTo(64);
            assertThat(target.requests("/token")).hasSize(2);
        }
    }

    @Test
    void aTokenUrlThatRefusesPausesTheFlow() throws Exception {
        target.on("/token", Answer.status(401));
        target.on("/in", tokens.guard(request -> Answer.status(200)));
        try (FlowFixture flow = start()) {
            String job = flow.accept(ids(0, 20));
            await().until(() -> flow.state().pausedReason().isPresent());
            assertThat(flow.state().pausedReason()).contains("unauthorized");
            assertThat(target.requests("/token").size()).isLessThanOrEqualTo(4);
            assertThat(target.requests("/in")).isEmpty();
            assertThat(flow.records(job))
                    .allSatisfy(row -> assertThat(row.attempts()).isZero());

            target.on("/token", tokens::token);
            flow.store().batches().resume(FlowFixture.FLOW);
            flow.flow(FlowFixture.FLOW).wake();
            assertThat(flow.completed(job).success()).isEqualTo(20);
        }
    }

    @Test
    void aTokenUrlThatIsBusyHoldsTheFlowBackAndCountsNoTry() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        target.on("/token", request -> asked.incrementAndGet() <= 3 ? Answer.status(503) : tokens.token(request));
        target.on("/in", tokens.guard(request -> Answer.status(200)));
        try (FlowFixture flow = start("concurrency", "1")) {
            String job = flow.accept(ids(0, 5));
            assertThat(flow.completed(job).success()).isEqualTo(5);
            assertThat(target.requests("/token")).hasSize(4);
            assertThat(flow.records(job))
                    .allSatisfy(row -> assertThat(row.attempts()).isEqualTo(1));
        }
    }

    @Test
    void aTokenUrlThatStaysBusyPausesTheFlow() throws Exception {
        target.on("/token", Answer.status(503));
        try (FlowFixture flow = start("retries", "2")) {
            String job = flow.accept(ids(0, 5));
            await().until(() -> flow.state().pausedReason().isPresent());
            assertThat(flow.state().pausedReason()).contains("unauthorized");
            assertThat(target.requests("/token")).hasSize(3);
            assertThat(flow.job(job).processed()).isZero();
        }
    }

    @Test
    void aFlowThatLacksAPersonsConsentGoesOnOnceItIsGiven() throws Exception {
        Workspace workspace = new Workspace(directory).property("connector.routes", "flows.camel.yaml");
        MovableClock clock = new MovableClock();
        new AuthorizationServer(tokens).on(target);
        target.on("/in", tokens.guard(request -> Answer.status(200)));
        java.util.Map<String, String> parameters = parameters(
                target.url("/in"),
                "auth",
                "oauth2",
                "grant",
                "authorization_code",
                "authorizationUrl",
                target.url("/authorize"),
                "tokenUrl",
                target.url("/token"),
                "clientId",
                AuthorizationServer.CLIENT);
        try (FlowFixture flow = FlowFixture.start(directory, clock, List.of(parameters))) {
            String job = flow.accept(ids(0, 5));
            await().until(() -> flow.state().pausedReason().isPresent());
            assertThat(target.requests()).isEmpty();

            try (Authorizing authorizing = Authorizing.start(workspace, FlowFixture.FLOW)) {
                authorizing.get(authorizing.decide(target, "Allow"));
                assertThat(authorizing.exitCode()).as(authorizing.said()).isZero();
            }
            clock.pass(Duration.ofSeconds(61));

            assertThat(flow.completed(job).success()).isEqualTo(5);
            assertThat(flow.state().pausedReason()).isEmpty();
        }
    }
}
