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
import org.restconnector.testing.Once;
import org.restconnector.testing.PullFile;
import org.restconnector.testing.ReceivedRequest;
import org.restconnector.testing.RunResult;
import org.restconnector.testing.Workspace;

/** Tables that hold what a pull's last completed run saw, and nothing else. */
class ReplaceTest {
    private static final String POSTGRES = "CONNECTOR_TEST_POSTGRES";
    private static final String SCHEMA = "connector_replace_test";

    private final ApiServer api = ApiServer.start();
    private Workspace workspace;

    @BeforeEach
    void prepare(@TempDir Path directory) {
        workspace = new Workspace(directory);
        workspace.property("connector.db.other.url", "jdbc:sqlite:" + directory.resolve("other.db"));
    }

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void rowsThatACompletedRunDidNotSeeAreDeleted() throws SQLException {
        for (String to : List.of(table(""), table("&db=other"))) {
            pages(List.of(1, 2), List.of(3, 4), List.of(5));
            assertThat(run(to).summary()).isEqualTo("completed none: 5 records, 5 delivered, 0 dead");
            pages(List.of(2, 3), List.of(6));
            assertThat(run(to).summary()).isEqualTo("completed none: 3 records, 3 delivered, 0 dead");
            assertThat(ids(to)).as(to).containsExactly(2L, 3L, 6L);
        }
    }

    @Test
    void aCompletedRunWithoutRecordsDeletesAll() throws SQLException {
        for (String to : List.of(table(""), table("&db=other"))) {
            pages(List.of(1, 2));
            run(to);
            pages(List.of());
            assertThat(run(to).status()).isEqualTo("completed");
            assertThat(ids(to)).as(to).isEmpty();
        }
    }

    @Test
    void aFirstRunWithoutRecordsHasNothingToDelete() {
        pages(List.of());
        assertThat(run(table("")).summary()).isEqualTo("completed none: 0 records, 0 delivered, 0 dead");
    }

    @Test
    void aFailedRunDeletesNothingAndTheNextKeepsWhatItSaw() throws SQLException {
        for (String to : List.of(table(""), table("&db=other"))) {
            pages(List.of(1, 2), List.of(3, 4), List.of(5, 6));
            run(to);
            pages(List.of(1, 12), List.of(3), List.of(5));
            failingAt(2);
            assertThat(run(to).errorCode()).isEqualTo("http_status");
            assertThat(ids(to)).as(to).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 12L);
            failingAt(3);
            assertThat(run(to).errorCode()).isEqualTo("http_status");
            pages(List.of(1, 12), List.of(3), List.of(5));
            RunResult resumed = run(to);
            assertThat(resumed.summary()).isEqualTo("completed none: 1 records, 1 delivered, 0 dead");
            assertThat(resumed.resumed()).isTrue();
            assertThat(ids(to)).as(to).containsExactly(1L, 3L, 5L, 12L);
        }
    }

    @Test
    void aRunThatBeginsAnewKeepsNothingOfTheOneThatFailed() throws SQLException {
        pages(List.of(1), List.of(2));
        failingAt(2);
        run(table(""));
        pages(List.of(7));
        workspace.pull(pull(table("")).with("resume", "false"));
        assertThat(Once.run(workspace).result("items").status()).isEqualTo("completed");
        assertThat(ids(table(""))).containsExactly(7L);
    }

    @Test
    void aRunThatMayNotHaveSeenAllDeletesNothing() throws SQLException {
        pages(List.of(1), List.of(2), List.of(3));
        run(table(""));

        workspace.pull(pull(table("")).with("maxPages", 1));
        assertThat(Once.run(workspace).result("items").warnings())
                .anyMatch(warning -> warning.startsWith("replace_skipped: "));
        assertThat(ids(table(""))).hasSize(3);

        api.on("/items", Answer.json("{\"result\":[]}"));
        assertThat(run(table("")).warnings())
                .anyMatch(warning -> warning.startsWith("replace_skipped: ") && warning.contains("records_missing"));
        assertThat(ids(table(""))).hasSize(3);
    }

    @Test
    void aRunThatDeadLetteredRecordsDeletesNothing() throws SQLException {
        pages(List.of(1), List.of(2));
        run(table(""));
        api.on("/items", Answer.json("{\"data\":[{\"id\":1},{\"ident\":2}],\"pages\":1}"));
        RunResult result = run(table("") + "&primaryKey=id");
        assertThat(result.number("deadLettered")).isEqualTo(1);
        assertThat(result.warnings()).anyMatch(warning -> warning.contains("dead-lettered"));
        assertThat(ids(table(""))).containsExactly(1L, 2L);
    }

    @Test
    void rowsThatTheDatabaseDoesNotLetGoFailTheRunAndTheNextTriesAgain() throws SQLException {
        pages(List.of(1), List.of(2));
        run(table("&db=other"));
        execute("CREATE TRIGGER held BEFORE DELETE ON items BEGIN SELECT RAISE(ABORT, 'still billed'); END");
        pages(List.of(1), List.of(3));
        RunResult failed = run(table("&db=other"));
        assertThat(failed.errorCode()).isEqualTo("destination");
        assertThat(failed.errorMessage()).contains("could not be deleted", "still billed");
        execute("DROP TRIGGER held");
        RunResult next = run(table("&db=other"));
        assertThat(next.summary()).isEqualTo("completed none: 0 records, 0 delivered, 0 dead");
        assertThat(ids(table("&db=other"))).containsExactly(1L, 3L);
    }

    @Test
    void withinAnotherRouteItIsRefused() {
        pages(List.of(1));
        workspace.routes(
                "within",
                "- route:\n    from:\n      uri: direct:within\n      steps:\n        - to: \"" + table("") + "\"\n");
        assertThat(run("direct:within").number("deadLettered")).isEqualTo(1);
        assertThat(workspace.query("SELECT reason FROM connector_dead_letter").toString())
                .contains("mode=replace needs a run that has an end");
    }

    @Test
    void twoPullsDoNotReplaceOneTable() {
        workspace
                .pull(pull(table("")))
                .pull(pull("kamelet:table-sink?table=Items").with("name", "more"));
        for (String command : List.of("check", "once")) {
            Once.Outcome outcome = Once.command(workspace, command);
            assertThat(outcome.exitCode()).as(command).isEqualTo(2);
            assertThat(outcome.toString()).contains("each would delete the rows of the other");
        }
    }

    @Test
    void onPostgresqlTheSame() throws SQLException {
        String server = Optional.ofNullable(System.getenv(POSTGRES)).orElse("");
        assumeTrue(!server.isBlank(), POSTGRES + " is not set");
        try (Connection connection = DriverManager.getConnection(server);
                Statement statement = connection.createStatement()) {
            statement.execute("DROP SCHEMA IF EXISTS " + SCHEMA + " CASCADE");
            statement.execute("CREATE SCHEMA " + SCHEMA);
            String url = server + (server.contains("?") ? "&" : "?") + "currentSchema=" + SCHEMA;
            workspace.property("connector.store.url", url);
            workspace.property("connector.db.pg.url", url);
            for (String to : List.of(
                    "kamelet:table-sink?mode=replace&table=" + SCHEMA + ".inside",
                    "kamelet:table-sink?mode=replace&table=" + SCHEMA + ".outside&db=pg")) {
                pages(List.of(1, 2), List.of(3));
                run(to);
                pages(List.of(1), List.of(3), List.of(4));
                failingAt(3);
                assertThat(run(to).errorCode()).isEqualTo("http_status");
                pages(List.of(1), List.of(3), List.of(4));
                assertThat(run(to).status()).isEqualTo("completed");
                String table = to.replaceAll(".*table=([^&]*).*", "$1");
                try (ResultSet rows = statement.executeQuery("SELECT id FROM " + table + " ORDER BY id")) {
                    assertThat(longs(rows)).as(to).containsExactly(1L, 3L, 4L, 12L);
                }
            }
        }
    }

    private static String table(String more) {
        return "kamelet:table-sink?table=items&mode=replace" + more;
    }

    @SafeVarargs
    private void pages(List<Integer>... pages) {
        api.on("/items", request -> page(request, List.of(pages)));
    }

    private static Answer page(ReceivedRequest request, List<List<Integer>> pages) {
        int number = Integer.parseInt(request.query("page").orElseThrow());
        return Answer.json("{\"data\":"
                + pages.get(number - 1).stream()
                        .map(id -> "{\"id\":" + id + "}")
                        .toList()
                + ",\"pages\":" + pages.size() + "}");
    }

    private void failingAt(int page) {
        api.on(
                "/items",
                request -> request.query("page").orElseThrow().equals(String.valueOf(page))
                        ? Answer.status(404)
                        : page(
                                request,
                                IntStream.rangeClosed(1, 3)
                                        .mapToObj(n -> n == 1 ? List.of(1, 12) : List.of(3))
                                        .toList()));
    }

    private PullFile pull(String to) {
        return PullFile.of("items", api.url("/items"))
                .with("pagination", "page")
                .with("totalPages", "$.pages")
                .with("recordRetries", 0)
                .with("to", to);
    }

    private RunResult run(String to) {
        return Once.run(workspace.pull(pull(to))).result("items");
    }

    private List<Long> ids(String to) throws SQLException {
        String file = to.contains("db=other") ? "other.db" : "data/connector.db";
        try (Connection connection = connect(file);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id FROM items ORDER BY id")) {
            return longs(rows);
        }
    }

    private static List<Long> longs(ResultSet rows) throws SQLException {
        List<Long> ids = new ArrayList<>();
        while (rows.next()) {
            ids.add(rows.getLong(1));
        }
        return ids;
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = connect("other.db");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Connection connect(String file) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:sqlite:" + workspace.directory().resolve(file));
    }
}
