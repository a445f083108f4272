package org.restconnector.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restconnector.testing.Answer;
import org.restconnector.testing.ApiServer;
import org.restconnector.testing.Certificates;
import org.restconnector.testing.ForwardProxy;
import org.restconnector.testing.Once;
import org.restconnector.testing.PullFile;
import org.restconnector.testing.RunResult;
import org.restconnector.testing.Workspace;

class ProxyTest {
    private final ApiServer api = ApiServer.start();
    private final ForwardProxy proxy = ForwardProxy.start();
    private Workspace workspace;

    @BeforeEach
    void prepare(@TempDir Path directory) {
        workspace = new Workspace(directory);
        api.on("/items", Answer.json("{\"data\":[{\"id\":1}]}"));
    }

    @AfterEach
    void close() {
        api.close();
        proxy.close();
    }

    private PullFile pull(String url) {
        return PullFile.of("items", url).with("retries", 0).with("to", workspace.jsonlSink("out.jsonl"));
    }

    @Test
    void asksThroughTheProxyWithTheWholeUrl() {
        workspace.pull(pull(api.url("/items?x=1")).with("proxy", proxy.address()));
        assertThat(Once.run(workspace).exitCode()).isZero();
        assertThat(proxy.requests()).containsExactly("GET " + api.url("/items?x=1") + " HTTP/1.1");
        assertThat(api.requests()).singleElement().satisfies(request -> assertThat(request.header("via"))
                .contains("1.1 test-proxy"));
    }

    /** Only the proxy knows where the host is, and all that it sees of the request is that host. */
    @Test
    void tunnelsTlsThroughTheProxy(@TempDir Path keys) throws Exception {
        Certificates certificates = new Certificates(keys);
        Path key = certificates.key("api", "dns:api.test");
        workspace.property(
                "connector.tls.corp.trustStore",
                certificates.pem("trust", key, false).toString());
        try (ApiServer secure = ApiServer.startTls(Certificates.server(key, key), false)) {
            secure.on("/items", Answer.json("{\"data\":[{\"id\":1}]}"));
            workspace.pull(pull("https://api.test:" + secure.port() + "/items")
                    .with("tls", "corp")
                    .with("auth", "bearer")
                    .with("token", "s3cret-token")
                    .with("proxy", proxy.address()));
            assertThat(Once.run(workspace).exitCode()).isZero();
            assertThat(secure.requests()).hasSize(1);
            assertThat(proxy.requests()).containsExactly("CONNECT api.test:" + secure.port() + " HTTP/1.1");
        }
    }

    @Test
    void aProxyThatRefusesOrIsAwayIsAConnectionFaultThatNamesIt() {
        proxy.refusing();
        workspace.pull(pull("https://api.test/items").with("proxy", proxy.address()));
        RunResult refused = Once.run(workspace).result("items");
        assertThat(refused.errorCode()).isEqualTo("connection");
        assertThat(refused.errorMessage()).contains("through the proxy " + proxy.address());
        proxy.close();
        RunResult away = Once.run(workspace).result("items");
        assertThat(away.errorCode()).isEqualTo("connection");
        assertThat(away.errorMessage()).contains("through the proxy " + proxy.address());
    }

    @Test
    void takesTheProxySettingsOfTheJvmElse() {
        Map<String, String> settings = Map.of(
                "http.proxyHost",
                "127.0.0.1",
                "http.proxyPort",
                String.valueOf(proxy.port()),
                "http.nonProxyHosts",
                "");
        Map<String, String> before = new TreeMap<>();
        settings.forEach((key, value) -> {
            before.put(key, System.getProperty(key, ""));
            System.setProperty(key, value);
        });
        try {
            workspace.pull(pull(api.url("/items")));
            assertThat(Once.run(workspace).exitCode()).isZero();
            assertThat(proxy.requests()).hasSize(1);
            System.setProperty("http.nonProxyHosts", "127.*");
            assertThat(Once.run(workspace).exitCode()).isZero();
            assertThat(proxy.requests()).hasSize(1);
        } finally {
            before.forEach((key, value) -> {
                if (value.isEmpty()) {
                    System.clearProperty(key);
                } else {
                    System.setProperty(key, value);
                }
            });
        }
    }

    @Test
    void refusesWhatIsNoProxy() {
        workspace.pull(pull(api.url("/items")).with("proxy", "http://proxy.example.com"));
        assertThat(Once.run(workspace).err()).singleElement().asString().contains("'proxy'", "host:port");
    }
}
