package org.restconnector.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

@EnabledIfEnvironmentVariable(named = "CONNECTOR_TEST_POSTGRES", matches = "jdbc:.+")
class JdbcTablesPostgresTest extends JdbcTablesTest {
    private String url;

    @Override
    TableTestDatabase open() throws Exception {
        String server = System.getenv("CONNECTOR_TEST_POSTGRES");
        String schema = "tables_" + UUID.randomUUID().toString().substring(0, 8);
        url = server + (server.contains("?") ? "&" : "?") + "currentSchema=" + schema;
        execute(server, "CREATE SCHEMA " + schema);
        Connection connection = connect();
        return new TableTestDatabase(connection, () -> {
            connection.close();
            execute(server, "DROP SCHEMA " + schema + " CASCADE");
        });
    }

    private Connection connect() throws Exception {
        Connection connection = DriverManager.getConnection(url);
        connection.setAutoCommit(false);
        return connection;
    }

    private static void execute(String server, String sql) throws Exception {
        try (Connection connection = DriverManager.getConnection(server);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    Dialect dialect() {
        return Dialect.POSTGRESQL;
    }

    @Test
    void choosesTypesOfPostgres() throws Exception {
        upsert(row("1", "{\"a\":1,\"b\":1.10,\"c\":true,\"d\":\"x\",\"e\":[1.10]}"));

        assertThat(db.rows("SELECT data_type FROM information_schema.columns WHERE table_name = 't'"
                        + " AND table_schema = current_schema() ORDER BY ordinal_position"))
                .containsExactly(
                        "text", "text", "timestamp with time zone", "bigint", "numeric", "boolean", "text", "jsonb");
        assertThat(db.rows("SELECT b, e, _loaded_at AT TIME ZONE 'UTC' FROM t"))
                .containsExactly("1.10|[1.10]|2026-01-02 03:04:05.06");
    }

    @Test
    void widensAnIntegerToANumber() throws Exception {
        upsert(row("1", "{\"a\":1}"));
        upsert(row("2", "{\"a\":1.10}"));

        assertThat(db.rows("SELECT a, pg_typeof(a) FROM t ORDER BY _record_id"))
                .containsExactly("1|numeric", "1.10|numeric");
    }

    @Test
    void refusesWhatPostgresCannotStoreWithTheFieldsName() {
        for (String json : List.of(
                "{\"a\":\"x\\u0000\"}",
                "{\"a\":{\"b\":[\"\\u0000\"]}}",
                "{\"a\":{\"\\u0000\":1}}",
                "{\"a\":1e131073}",
                "{\"a\":[1e-20000]}",
                "{\"a\":1e1000000000}")) {
            assertThatThrownBy(() -> tables.check(row("1", json)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("field 'a'");
        }
        assertThatThrownBy(() -> tables.check(row("x".repeat(3000), "{}"))).hasMessageContaining("id");
    }

    @Test
    void writesIntoASchema() throws Exception {
        String schema = connection.getSchema();
        write(schema + ".inner", Tables.Mode.UPSERT, List.of(row("1", "{\"a\":1}")));

        assertThat(db.rows("SELECT a FROM \"inner\"")).containsExactly("1");
        assertThatThrownBy(() -> tables.check(new Tables.Target(schema + ".connector_x", Tables.Mode.UPSERT)))
                .hasMessageContaining("reserved");
    }

    @Test
    void usesTheTypesOfAUsersTable() throws Exception {
        db.execute("CREATE TABLE t (id SERIAL PRIMARY KEY, at TIMESTAMPTZ, day DATE, key UUID, small SMALLINT,"
                + " price NUMERIC(10,2), ratio DOUBLE PRECISION, raw JSON, short VARCHAR(3), n INTEGER, own BIGINT"
                + " GENERATED ALWAYS AS IDENTITY)");
        upsert(row(
                "1",
                "{\"at\":\"2026-01-01T00:00:00Z\",\"day\":\"2026-01-01\",\"own\":77,"
                        + "\"key\":\"6f2c1c2e-6c2f-4b52-9a53-1d2f3a4b5c6d\",\"small\":7,\"price\":12.340,\"ratio\":0.5,"
                        + "\"raw\":{\"a\":1.10},\"short\":123,\"n\":5}"));
        upsert(row("1", "{\"n\":6,\"at\":null}"));

        assertThat(db.rows("SELECT id, n, price, own, _more FROM t")).containsExactly("1|6|null|1|null");
        for (String json : List.of(
                "{\"small\":70000}",
                "{\"price\":1.234}",
                "{\"ratio\":0.1}",
                "{\"short\":\"long\"}",
                "{\"day\":\"2026-01-01T10:00:00Z\"}",
                "{\"n\":1.5}")) {
            assertThatThrownBy(() -> upsert(row("2", json)))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("table t, column");
            connection.rollback();
        }
        assertThatThrownBy(() -> upsert(row("2", "{\"key\":\"no uuid\"}"))).hasMessageContaining("table t");
    }

    @Test
    void letsManyWritersCreateAndWidenOneTable() throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        List<CompletableFuture<Void>> writers = IntStream.range(0, 4)
                .mapToObj(writer -> CompletableFuture.runAsync(() -> {
                    try (Connection own = connect()) {
                        start.await(10, TimeUnit.SECONDS);
                        for (int page = 0; page < 20; page++) {
                            tables.write(
                                    new Transaction(own, NOW),
                                    new Tables.Target("t", Tables.Mode.UPSERT),
                                    List.of(
                                            row(
                                                    writer + "-" + page,
                                                    "{\"a\":" + (page % 7 == writer ? "\"x\"" : page) + ",\"w" + writer
                                                            + "\":1,\"p" + page + "\":2}"),
                                            row("shared", "{\"a\":1}")));
                            own.commit();
                        }
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                }))
                .toList();
        start.countDown();
        CompletableFuture.allOf(writers.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);

        assertThat(db.rows("SELECT count(*) FROM t")).containsExactly("81");
    }
}
