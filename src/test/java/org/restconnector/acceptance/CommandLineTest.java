package org.restconnector.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
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
import org.restconnector.testing.RawServer;
import org.restconnector.testing.RunResult;
import org.restconnector.testing.Workspace;

class CommandLineTest {
    private final ApiServer api = ApiServer.start();
    private Workspace workspace;

    @BeforeEach
    void prepare(@TempDir Path directory) {
        workspace = new Workspace(directory);
        api.on("/items", PagedApi.of(PageStyle.CURSOR_IN_BODY, 25, 5));
    }

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void oncePrintsOneLineAPullAndNothingElse() {
        workspace.pull(pull("orders")).pull(pull("items"));
        try (ChildProcess child = ChildProcess.in(workspace).start("once", "orders")) {
            assertThat(child.exitCode()).as(child.err().toString()).isZero();
            assertThat(child.out()).singleElement().satisfies(line -> {
                RunResult result = RunResult.parse(line);
                assertThat(result.fields().keySet())
                        .containsExactly(
                                "pull",
                                "run",
                                "status",
                                "startedAt",
                                "seconds",
                                "requests",
                                "pages",
                                "records",
                                "delivered",
                                "skipped",
                                "deadLettered",
                                "resumed",
                                "warnings",
                                "error");
                assertThat(line)
                        .startsWith("{\"pull\":\"orders\",")
                        .contains("\"requests\":5,\"pages\":5,\"records\":25,\"delivered\":25,\"skipped\":0,"
                                + "\"deadLettered\":0,\"resumed\":false,\"warnings\":[],\"error\":null}");
            });
            assertThat(workspace.ids("data.jsonl")).hasSize(25);
        }
    }

    @Test
    void aFailedRunAndAMistakeHaveExitCodesOfTheirOwn() {
        api.on("/items", Answer.status(404));
        workspace.pull(pull("items"));
        try (ChildProcess failing = ChildProcess.in(workspace).start("once");
                ChildProcess mistaken = ChildProcess.in(workspace).start("onec")) {
            assertThat(failing.exitCode()).isEqualTo(1);
            assertThat(failing.out()).hasSize(1);
            assertThat(mistaken.exitCode()).isEqualTo(2);
            assertThat(mistaken.err()).isNotEmpty().noneMatch(line -> line.startsWith("\tat "));
        }
    }

    @Test
    void aPullThatAnotherProcessRunsIsRefused() {
        workspace.pull(pull("items"));
        try (ChildProcess running = ChildProcess.in(workspace)
                .property(PausingFaultHook.PAUSE_AT, "page-received:2")
                .start("once")) {
            running.awaitErr("FAULT page-received 2"::equals);
            int before = api.requests().size();
            Once.Outcome second = Once.run(workspace);
            assertThat(second.exitCode()).isEqualTo(1);
            assertThat(second.err()).singleElement().asString().contains("items");
            assertThat(second.out()).isEmpty();
            assertThat(api.requests()).hasSize(before);
        }
    }

    @Test
    void runKeepsRunningUntilItIsTerminated() {
        workspace
                .property("camel.server.port", String.valueOf(RawServer.closedPort()))
                .property("camel.management.port", String.valueOf(RawServer.closedPort()))
                .pull(pull("items"));
        try (ChildProcess running = ChildProcess.in(workspace).start("run")) {
            api.awaitRequests(5);
            try (ChildProcess second = ChildProcess.in(workspace).start("run")) {
                assertThat(second.exitCode()).isEqualTo(1);
                assertThat(second.err())
                        .singleElement()
                        .asString()
                        .matches("another process \\(pid \\d+\\) is running on .*data; stop it first");
            }
            assertThat(running.alive()).isTrue();
            assertThat(running.terminate()).isIn(0, 143);
            assertThat(workspace.ids("data.jsonl")).hasSize(25);
        }
    }

    @Test
    void everyCommandHasHelp() {
        for (String[] command : new String[][] {
            {"--help"},
            {"run", "--help"},
            {"once", "--help"},
            {"check", "--help"},
            {"describe", "--help"},
            {"dead-letters", "--help"},
            {"dead-letters", "list", "--help"}
        }) {
            Once.Outcome outcome = Once.command(workspace, command);
            assertThat(outcome.exitCode()).as(String.join(" ", command)).isZero();
            assertThat(String.join("\n", outcome.out())).containsIgnoringCase("usage");
        }
        assertThat(Once.command(workspace, "--version").out()).isNotEmpty();
    }

    @Test
    void describeTellsTheParametersOfATemplate() {
        assertThat(String.join("\n", Once.command(workspace, "describe").out())).contains("rest-pull");
        assertThat(String.join(
                        "\n", Once.command(workspace, "describe", "rest-pull").out()))
                .contains("cursorParam", "retryDelay", "30s", "100000");
        assertThat(Once.command(workspace, "describe", "rest-nothing").exitCode())
                .isEqualTo(2);
    }

    private PullFile pull(String name) {
        return PullFile.of(name, api.url("/items"))
                .with(PageStyle.CURSOR_IN_BODY.parameters())
                .with("to", "kamelet:jsonl-sink?file=data.jsonl");
    }
}
