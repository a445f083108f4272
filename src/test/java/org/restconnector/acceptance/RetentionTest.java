package org.restconnector.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.restconnector.testing.Answer;
import org.restconnector.testing.ApiServer;
import org.restconnector.testing.Once;
import org.restconnector.testing.PullFile;
import org.restconnector.testing.Workspace;

/** What {@code connector.retention} does for who never runs anything but {@code once}. */
class RetentionTest {
    private final ApiServer api = ApiServer.start().on("/items", Answer.json("[{\"id\":1}]"));
    private Workspace workspace;

    @BeforeEach
    void prepare(@TempDir Path directory) {
        workspace = new Workspace(directory);
        workspace.pull(PullFile.of("items", api.url("/items")).with("to", workspace.jsonlSink("items.jsonl")));
    }

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void onceRemovesWhatIsTooOldAtItsEnd() throws Exception {
        Once.run(workspace);
        Once.run(workspace);
        assertThat(runs()).isEqualTo(2);
        execute("UPDATE connector_run SET started_at = started_at - 3000000000, ended_at = ended_at - 3000000000");
        Once.run(workspace);
        assertThat(runs()).as("it was looked after within the hour").isEqualTo(3);
        execute("UPDATE connector_counter SET value = value - 3600000 WHERE name = 'retention'");

        assertThat(Once.run(workspace).exitCode()).isZero();
        assertThat(runs()).isEqualTo(2);
    }

    private long runs() {
        return ((Number) workspace
                        .query("SELECT count(*) AS n FROM connector_run")
                        .get(0)
                        .get("n"))
                .longValue();
    }

    private void execute(String sql) throws Exception {
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:sqlite:" + workspace.directory().resolve("data/connector.db"));
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "a month, which is no duration",
        "30, which is no duration",
        "59s, allowed are 1m and more",
        "99999999d, longer than"
    })
    void aWrongDurationStopsTheStart(String value, String said) {
        workspace.property("connector.retention", value);

        for (String command : new String[] {"run", "once", "check"}) {
            Once.Outcome outcome = Once.command(workspace, command);
            assertThat(outcome.exitCode()).as(command).isEqualTo(2);
            assertThat(outcome.err())
                    .singleElement()
                    .asString()
                    .contains("connector.retention", "'" + value + "'", said);
        }
    }
}
