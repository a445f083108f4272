package org.restconnector.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restconnector.testing.Answer;
import org.restconnector.testing.ApiServer;
import org.restconnector.testing.ChildProcess;
import org.restconnector.testing.Once;
import org.restconnector.testing.PageStyle;
import org.restconnector.testing.PagedApi;
import org.restconnector.testing.PausingFaultHook;
import org.restconnector.testing.PullFile;
import org.restconnector.testing.RunResult;
import org.restconnector.testing.Workspace;

/** A pull whose store is PostgreSQL: the same as with the embedded one. */
class PostgresRunTest {
    private static final String VARIABLE = "CONNECTOR_TEST_POSTGRES";
    private static final String SCHEMA = "connector_run_test";

    private final ApiServer api = ApiServer.start();
    private final PagedApi pages = PagedApi.of(PageStyle.CURSOR_IN_BODY, 30, 10);
    private String url;
    private Workspace workspace;

    @BeforeEach
    void prepare(@TempDir Path directory) throws SQLException {
        Optional<String> server = Optional.ofNullable(System.getProperty(VARIABLE, System.getenv(VARIABLE)))
                .filter(given -> !given.isBlank());
        if ("true".equals(System.getenv("CI"))) {
            assertThat(server).as("environment variable " + VARIABLE).isPresent();
        }
        assumeTrue(server.isPresent(), VARIABLE + " is not set");
        execute(server.get(), "DROP SCHEMA IF EXISTS " + SCHEMA + " CASCADE");
        execute(server.get(), "CREATE SCHEMA " + SCHEMA);
        url = server.get() + (server.get().contains("?") ? "&" : "?") + "currentSchema=" + SCHEMA;
        api.on("/items", pages);
        workspace = new Workspace(directory);
        workspace
                .property("connector.store.url", url)
                .pull(PullFile.of("items", api.url("/items"))
                        .with(PageStyle.CURSOR_IN_BODY.parameters())
                        .with("retries", 0)
                        .with("to", "kamelet:table-sink?table=items\nkamelet:table-sink?table=log&mode=append"));
    }

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void aRunPutsItsRecordsIntoATableOfTheStore() throws SQLException {
        assertThat(Once.run(workspace).result("items").summary())
                .isEqualTo("completed none: 30 records, 30 delivered, 0 dead");
        assertThat(ids("items")).isEqualTo(range(1, 30));
        assertThat(strings("SELECT status FROM connector_run")).containsExactly("completed");
        assertThat(strings("SELECT pull FROM connector_pull_lock")).isEmpty();
        assertThat(strings("SELECT pull FROM connector_checkpoint")).isEmpty();
    }

    @Test
    void theNextRunGoesOnAtThePageThatFailed() throws SQLException {
        api.on("/items", pages.onRequest(3, Answer.status(500)));
        assertThat(Once.run(workspace).result("items").summary())
                .isEqualTo("failed http_status: 20 records, 20 delivered, 0 dead");
        RunResult next = Once.run(workspace).result("items");
        assertThat(next.resumed()).isTrue();
        assertThat(next.number("delivered")).isEqualTo(10);
        assertThat(ids("log")).isEqualTo(range(1, 30));
    }

    @Test
    void aKillAroundACommitLosesAndRepeatsNothing() throws SQLException {
        for (String point : List.of("page-prepared:2", "page-committed:2")) {
            execute(url, "DROP TABLE IF EXISTS items, log");
            try (ChildProcess child = ChildProcess.in(workspace)
                    .property(PausingFaultHook.PAUSE_AT, point)
                    .start("once")) {
                child.awaitErr(line -> line.startsWith("FAULT " + point.replace(':', ' ')));
                child.kill9();
            }
            RunResult next = onceTheDeadAreKnown();
            assertThat(next.summary()).as(point).startsWith("completed");
            assertThat(next.resumed()).as(point).isTrue();
            assertThat(ids("log")).as(point).isEqualTo(range(1, 30));
        }
    }

    @Test
    void anIncrementalPullKeepsItsValueAndWhatItDelivered() throws SQLException {
        workspace.pull(PullFile.of("items", api.url("/new"))
                .with("incremental", "at")
                .with("since", "2026-01-01")
                .with("sinceParam", "since")
                .with("to", "kamelet:table-sink?table=log&mode=append"));
        api.on("/new", Answer.json("{\"data\":[{\"id\":1,\"at\":\"2026-01-02T00:00:00Z\"}]}"));
        assertThat(Once.run(workspace).result("items").fields()).containsEntry("state", "2026-01-02T00:00:00Z");
        api.on(
                "/new",
                Answer.json("{\"data\":[{\"id\":1,\"at\":\"2026-01-02T00:00:00Z\"},"
                        + "{\"id\":2,\"at\":\"2026-01-02T01:00:00+01:00\"}]}"));
        assertThat(Once.run(workspace).result("items").fields())
                .containsEntry("delivered", 1)
                .containsEntry("skipped", 1);
        assertThat(api.requests("/new").get(1).query("since")).contains("2026-01-02T00:00:00Z");
        assertThat(ids("log")).isEqualTo(range(1, 2));
        assertThat(Once.command(workspace, "state", "show", "items").out())
                .singleElement()
                .asString()
                .contains("\"state\":\"2026-01-02T00:00:00Z\"", "\"remembered\":2");
    }

    /** Its heart beats no more, but only after a while is it taken for dead. */
    private RunResult onceTheDeadAreKnown() throws SQLException {
        execute(url, "UPDATE connector_instance SET heartbeat_at = heartbeat_at - 3600000");
        return Once.run(workspace).result("items");
    }

    private List<Integer> ids(String table) throws SQLException {
        return strings("SELECT id FROM " + table + " ORDER BY id").stream()
                .map(Integer::valueOf)
                .toList();
    }

    private static List<Integer> range(int first, int last) {
        return IntStream.rangeClosed(first, last).boxed().toList();
    }

    private List<String> strings(String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }

    private static void execute(String url, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
