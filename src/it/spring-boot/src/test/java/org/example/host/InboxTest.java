package org.example.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.zip.GZIPOutputStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restconnector.demo.DemoApi;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.init.ScriptUtils;

/** The inbound API in the host's server, with a store that an administrator has made. */
class InboxTest {
    private static final String ACCOUNTS = "/connector/dev/demo-contacts/acme";

    @TempDir
    private static Path folder;

    private static OrdersApi api;
    private static DemoApi demo;
    private static ConfigurableApplicationContext host;

    @BeforeAll
    static void startHost() throws Exception {
        api = new OrdersApi();
        demo = new DemoApi(0);
        demo.start();

        assertThatThrownBy(InboxTest::start)
                .hasStackTraceContaining("connector.store.migrate=false leaves that to you");
        makeSchema();
        host = start();
    }

    private static ConfigurableApplicationContext start() {
        return new SpringApplicationBuilder(HostApplication.class)
                .sources(ConnectorConfiguration.class)
                .run(Hosts.arguments(
                        folder,
                        api.url(),
                        demo.port(),
                        "classpath:routes/*,file:" + System.getProperty("connector.routes")
                                + "/demo/demo-contacts.camel.yaml",
                        "--connector.store.migrate=false",
                        "--connector.inbox.enabled=true",
                        "--connector.inbox.path=/connector",
                        "--connector.inbox.maxBytes=100KB",
                        "--connector.api.keys=0123456789abcdef"));
    }

    private static void makeSchema() throws Exception {
        Resource[] files =
                new PathMatchingResourcePatternResolver().getResources("classpath*:META-INF/connector/sqlite/*.sql");
        Arrays.sort(files, Comparator.comparing(Resource::getFilename));
        try (Connection connection =
                new DriverManagerDataSource("jdbc:sqlite:" + folder.resolve("store.db")).getConnection()) {
            for (Resource file : files) {
                ScriptUtils.executeSqlScript(connection, file);
            }
        }
    }

    @AfterAll
    static void stopHost() {
        host.close();
        demo.close();
        api.close();
    }

    @Test
    void takesAJobAndDeadLettersTheRecordAtFaultInTheStoreOfTheHost() throws Exception {
        JdbcTemplate store = new JdbcTemplate(host.getBean("connectorDataSource", DataSource.class));

        HttpResponse<String> job = post(
                ACCOUNTS + "/jobs",
                BodyPublishers.ofString(
                        "{\"state\":{\"Contact\":[{\"email\":\"a@example.com\"},{\"name\":\"Zoë\"}]}}"));

        assertThat(job.statusCode()).isEqualTo(200);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> store.queryForObject("SELECT count(*) FROM connector_dead_letter", Integer.class) == 1);
        assertThat(folder.resolve("data/connector.db")).doesNotExist();
        assertThat(host.getBean(DataSource.class)).isNotSameAs(host.getBean("connectorDataSource"));
    }

    @Test
    void answersARealTimeWriteWithItsResult() throws Exception {
        HttpResponse<String> answer = post(
                ACCOUNTS + "/connectors/crm/Contact",
                BodyPublishers.ofString("{\"data\":{\"email\":\"b@example.com\"},\"async\":false}"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"success\":true");
    }

    @Test
    void takesCompressedBodies() throws Exception {
        HttpResponse<String> answer =
                post(ACCOUNTS + "/records/Contact", zip("{\"email\":\"é@example.com\"}"), "content-encoding", "gzip");

        assertThat(answer.body()).contains("\"recordCount\":{\"Contact\":1}");
    }

    @Test
    void refusesWhatIsTooLargeAlsoDecompressedAndWhoHasNoKey() throws Exception {
        String large = "[{\"email\":\"" + "x".repeat(200_000) + "\"}]";

        assertThat(post(ACCOUNTS + "/records/Contact", BodyPublishers.ofString(large))
                        .body())
                .contains("too_large");
        assertThat(post(ACCOUNTS + "/records/Contact", zip(large), "content-encoding", "gzip")
                        .body())
                .contains("too_large");
        assertThat(get("/connector/api/flows").statusCode()).isEqualTo(401);
        assertThat(get("/api/flows").statusCode()).isEqualTo(404);
    }

    @Test
    void theHostsOwnPathsAnswerBesideIt() throws Exception {
        assertThat(get("/greet?name=host").body()).isEqualTo("Hello, host");
        assertThat(get("/connector/").headers().firstValue("content-type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/html"));
        assertThat(get("/connector/openapi.json").statusCode()).isEqualTo(200);
    }

    @Test
    void aPullInJavaDelivers() {
        Path file = folder.resolve("orders.jsonl");
        await().atMost(Duration.ofSeconds(20)).until(() -> Files.exists(file) && Files.size(file) > 0);

        assertThat(file).content().isEqualTo("{\"id\":3,\"total\":0.00}\n");
    }

    private static BodyPublisher zip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return BodyPublishers.ofByteArray(bytes.toByteArray());
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return send(request(path));
    }

    private static HttpResponse<String> post(String path, BodyPublisher body, String... headers) throws Exception {
        HttpRequest.Builder request = request(path).POST(body);
        request.header("x-api-key", "0123456789abcdef").header("content-type", "application/json");
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + host.getEnvironment().getProperty("local.server.port") + path));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }
}
