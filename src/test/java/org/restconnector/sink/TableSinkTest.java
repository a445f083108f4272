package org.restconnector.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.restconnector.store.PageTransaction;
import org.restconnector.store.Store;
import org.restconnector.store.StoreSettings;
import org.restconnector.store.Stores;

class TableSinkTest extends CamelTestSupport {
    private static final String POSTGRES = "CONNECTOR_TEST_POSTGRES";

    @TempDir
    Path directory;

    private Store store;

    @Override
    protected CamelContext createCamelContext() throws Exception {
        store = Stores.open(StoreSettings.embedded(directory), Clock.systemUTC(), point -> {});
        CamelContext context = super.createCamelContext();
        context.getRegistry().unbind(Store.BEAN);
        context.getRegistry().bind(Store.BEAN, store);
        context.getPropertiesComponent().addOverrideProperty("connector.db.other.url", "jdbc:sqlite:" + other());
        context.getPropertiesComponent()
                .addOverrideProperty(
                        "connector.db.postgres.url", System.getenv().getOrDefault(POSTGRES, ""));
        return context;
    }

    private Path other() {
        return directory.resolve("other.db");
    }

    @Override
    protected RouteBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:by-header").to("kamelet:table-sink?table=orders");
                from("direct:by-key").to("kamelet:table-sink?table=orders&primaryKey=user.id,n");
                from("direct:append").to("kamelet:table-sink?table=log&mode=append");
                from("direct:other").to("kamelet:table-sink?table=orders&primaryKey=id&db=other");
            }
        };
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    private static List<String> rows(String url, String sql) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                StringJoiner row = new StringJoiner("|");
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    row.add(rows.getString(i));
                }
                found.add(row.toString());
            }
        }
        return found;
    }

    private List<String> rows(String sql) throws SQLException {
        return rows("jdbc:sqlite:" + directory.resolve("connector.db"), sql);
    }

    private Exchange send(String endpoint, Object body, PageTransaction page, Map<String, Object> headers) {
        return template.request(endpoint, exchange -> {
            exchange.getMessage().setBody(body);
            exchange.getMessage().setHeaders(new java.util.HashMap<>(headers));
            exchange.setProperty(PageTransaction.PROPERTY, page);
        });
    }

    private PageTransaction page() {
        return new PageTransaction(store, point -> {});
    }

    @Test
    void writesAnExchangeAtATime() throws Exception {
        template.sendBodyAndHeader("direct:by-header", Map.of("id", 1, "total", 0.5), "RecordId", "1");
        template.sendBodyAndHeader("direct:by-header", "{\"id\":1,\"total\":1.10}", "RecordId", "1");
        template.sendBody("direct:by-key", "[{\"user\":{\"id\":5},\"n\":1},{\"user\":{\"id\":5},\"n\":1}]");

        assertThat(rows("SELECT _record_id, id, total, n FROM orders ORDER BY 1"))
                .containsExactly("1|1|1.10|null", "5|1|null|null|1");
    }

    @Test
    void commitsAPageWithItsCheckpoint() throws Exception {
        PageTransaction page = page();
        send("direct:by-header", Map.of("id", 1), page, Map.of("RecordId", "1", "RecordRun", "run"));
        send(
                "direct:by-header",
                List.of(Map.of("id", 1, "b", 2), Map.of("id", 2)),
                page,
                Map.of("RecordIds", List.of("1", "2")));
        send("direct:append", Map.of("x", 1), page, Map.of());
        send("direct:append", Map.of("x", 1), page, Map.of());
        assertThat(rows("SELECT name FROM sqlite_schema WHERE name IN ('orders', 'log')"))
                .isEmpty();
        page.commit(transaction -> true);

        assertThat(rows("SELECT _record_id, _run_id, b FROM orders ORDER BY 1"))
                .containsExactly("1|null|2", "2|null|null");
        assertThat(rows("SELECT x FROM log")).containsExactly("1", "1");
    }

    @Test
    void leavesNoTraceWhereTheCheckpointFails() throws Exception {
        PageTransaction page = page();
        send("direct:by-header", Map.of("id", 1), page, Map.of("RecordId", "1"));
        assertThatThrownBy(() -> page.commit(transaction -> {
                    throw new IllegalStateException("no checkpoint");
                }))
                .hasMessage("no checkpoint");
        PageTransaction second = page();
        send("direct:by-header", Map.of("id", 1), second, Map.of("RecordId", "1"));
        second.rollback();

        assertThat(rows("SELECT name FROM sqlite_schema WHERE name = 'orders'")).isEmpty();
        template.sendBodyAndHeader("direct:by-header", Map.of("id", "now text"), "RecordId", "1");
        assertThat(rows("SELECT id FROM orders")).containsExactly("now text");
    }

    @Test
    void refusesTheRecordThatTheDatabaseCannotHoldAndKeepsTheOthers() throws Exception {
        PageTransaction page = page();
        send("direct:by-key", "{\"user\":{\"id\":1},\"n\":1}", page, Map.of());
        Exchange withoutKey = send("direct:by-key", "{\"n\":1}", page, Map.of());
        Exchange halfAPair = send("direct:by-key", "{\"user\":{\"id\":1},\"n\":2,\"t\":\"\\ud800\"}", page, Map.of());
        page.commit(transaction -> true);

        assertThat(withoutKey.getException())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("user.id");
        assertThat(halfAPair.getException())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("field 't'");
        assertThat(rows("SELECT n FROM orders")).containsExactly("1");
    }

    @Test
    void keepsARecordAsItWasWhenALaterStepChangesIt() throws Exception {
        PageTransaction page = page();
        Map<String, Object> record = new java.util.HashMap<>(Map.of("id", 1));
        send("direct:by-header", record, page, Map.of("RecordId", "1"));
        record.put("id", 99);
        page.commit(transaction -> true);

        assertThat(rows("SELECT id FROM orders")).containsExactly("1");
    }

    @Test
    void writesToAnotherDatabase() throws Exception {
        template.sendBody("direct:other", "{\"id\":1}");
        PageTransaction page = page();
        send("direct:other", "{\"id\":2}", page, Map.of());
        PageTransaction dropped = page();
        send("direct:other", "{\"id\":3}", dropped, Map.of());
        dropped.rollback();
        page.commit(transaction -> true);

        assertThat(rows("jdbc:sqlite:" + other(), "SELECT _record_id, id FROM orders ORDER BY 1"))
                .containsExactly("1|1", "2|2");
    }

    @Test
    @EnabledIfEnvironmentVariable(named = POSTGRES, matches = "jdbc:.+")
    void writesToPostgres() throws Exception {
        String table = "sink_" + System.nanoTime();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:postgres").to("kamelet:table-sink?table=public." + table + "&primaryKey=id&db=postgres");
            }
        });
        template.sendBody("direct:postgres", "[{\"id\":1,\"n\":1.10},{\"id\":2,\"n\":{\"a\":[1]}}]");
        assertThatThrownBy(() -> template.sendBody("direct:postgres", "{\"id\":\"\\u0000\"}"))
                .rootCause()
                .hasMessageContaining("NUL");

        String url = System.getenv(POSTGRES);
        assertThat(rows(url, "SELECT id, n FROM " + table + " ORDER BY 1")).containsExactly("1|1.10", "2|{\"a\":[1]}");
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE " + table);
        }
    }

    @Test
    void failsTheStartWhereAParameterIsWrong() throws Exception {
        Map<String, String> wrong = Map.of(
                "table=connector_runs", "reserved",
                "table=t&mode=replaced", "upsert, append and replace are allowed",
                "table=t&db=none", "connector.db.none.url is missing",
                "table=t&db=mysql", "must begin with jdbc:sqlite: or jdbc:postgresql:",
                "table=t&primaryKey=a..b", "not a path");
        for (Map.Entry<String, String> parameters : wrong.entrySet()) {
            try (CamelContext other = new DefaultCamelContext()) {
                other.getRegistry().unbind(Store.BEAN);
                other.getRegistry().bind(Store.BEAN, store);
                other.getPropertiesComponent()
                        .addOverrideProperty("connector.db.mysql.url", "jdbc:mysql://u:secret@h/d");
                other.addRoutes(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:in").to("kamelet:table-sink?" + parameters.getKey());
                    }
                });
                assertThatThrownBy(other::start)
                        .rootCause()
                        .hasMessageContaining(parameters.getValue())
                        .hasMessageNotContaining("secret");
            }
        }
    }
}
