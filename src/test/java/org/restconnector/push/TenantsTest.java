package org.restconnector.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;
import static org.restconnector.push.FlowFixture.FLOW;
import static org.restconnector.push.FlowFixture.ids;
import static org.restconnector.push.FlowFixture.parameters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restconnector.store.Batches.FlowState;
import org.restconnector.store.Batches.Scope;
import org.restconnector.store.Batches.TenantPauses;
import org.restconnector.store.Jobs;
import org.restconnector.testing.Answer;
import org.restconnector.testing.ApiServer;
import org.restconnector.testing.ReceivedRequest;

class TenantsTest {
    private static final Map<String, String> ALLOWED = Map.of("connector.http.allowPrivate", "true");

    @TempDir
    Path directory;

    private final ApiServer target = ApiServer.start();

    @BeforeEach
    void makeFolder() throws IOException {
        Files.createDirectories(directory.resolve("tenants"));
    }

    @AfterEach
    void close() {
        target.close();
    }

    private FlowFixture start(Map<String, String> properties, String... more) throws Exception {
        Map<String, String> flow = parameters(
                "{tenant.base}/in/{tenant}", "tenants", "tenants", "auth", "bearer", "token", "{tenant.token}");
        flow.putAll(parameters(flow.get("url"), more));
        if (!flow.get("auth").equals("bearer")) {
            flow.remove("token");
        }
        return FlowFixture.start(directory, Clock.systemUTC(), properties, List.of(flow));
    }

    private void tenant(String name, String... lines) throws IOException {
        Path file = directory.resolve("tenants").resolve(TenantFiles.name(name));
        Path written = Files.writeString(directory.resolve("written"), String.join("\n", lines));
        Files.move(written, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    private void plain(String name) throws IOException {
        tenant(name, "base=" + target.url("/" + name), "token=token-of-" + name);
    }

    private static String accept(FlowFixture flow, String tenant, int records) {
        return flow.acceptFor(FLOW, tenant, "Contact", ids(0, records));
    }

    private static void completed(FlowFixture flow, String tenant, String job) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> flow.store()
                                .jobs()
                                .find(FLOW, tenant, job)
                                .orElseThrow()
                                .status()
                        == Jobs.Status.JOB_COMPLETED);
    }

    private static FlowState state(FlowFixture flow, String tenant) {
        return flow.store().batches().state(new Scope(FLOW, tenant));
    }

    private static void awaitPaused(FlowFixture flow, String tenant, String reason) {
        await().until(() -> state(flow, tenant).pausedReason().equals(Optional.of(reason)));
    }

    @Test
    void eachHasATargetAndCredentialsOfItsOwn() throws Exception {
        tenant("acme", "base=" + target.url("/acme/"), "token=s3cr3t-of-acme", "shop=Koeln ${env:HOME} $", "id=a/b?c");
        tenant("b/../c", "base=" + target.url("/second"), "token={{file:token}}", "shop={x}", "id=ü", "more=ignored");
        Files.writeString(directory.resolve("token"), "s3cr3t-of-b\n");
        target.on("/acme/in/acme/a%2Fb%3Fc", Answer.status(200));
        target.on("/second/in/b%2F..%2Fc/%C3%BC", Answer.status(200));
        try (FlowFixture flow = start(
                ALLOWED,
                "url",
                "{tenant.base}/in/{tenant}/{tenant.id}?shop={tenant.shop}",
                "headers",
                "X-Shop: {tenant.shop}\nX-Tenant: {tenant.id}")) {
            String first = accept(flow, "acme", 1);
            String second = accept(flow, "b/../c", 1);
            completed(flow, "acme", first);
            completed(flow, "b/../c", second);
        }
        ReceivedRequest acme = target.requests("/acme/in/acme/a%2Fb%3Fc").get(0);
        assertThat(acme.header("authorization")).contains("Bearer s3cr3t-of-acme");
        assertThat(acme.header("x-shop")).contains("Koeln ${env:HOME} $");
        assertThat(acme.header("x-tenant")).contains("a/b?c");
        assertThat(acme.queryAll("shop")).containsExactly("Koeln ${env:HOME} $");
        ReceivedRequest other = target.requests("/second/in/b%2F..%2Fc/%C3%BC").get(0);
        assertThat(other.header("authorization")).contains("Bearer s3cr3t-of-b");
        assertThat(other.header("x-shop")).contains("{x}");
    }

    @Test
    void a401PausesOneTenantUntilItsFileIsMended() throws Exception {
        plain("acme");
        plain("other");
        target.on(
                "/acme/in/acme",
                request -> request.header("authorization")
                                .filter("Bearer right"::equals)
                                .isPresent()
                        ? Answer.status(200)
                        : Answer.status(401));
        target.on("/other/in/other", Answer.status(200));
        try (FlowFixture flow = start(ALLOWED)) {
            String job = accept(flow, "acme", 3);
            awaitPaused(flow, "acme", "unauthorized");
            completed(flow, "other", accept(flow, "other", 3));
            assertThat(flow.state().pausedReason()).isEmpty();
            assertThat(state(flow, "other").pausedReason()).isEmpty();
            assertThat(flow.store().batches().pausedTenants(FLOW)).isEqualTo(1);
            assertThat(flow.store().batches().tenantPauses(FLOW))
                    .extracting(TenantPauses::reason, TenantPauses::tenants, TenantPauses::last)
                    .containsExactly(tuple("unauthorized", 1L, "acme"));
            Files.delete(directory.resolve("tenants/acme.properties"));
            await().until(() -> state(flow, "acme").pausedReason().isEmpty());
            tenant("acme", "base=" + target.url("/acme"), "token=right");
            completed(flow, "acme", job);
            assertThat(state(flow, "acme").pausedReason()).isEmpty();
        }
    }

    @Test
    void aTargetThatHangsHoldsUpNoOtherTenant() throws Exception {
        for (int i = 0; i < 4; i++) {
            plain("hangs" + i);
            target.on("/hangs" + i + "/in/hangs" + i, Answer.status(200).delayed(Duration.ofMinutes(5)));
        }
        plain("acme");
        target.on("/acme/in/acme", Answer.status(200));
        // fewer than the tenants that hang would take
        Map<String, String> properties =
                Map.of("connector.http.allowPrivate", "true", "connector.http.maxInFlight", "12");
        try (FlowFixture flow = start(properties, "concurrency", "3", "timeout", "2m")) {
            for (int i = 0; i < 4; i++) {
                accept(flow, "hangs" + i, 100);
            }
            await().until(() -> target.requests().size() >= 4);
            completed(flow, "acme", accept(flow, "acme", 20));
            completed(flow, "acme", accept(flow, "acme", 20));
            for (int i = 0; i < 4; i++) {
                assertThat(target.requests("/hangs" + i + "/in/hangs" + i)).hasSizeBetween(1, 3);
            }
            // it ends without them
            target.close();
        }
    }

    @Test
    void retryAfterHoldsBackOneTenant() throws Exception {
        plain("acme");
        plain("other");
        target.on("/acme/in/acme", Answer.status(429).header("Retry-After", "600"));
        target.on("/other/in/other", Answer.status(200));
        try (FlowFixture flow = start(ALLOWED, "concurrency", "1")) {
            accept(flow, "acme", 5);
            await().until(() -> state(flow, "acme").notBefore().isPresent());
            completed(flow, "other", accept(flow, "other", 5));
            assertThat(target.requests("/acme/in/acme")).hasSize(1);
        }
    }

    @Test
    void recordsWaitForAFileThatIsNotThereOrLacksAKey() throws Exception {
        plain("other");
        target.on("/other/in/other", Answer.status(200));
        target.on("/acme/in/acme", Answer.status(200));
        try (FlowFixture flow = start(ALLOWED)) {
            assertThat(flow.flow(FLOW).knows("acme")).isFalse();
            assertThat(flow.flow(FLOW).knows("other")).isTrue();
            String job = accept(flow, "acme", 5);
            completed(flow, "other", accept(flow, "other", 5));
            tenant("acme", "base=" + target.url("/acme"));
            TenantDirectory directory = flow.flow(FLOW).tenants().orElseThrow();
            await().until(() -> directory.problem("acme").equals(Optional.of("acme.properties: missing key token")));
            plain("acme");
            completed(flow, "acme", job);
            assertThat(state(flow, "acme").pausedReason()).isEmpty();
        }
    }

    @Test
    void hostsOfTenantsHaveToBePublic() throws Exception {
        int port = target.port();
        target.on("/in/in/mapped", Answer.status(200));
        Map<String, String> hosts = Map.of(
                "plain", "127.0.0.1", "number", "2130706433", "name", "localhost", "mapped", "[::ffff:127.0.0.1]");
        for (Map.Entry<String, String> host : hosts.entrySet()) {
            tenant(host.getKey(), "base=http://" + host.getValue() + ":" + port + "/in", "token=t0ken");
        }
        try (FlowFixture flow = start(Map.of())) {
            hosts.keySet().forEach(tenant -> accept(flow, tenant, 2));
            hosts.keySet().forEach(tenant -> awaitPaused(flow, tenant, "blocked_address"));
            assertThat(target.requests()).isEmpty();
        }
    }

    @Test
    void hostsOfTokenUrlsAsWell() throws Exception {
        tenant("acme", "login=" + target.url("/token"), "token=t0ken");
        target.on("/in/acme", Answer.status(200));
        try (FlowFixture flow = start(
                Map.of(),
                "url",
                target.url("/in/{tenant}"),
                "auth",
                "login",
                "loginUrl",
                "{tenant.login}",
                "loginBody",
                "{\"key\":\"{tenant.token}\"}",
                "tokenPath",
                "$.token")) {
            accept(flow, "acme", 1);
            awaitPaused(flow, "acme", "blocked_address");
            assertThat(target.requests()).isEmpty();
        }
    }

    @Test
    void aTokenIsOneTenants() throws Exception {
        tenant("acme", "id=acme \"x\"", "secret=s3cr3t-a");
        tenant("other", "id=other", "secret=s3cr3t-a");
        target.on("/token", request -> Answer.jsonOf(Map.of("token", request.text())));
        target.on("/in/acme", Answer.status(200));
        target.on("/in/other", Answer.status(200));
        try (FlowFixture flow = start(
                Map.of(),
                "url",
                target.url("/in/{tenant}"),
                "auth",
                "login",
                "loginUrl",
                target.url("/token"),
                "loginBody",
                "{\"id\":\"{tenant.id}\",\"key\":{tenant.secret}}",
                "tokenPath",
                "$.token")) {
            completed(flow, "acme", accept(flow, "acme", 2));
            completed(flow, "other", accept(flow, "other", 2));
        }
        assertThat(target.requests("/token"))
                .extracting(ReceivedRequest::text)
                .containsExactlyInAnyOrder(
                        "{\"id\":\"acme \\\"x\\\"\",\"key\":\"s3cr3t-a\"}", "{\"id\":\"other\",\"key\":\"s3cr3t-a\"}");
    }

    @Test
    void whatIsPutGoesBeforeTheFileAndIsUnreadableInTheStore() throws Exception {
        plain("acme");
        target.on("/put/in/acme", Answer.status(200));
        target.on("/acme/in/acme", Answer.status(200));
        try (FlowFixture flow = start(ALLOWED)) {
            TenantDirectory directory = flow.flow(FLOW).tenants().orElseThrow();
            directory.put("acme", Map.of("base", target.url("/put"), "token", "s3cr3t-canary"));
            completed(flow, "acme", accept(flow, "acme", 1));
            assertThat(target.requests("/put/in/acme").get(0).header("authorization"))
                    .contains("Bearer s3cr3t-canary");
            assertThat(directory.shown("acme")).contains(Map.of("base", target.url("/put"), "token", "***"));
            directory.put("acme", Map.of("base", target.url("/put"), "token", "***", "new", "x"));
            completed(flow, "acme", accept(flow, "acme", 1));
            assertThat(target.requests("/put/in/acme").get(1).header("authorization"))
                    .contains("Bearer s3cr3t-canary");
            assertThatThrownBy(() -> directory.put("acme", Map.of("base", "ftp://x", "token", "a\r\nX-Evil: 1")))
                    .hasMessageContaining("{tenant.base}")
                    .hasMessageContaining("'token' holds a line end");
            assertThatThrownBy(() -> directory.put("acme", Map.of("base", "http://x")))
                    .hasMessage("missing key token");
            assertThat(directory.tenants("", 10)).containsExactly("acme");
            assertThat(directory.remove("acme")).isTrue();
            assertThat(directory.remove("acme")).isFalse();
            completed(flow, "acme", accept(flow, "acme", 1));
            assertThat(target.requests("/acme/in/acme")).hasSize(1);
        }
        for (String file : List.of("connector.db", "connector.db-wal")) {
            Path path = directory.resolve("data").resolve(file);
            if (Files.exists(path)) {
                assertThat(new String(Files.readAllBytes(path), java.nio.charset.StandardCharsets.ISO_8859_1))
                        .doesNotContain("canary");
            }
        }
    }
}
