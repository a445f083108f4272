package org.restconnector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restconnector.json.Json;
import org.restconnector.testing.Answer;
import org.restconnector.testing.ApiServer;

/** Tenants of a flow as a product sees them. */
class TenantsApiTest {
    private static final String TENANT = "/api/flows/crm/tenants/acme";
    private static final String RECORDS = "/dev/crm/acme/records/Contact";

    @TempDir
    Path directory;

    private final HttpClient client = HttpClient.newHttpClient();
    private ApiServer target;
    private InboxServer server;
    private Standalone application;

    @BeforeEach
    void start() throws Exception {
        target = ApiServer.start();
        Files.createDirectories(directory.resolve("routes"));
        Files.createDirectories(directory.resolve("config/tenants"));
        Files.writeString(directory.resolve("config/x.properties"), "base=" + target.url("/x") + "\ntoken=t0ken-x");
        Files.writeString(
                directory.resolve("config/tenants/b%2Fc.properties"), "base={{file:config/base}}\ntoken=t0ken-b");
        Files.writeString(directory.resolve("config/base"), target.url("/b"));
        Files.writeString(
                directory.resolve("application.properties"),
                "camel.server.port=0\nconnector.api.keys=canary-key,limited@crm\nconnector.http.allowPrivate=true\n");
        Files.writeString(
                directory.resolve("routes/crm.camel.yaml"),
                """
                - templatedRoute:
                    routeTemplateRef: rest-push
                    parameters:
                      - {name: name, value: crm}
                      - {name: url, value: "{tenant.base}/{stream}"}
                      - {name: tenants, value: config/tenants}
                      - {name: auth, value: bearer}
                      - {name: token, value: "{tenant.token}"}
                - templatedRoute:
                    routeTemplateRef: rest-push
                    parameters:
                      - {name: name, value: plain}
                      - {name: url, value: "%s"}
                """
                        .formatted(target.url("/plain")));
        ApplicationProperties properties = ApplicationProperties.read(directory);
        server = InboxServer.create();
        application = Standalone.create(properties, Map.of());
        server.addTo(application.main(), properties);
        application.main().start();
    }

    @AfterEach
    void stop() {
        application.close();
        server.close();
        target.close();
    }

    private HttpResponse<String> call(String method, String path, String body, String key) throws Exception {
        int port = application
                .main()
                .getCamelContext()
                .getRegistry()
                .findByType(VertxPlatformHttpRouter.class)
                .iterator()
                .next()
                .getServer()
                .getPort();
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .header("x-api-key", key)
                        .header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> call(String method, String path, String body) throws Exception {
        return call(method, path, body, "canary-key");
    }

    private void refused(int status, String code, String method, String path, String body) throws Exception {
        HttpResponse<String> answer = call(method, path, body);
        assertThat(answer.body()).contains("\"code\":\"" + code + "\"").doesNotContain("s3cr3t");
        assertThat(answer.statusCode()).isEqualTo(status);
    }

    @Test
    void aProductKeepsWhatItsTenantsHaveOfTheirOwn() throws Exception {
        target.on("/in/Contact", Answer.status(200));
        target.on("/b/Contact", Answer.status(200));
        refused(404, "unknown_tenant", "POST", RECORDS, "{}");
        refused(404, "unknown_tenant", "GET", TENANT, "");
        refused(404, "unknown_tenant", "DELETE", TENANT, "");
        refused(404, "unknown_tenant", "POST", "/dev/crm/..%2Fx/records/Contact", "{}");
        refused(404, "unknown_tenant", "POST", "/dev/crm/%252e%252e%2Fx/records/Contact", "{}");
        refused(404, "unknown_tenant", "GET", "/api/flows/crm/tenants/..%2Fx", "");
        refused(404, "unknown_flow", "PUT", "/api/flows/none/tenants/acme", "{}");
        refused(400, "invalid_tenant", "PUT", "/api/flows/crm/tenants/a%0Ab", "{}");
        refused(400, "unsupported", "PUT", "/api/flows/plain/tenants/acme", "{}");
        refused(400, "invalid_json", "PUT", TENANT, "{");
        refused(400, "invalid_settings", "PUT", TENANT, "[]");
        refused(400, "invalid_settings", "PUT", TENANT, "{\"base\":\"https://a.example\",\"token\":null}");
        refused(400, "invalid_settings", "PUT", TENANT, "{\"base\":\"https://a.example\"}");
        refused(400, "invalid_settings", "PUT", TENANT, "{\"base\":\"nowhere\",\"token\":\"s3cr3t\"}");
        assertThat(call("PUT", TENANT, "{}", "limited").statusCode()).isEqualTo(403);

        String settings = "{\"base\":\"" + target.url("/in") + "\",\"token\":\"s3cr3t-{{env:HOME}}\"}";
        HttpResponse<String> put = call("PUT", TENANT, settings);
        assertThat(put.body()).isEqualTo("{\"base\":\"" + target.url("/in") + "\",\"token\":\"***\"}");
        assertThat(put.statusCode()).isEqualTo(200);
        assertThat(call("GET", TENANT, "").body()).isEqualTo(put.body());
        assertThat(call("POST", RECORDS, "{\"id\":1}", "limited").statusCode()).isEqualTo(200);
        assertThat(call("POST", "/dev/crm/b%2Fc/records/Contact", "{\"id\":2}").statusCode())
                .isEqualTo(200);
        await().until(() -> target.requests().size() == 2);
        assertThat(target.requests("/in/Contact").get(0).header("authorization"))
                .contains("Bearer s3cr3t-{{env:HOME}}");
        assertThat(target.requests("/b/Contact").get(0).header("authorization")).contains("Bearer t0ken-b");

        assertThat(call("POST", "/api/flows/crm/pause?tenant=acme", "").body())
                .contains("\"paused\":false", "\"pausedTenants\":1");
        assertThat(call("GET", "/api/flows/crm/tenants/b%2Fc", "").body())
                .isEqualTo("{\"base\":\"***\",\"token\":\"***\"}");
        refused(404, "unknown_tenant", "POST", "/api/flows/crm/pause?tenant=none", "");
        refused(400, "unsupported", "POST", "/api/flows/plain/pause?tenant=acme", "");
        Map<?, ?> list = (Map<?, ?>)
                Json.read(call("GET", "/api/flows/crm/tenants?limit=1", "").body());
        assertThat(list.get("next")).isEqualTo("acme");
        assertThat(list.get("tenants").toString()).contains("tenant=acme", "pausedReason=paused by hand");
        assertThat(call("GET", "/api/flows/crm/tenants?after=acme", "").body())
                .contains("\"tenant\":\"b/c\"", "\"paused\":false")
                .doesNotContain("acme", "t0ken");
        assertThat(call("POST", "/api/flows/crm/resume?tenant=acme", "").body()).contains("\"pausedTenants\":0");

        assertThat(call("DELETE", TENANT, "").body()).contains("\"deleted\":true");
        refused(404, "unknown_tenant", "POST", RECORDS, "{}");
    }

    @Test
    void checkTellsWhatFilesOfTenantsLack() throws IOException {
        Path folder = directory.resolve("config/tenants");
        Files.writeString(folder.resolve("acme.properties"), "base=https://a.example\ntokken=x");
        Files.writeString(folder.resolve("b c.properties"), "");
        Files.writeString(folder.resolve("notes.txt"), "");
        RouteFiles files = new RouteFiles(ApplicationProperties.read(directory));
        List<String> problems = files.check(files.all()).flows().tenantProblems("crm");
        assertThat(problems).hasSize(2);
        assertThat(problems.get(0)).endsWith("config/tenants/acme.properties: missing key token");
        assertThat(problems.get(1)).contains("b c.properties: is the name of no tenant's file");
    }
}
