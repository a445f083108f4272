package org.example.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.restconnector.demo.DemoApi;

/** The connector's jar on the class path of a Camel Main application. */
class HostTest {
    @TempDir
    private static Path folder;

    private static DemoApi demo;
    private static Main host;

    @BeforeAll
    static void startHost() throws Exception {
        demo = new DemoApi(0);
        demo.start();
        host = host("host", "classpath:routes/*," + routes("demo-orders"));
        host.configure().addRoutesBuilder(new JavaPull());
        host.start();
    }

    /** A pull in Java. */
    private static final class JavaPull extends RouteBuilder {
        @Override
        public void configure() {
            templatedRoute("rest-pull")
                    .parameter("name", "orders-in-java")
                    .parameter("url", "http://127.0.0.1:{{connector.demo.port}}/demo/orders")
                    .parameter("records", "$.data[*]")
                    .parameter("to", "kamelet:jsonl-sink?file={{orders.file}}");
        }
    }

    private static String routes(String name) {
        return "file:" + System.getProperty("connector.routes") + "/demo/" + name + ".camel.yaml";
    }

    private static Map<String, String> properties(String name, String files) throws Exception {
        try (ServerSocket free = new ServerSocket(0)) {
            Map<String, String> properties = new HashMap<>();
            properties.put("host.port", String.valueOf(free.getLocalPort()));
            properties.put("camel.main.routesIncludePattern", files);
            properties.put("connector.data", folder.resolve(name).toString());
            properties.put("connector.demo.port", String.valueOf(demo.port()));
            properties.put("orders.file", folder.resolve(name + ".jsonl").toString());
            return properties;
        }
    }

    private static Main host(String name, String files) throws Exception {
        return host(properties(name, files));
    }

    private static Main host(Map<String, String> properties) {
        Main host = new Main();
        HostApplication.prepare(host, properties);
        return host;
    }

    @AfterAll
    static void stopHost() {
        host.stop();
        demo.close();
    }

    @Test
    void isAsItIsWithoutTheConnector() throws Throwable {
        Map<String, String> properties = properties("none", "classpath:routes/*");
        try (ClassPath without = ClassPath.withoutTheConnector()) {
            Map<String, String> portrait = Portrait.of(host);

            assertThat(portrait).containsEntry("a request of the host", "asked by host");
            assertThat(portrait).containsExactlyEntriesOf(without.portrait(properties));
        }
    }

    @Test
    void runsAFileOfTheStandaloneProgramUnchangedAndAPullInJava() {
        Path file = folder.resolve("host.jsonl");
        await().atMost(Duration.ofSeconds(20)).until(() -> Files.exists(file) && Files.size(file) > 0);

        assertThat(file).content().startsWith("{\"id\":");
        assertThat(folder.resolve("host/connector.db")).isNotEmptyFile();
        assertThat(host.getCamelContext().getRoute("pull-demo-orders")).isNotNull();
    }

    @Test
    void keepsItsOwnSettingsOfRequests() {
        HttpComponent ours = host.getCamelContext().getComponent("rest-http", HttpComponent.class);

        assertThat(ours.isFollowRedirects()).isFalse();
        assertThat(ours.isAutomaticRetriesDisabled()).isTrue();
        assertThat(ours.getUserAgent()).isNull();
    }

    @Test
    void stopsTheStartAtAnUnknownParameterAndNamesIt() throws Exception {
        Main typo = host("typo", "classpath:routes/*,classpath:pulls/*");

        assertThatThrownBy(typo::start)
                .hasStackTraceContaining(
                        "typo.camel.yaml:7: unknown parameter 'paginaton'; did you mean 'pagination'?");
    }

    @Test
    void namesTheDriverThatIsMissing() throws Exception {
        Map<String, String> properties = properties("driver", "classpath:routes/*," + routes("demo-orders"));
        try (ClassPath without = ClassPath.without("/sqlite-jdbc")) {
            assertThatThrownBy(() -> without.portrait(properties))
                    .hasStackTraceContaining(
                            "the store needs org.xerial:sqlite-jdbc, which is not on the class path; add it");
        }
    }

    @Test
    void watchesNoFilesAndServesNoHealth() {
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.matches("observer|reload.*"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.micrometer.core.instrument.MeterRegistry",
                "picocli.CommandLine",
                "org.quartz.CronExpression",
                "com.zaxxer.hikari.HikariConfig",
                "org.apache.logging.log4j.core.Logger",
                "org.postgresql.Driver"
            })
    void needsNothingThatOnlyTheStandaloneProgramNeeds(String type) {
        assertThatThrownBy(() -> Class.forName(type)).isInstanceOf(ClassNotFoundException.class);
    }

    @Test
    void answersInTheHostsServerUnderItsPathWhereThatIsAskedFor() throws Exception {
        Map<String, String> properties = properties("inbox", "classpath:routes/*," + routes("demo-contacts"));
        properties.put("connector.inbox.enabled", "true");
        properties.put("connector.inbox.path", "/connector");
        properties.put("connector.api.keys", "0123456789abcdef");
        Main inbox = host(properties);
        inbox.start();
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:"
                    + properties.get("host.port") + "/connector/dev/demo-contacts/acme/connectors/crm/Contact"));
            request.header("content-type", "application/json")
                    .POST(BodyPublishers.ofString("{\"data\":{\"email\":\"a@example.com\"},\"async\":false}"));

            assertThat(send(request).statusCode()).isEqualTo(401);
            HttpResponse<String> answer = send(request.header("x-api-key", "0123456789abcdef"));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("\"success\":true");
        } finally {
            inbox.stop();
        }
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }
}
