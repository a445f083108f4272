package org.example.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpComponent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.restconnector.demo.DemoApi;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The connector's jar on the class path of a Spring Boot application. */
class HostTest {
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
        host = start(
                "host", "classpath:routes/*,classpath:pulls/orders*,file:" + routes() + "/demo/demo-orders.camel.yaml");
    }

    private static Path routes() {
        return Path.of(System.getProperty("connector.routes"));
    }

    private static ConfigurableApplicationContext start(String name, String files, String... more) {
        return new SpringApplicationBuilder(HostApplication.class)
                .run(Hosts.arguments(folder.resolve(name), api.url(), demo.port(), files, more));
    }

    @AfterAll
    static void stopHost() {
        host.close();
        demo.close();
        api.close();
    }

    @Test
    void isAsItIsWithoutTheConnector() throws Exception {
        try (WithoutTheConnector without = new WithoutTheConnector()) {
            Map<String, String> portrait = Portrait.of(host);

            assertThat(portrait.get("a request of the host")).isEqualTo("asked by host");
            assertThat(portrait).containsExactlyEntriesOf(without.portrait());
        }
    }

    @Test
    void pullsEveryPageWithNumbersAndNullsAsTheyCame() {
        Path file = folder.resolve("host/orders.jsonl");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> Files.exists(file) && Files.readAllLines(file).size() >= 3);

        assertThat(file)
                .content()
                .isEqualTo(
                        """
                {"id":1,"total":19.90}
                {"id":2,"total":null}
                {"id":3,"total":0.00}
                """);
        assertThat(api.agents()).doesNotContain("host");
    }

    @Test
    void runsAFileOfTheStandaloneProgramUnchangedIntoAStoreOfItsOwn() {
        JdbcTemplate store = new JdbcTemplate(
                new DriverManagerDataSource("jdbc:sqlite:" + folder.resolve("host/data/connector.db")));

        await().atMost(Duration.ofSeconds(20))
                .until(() -> store.queryForObject(
                                "SELECT count(*) FROM connector_run WHERE pull = 'demo-orders'"
                                        + " AND status = 'completed'",
                                Integer.class)
                        == 1);
        assertThat(store.queryForObject("SELECT count(*) FROM orders", Integer.class))
                .isPositive();
    }

    @Test
    void keepsItsOwnSettingsOfRequestsAndTheHostThose() {
        CamelContext context = host.getBean(CamelContext.class);
        HttpComponent ours = context.getComponent("rest-http", HttpComponent.class);
        HttpComponent hosts = context.getComponent("http", HttpComponent.class);

        assertThat(hosts.isFollowRedirects()).isTrue();
        assertThat(hosts.isAutomaticRetriesDisabled()).isFalse();
        assertThat(ours.isFollowRedirects()).isFalse();
        assertThat(ours.isAutomaticRetriesDisabled()).isTrue();
        assertThat(ours.isCookieManagementDisabled()).isTrue();
        assertThat(ours.getConnectionsPerRoute()).isEqualTo(20);
        assertThat(ours.getUserAgent()).isNull();
    }

    @Test
    void stopsTheStartAtAnUnknownParameterAndNamesIt() {
        assertThatThrownBy(() -> start("typo", "classpath:routes/*,classpath:pulls/typo*"))
                .hasStackTraceContaining(
                        "typo.camel.yaml:7: unknown parameter 'paginaton'; did you mean 'pagination'?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.micrometer.core.instrument.MeterRegistry",
                "picocli.CommandLine",
                "org.quartz.CronExpression",
                "io.vertx.core.Vertx",
                "org.postgresql.Driver"
            })
    void needsNothingThatOnlyTheStandaloneProgramNeeds(String type) {
        assertThatThrownBy(() -> Class.forName(type)).isInstanceOf(ClassNotFoundException.class);
    }
}
