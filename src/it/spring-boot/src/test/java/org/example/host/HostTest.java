package org.example.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The connector's jar on the class path of a Spring Boot application. */
class HostTest {
    @TempDir
    private static Path folder;

    private static OrdersApi api;
    private static ConfigurableApplicationContext host;

    @BeforeAll
    static void startHost() throws Exception {
        api = new OrdersApi();
        host = start("host", "classpath:camel/*");
    }

    @AfterAll
    static void stopHost() {
        if (host != null) {
            host.close();
        }
        api.close();
    }

    @Test
    void pullsEveryPageWithNumbersAndNullsAsTheyCame() {
        Path file = folder.resolve("host.jsonl");
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
    }

    @Test
    void leavesTheRoutesOfTheHostAsTheyAre() {
        ProducerTemplate template = host.getBean(ProducerTemplate.class);

        assertThat(template.requestBody("direct:greet", "host", String.class)).isEqualTo("Hello, host");
        assertThatThrownBy(() -> template.sendBody("direct:refuse", "x")).hasRootCauseMessage("the host refuses");
    }

    @Test
    void keepsItsHttpComponentApartFromTheOneOfTheHost() {
        CamelContext context = host.getBean(CamelContext.class);

        assertThat(context.getComponent("rest-http")).isNotNull().isNotSameAs(context.getComponent("http"));
    }

    @Test
    void stopsTheStartAtAnUnknownParameterAndNamesIt() {
        assertThatThrownBy(() -> start("typo", "classpath:camel/*,classpath:typo/*"))
                .hasStackTraceContaining(
                        "typo.camel.yaml:7: unknown parameter 'paginaton'; did you mean 'pagination'?");
    }

    @Test
    void keepsItsStoreInTheDataFolderUnlessTheHostHasOne() {
        assertThat(folder.resolve("host-data/connector.db")).isNotEmptyFile();
    }

    @Test
    void keepsItsStoreInTheDataSourceOfTheHost() throws Exception {
        try (ConfigurableApplicationContext other = start("other", "classpath:camel/*", HostDatabase.class)) {
            await().atMost(Duration.ofSeconds(20)).until(() -> completedRuns(other) == 1);

            assertThat(folder.resolve("other.jsonl")).isNotEmptyFile();
            assertThat(folder.resolve("other-data/connector.db")).doesNotExist();
        }
    }

    private static int completedRuns(ConfigurableApplicationContext host) throws SQLException {
        try (Connection connection =
                        host.getBean("connectorDataSource", DataSource.class).getConnection();
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery(
                        "SELECT count(*) FROM connector_run WHERE pull = 'orders' AND status = 'completed'")) {
            return count.getInt(1);
        }
    }

    private static ConfigurableApplicationContext start(String name, String routes, Class<?>... more) {
        return new SpringApplicationBuilder(HostApplication.class)
                .sources(more)
                .run(
                        "--camel.main.routes-include-pattern=" + routes,
                        "--connector.data=" + folder.resolve(name + "-data"),
                        "--host.database=" + folder.resolve(name + ".db"),
                        "--orders.url=" + api.url(),
                        "--orders.file=" + folder.resolve(name + ".jsonl"));
    }
}
