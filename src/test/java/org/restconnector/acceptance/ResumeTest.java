package org.restconnector.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restconnector.testing.Answer;
import org.restconnector.testing.ApiServer;
import org.restconnector.testing.Handler;
import org.restconnector.testing.Once;
import org.restconnector.testing.PageStyle;
import org.restconnector.testing.PagedApi;
import org.restconnector.testing.PullFile;
import org.restconnector.testing.RunResult;
import org.restconnector.testing.Workspace;

class ResumeTest {
    private static final List<Object> ALL =
            IntStream.rangeClosed(1, 25).<Object>mapToObj(Integer::valueOf).toList();

    private final ApiServer api = ApiServer.start();
    private Workspace workspace;

    @BeforeEach
    void prepare(@TempDir Path directory) {
        workspace = new Workspace(directory);
    }

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void theNextRunGoesOnAtThePageThatFailed() {
        List<PageStyle> styles = Arrays.stream(PageStyle.values())
                .filter(style -> style != PageStyle.NONE)
                .toList();
        styles.forEach(style -> {
            api.on("/" + style, PagedApi.of(style, 25, 5).onRequest(3, Answer.status(500)));
            workspace.pull(pull(style));
        });
        Once.Outcome failed = Once.run(workspace);
        List<String> failedAt = styles.stream()
                .map(style -> api.requests("/" + style).get(2).target())
                .toList();
        api.forgetRequests();
        Once.Outcome resumed = Once.run(workspace);

        SoftAssertions softly = new SoftAssertions();
        softly.assertThat(failed.exitCode()).isEqualTo(1);
        softly.assertThat(resumed.exitCode()).isZero();
        for (int i = 0; i < styles.size(); i++) {
            String name = styles.get(i).name();
            softly.assertThat(failed.result(name).summary())
                    .as(name)
                    .isEqualTo("failed http_status: 10 records, 10 delivered, 0 dead");
            RunResult result = resumed.result(name);
            softly.assertThat(result.summary()).as(name).isEqualTo("completed none: 15 records, 15 delivered, 0 dead");
            softly.assertThat(result.resumed()).as(name).isTrue();
            softly.assertThat(api.requests("/" + name).get(0).target()).as(name).isEqualTo(failedAt.get(i));
            softly.assertThat(workspace.ids(name + ".jsonl")).as(name).isEqualTo(ALL);
        }
        softly.assertAll();
    }

    @Test
    void aCompletedRunLeavesNothingToResume() {
        api.on("/PAGE", PagedApi.of(PageStyle.PAGE, 25, 5).onRequest(3, Answer.status(500)));
        workspace.pull(pull(PageStyle.PAGE));
        Once.run(workspace);
        Once.run(workspace);
        RunResult third = Once.run(workspace).result("PAGE");
        assertThat(third.resumed()).isFalse();
        assertThat(third.number("records")).isEqualTo(25);
    }

    @Test
    void withoutResumeTheNextRunStartsOver() {
        api.on("/PAGE", PagedApi.of(PageStyle.PAGE, 25, 5).onRequest(3, Answer.status(500)));
        workspace.pull(pull(PageStyle.PAGE).with("resume", false));
        Once.run(workspace);
        RunResult second = Once.run(workspace).result("PAGE");
        assertThat(second.resumed()).isFalse();
        assertThat(second.warnings()).isEmpty();
        assertThat(second.number("records")).isEqualTo(25);
    }

    @Test
    void otherRequestsMakeTheCheckpointVoid() {
        api.on("/PAGE", PagedApi.of(PageStyle.PAGE, 25, 5).onRequest(3, Answer.status(500)));
        workspace.pull(pull(PageStyle.PAGE));
        Once.run(workspace);
        workspace.pull(pull(PageStyle.PAGE).with("query", "status=open"));
        RunResult second = Once.run(workspace).result("PAGE");
        assertThat(second.resumed()).isFalse();
        assertThat(second.warnings()).singleElement().asString().contains("resume_reset");
        assertThat(second.number("records")).isEqualTo(25);
    }

    @Test
    void settingsThatShapeNoRequestKeepTheCheckpoint() {
        api.on("/PAGE", PagedApi.of(PageStyle.PAGE, 25, 5).onRequest(3, Answer.status(500)));
        workspace.pull(pull(PageStyle.PAGE));
        Once.run(workspace);
        workspace.pull(
                pull(PageStyle.PAGE).with("retries", 3).with("every", "2h").with("timeout", "20s"));
        assertThat(Once.run(workspace).result("PAGE").resumed()).isTrue();
    }

    @Test
    void aCheckpointThatTheApiRefusesStartsTheRunOverOnce() {
        AtomicReference<Handler> handler = new AtomicReference<>(
                PagedApi.of(PageStyle.CURSOR_IN_BODY, 25, 5).onRequest(3, Answer.status(500)));
        api.on("/CURSOR_IN_BODY", request -> handler.get().answer(request));
        workspace.pull(pull(PageStyle.CURSOR_IN_BODY));
        Once.run(workspace);
        handler.set(PagedApi.of(PageStyle.CURSOR_IN_BODY, 25, 5).onRequest(1, Answer.status(410)));
        RunResult second = Once.run(workspace).result("CURSOR_IN_BODY");
        assertThat(second.summary()).isEqualTo("completed none: 25 records, 25 delivered, 0 dead");
        assertThat(second.warnings()).singleElement().asString().contains("resume_reset");
        assertThat(new LinkedHashSet<>(workspace.ids("CURSOR_IN_BODY.jsonl"))).containsExactlyElementsOf(ALL);
    }

    @Test
    void refusedCredentialsKeepTheCheckpoint() {
        AtomicReference<Handler> handler = new AtomicReference<>(
                PagedApi.of(PageStyle.CURSOR_IN_BODY, 25, 5).onRequest(3, Answer.status(500)));
        api.on("/CURSOR_IN_BODY", request -> handler.get().answer(request));
        workspace.pull(pull(PageStyle.CURSOR_IN_BODY));
        Once.run(workspace);
        for (int status : List.of(401, 403)) {
            handler.set(request -> Answer.status(status));
            assertThat(Once.run(workspace).result("CURSOR_IN_BODY").status()).isEqualTo("failed");
        }
        handler.set(PagedApi.of(PageStyle.CURSOR_IN_BODY, 25, 5));
        RunResult last = Once.run(workspace).result("CURSOR_IN_BODY");
        assertThat(last.resumed()).isTrue();
        assertThat(last.summary()).isEqualTo("completed none: 15 records, 15 delivered, 0 dead");
    }

    @Test
    void aPlaceholderThatLeadsToAnotherApiMakesTheCheckpointVoid() {
        api.on("/PAGE", PagedApi.of(PageStyle.PAGE, 25, 5).onRequest(3, Answer.status(500)));
        api.on("/other", PagedApi.of(PageStyle.PAGE, 25, 5));
        workspace.property("base", api.url("/PAGE")).pull(pull(PageStyle.PAGE).with("url", "{{base}}"));
        Once.run(workspace);
        workspace.property("base", api.url("/other"));
        RunResult second = Once.run(workspace).result("PAGE");
        assertThat(second.resumed()).isFalse();
        assertThat(second.warnings()).singleElement().asString().contains("resume_reset");
        assertThat(second.number("records")).isEqualTo(25);
    }

    @Test
    void aDefaultThatIsWrittenOutKeepsTheCheckpoint() {
        api.on("/OFFSET", PagedApi.of(PageStyle.OFFSET, 25, 5).onRequest(3, Answer.status(500)));
        workspace.pull(pull(PageStyle.OFFSET).without("pageSizeParam").with("pageSize", 5));
        Once.run(workspace);
        workspace.pull(pull(PageStyle.OFFSET)
                .with("pageSize", 5)
                .with("pageSizeParam", "limit")
                .with("firstOffset", 0)
                .with("method", "GET"));
        assertThat(Once.run(workspace).result("OFFSET").resumed()).isTrue();
    }

    @Test
    void anotherPathOfRecordsMakesTheCheckpointVoid() {
        api.on("/PAGE", PagedApi.of(PageStyle.PAGE, 25, 5).onRequest(3, Answer.status(500)));
        workspace.pull(pull(PageStyle.PAGE));
        Once.run(workspace);
        workspace.pull(pull(PageStyle.PAGE).with("records", "$.data"));
        assertThat(Once.run(workspace).result("PAGE").resumed()).isFalse();
    }

    @Test
    void aCheckpointThatLeadsWhereThePullMayNotGoStartsOver() {
        try (ApiServer other = ApiServer.start()) {
            other.on("/more", Answer.status(500));
            api.on("/items", Answer.json("{\"data\":[{\"id\":1}],\"next\":\"" + other.url("/more") + "\"}"));
            PullFile pull = PullFile.of("items", api.url("/items"))
                    .with("pagination", "next-url")
                    .with("next", "$.next")
                    .with("retries", 0)
                    .with("to", workspace.jsonlSink("out.jsonl"));
            Once.run(workspace.pull(pull.with("allowedHosts", "127.0.0.1:" + other.port())));
            api.on("/items", Answer.json("{\"data\":[{\"id\":1}]}"));
            RunResult second = Once.run(workspace.pull(pull)).result("items");
            assertThat(second.summary()).isEqualTo("completed none: 1 records, 1 delivered, 0 dead");
            assertThat(second.warnings()).singleElement().asString().contains("resume_reset");
        }
    }

    @Test
    void aCheckpointThatCannotBeReadStartsTheRunOver() throws Exception {
        api.on("/PAGE", PagedApi.of(PageStyle.PAGE, 25, 5).onRequest(3, Answer.status(500)));
        workspace.pull(pull(PageStyle.PAGE));
        for (String damaged :
                List.of("{}", "", "[]", "{\"received\":1,\"pages\":1,\"previous\":\"\",\"ended\":false}")) {
            api.on("/PAGE", PagedApi.of(PageStyle.PAGE, 25, 5).onRequest(3, Answer.status(500)));
            Once.run(workspace);
            damage("UPDATE connector_checkpoint SET position = '" + damaged + "'");
            RunResult second = Once.run(workspace).result("PAGE");
            assertThat(second.summary()).as(damaged).isEqualTo("completed none: 25 records, 25 delivered, 0 dead");
            assertThat(second.warnings()).as(damaged).singleElement().asString().contains("resume_reset");
        }
    }

    @Test
    void aRunThatCannotBeginIsOneResultAndTheNextOneCan() throws Exception {
        api.on("/PAGE", PagedApi.of(PageStyle.PAGE, 5, 5));
        workspace.pull(pull(PageStyle.PAGE));
        Once.run(workspace);
        damage("ALTER TABLE connector_checkpoint RENAME COLUMN position TO elsewhere");
        Once.Outcome outcome = Once.run(workspace);
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.result("PAGE").errorCode()).isEqualTo("store");
        damage("ALTER TABLE connector_checkpoint RENAME COLUMN elsewhere TO position");
        assertThat(Once.run(workspace).result("PAGE").status()).isEqualTo("completed");
    }

    private void damage(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:sqlite:" + workspace.directory().resolve("data/connector.db"));
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private PullFile pull(PageStyle style) {
        return PullFile.of(style.name(), api.url("/" + style))
                .with(style.parameters())
                .with("retries", 0)
                .with("to", workspace.jsonlSink(style + ".jsonl"));
    }
}
