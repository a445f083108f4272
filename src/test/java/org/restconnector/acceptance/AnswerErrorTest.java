package org.restconnector.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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

/** APIs that report a failure in a 2xx answer. */
class AnswerErrorTest {
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

    private PullFile pull(String name, String answer) {
        api.on("/" + name, Answer.json(answer));
        return PullFile.of(name, api.url("/" + name)).with("to", workspace.jsonlSink(name + ".jsonl"));
    }

    private static String page(ReceivedRequest request) {
        return request.query("page").orElse("");
    }

    @Test
    void anErrorInAnAnswerFailsTheRunWithWhatItSays() {
        Map<String, String> answers = Map.of(
                "text", "\"quota is used up\"",
                "zero", "0",
                "object", "{\"code\":17}",
                "list", "[\"quota\"]",
                "true", "true");
        answers.forEach((name, error) -> workspace.pull(
                pull(name, "{\"error\":" + error + ",\"data\":[{\"id\":1}]}").with("errorPath", "$.error")));
        Once.Outcome outcome = Once.run(workspace);
        answers.forEach((name, error) -> {
            RunResult result = outcome.result(name);
            assertThat(result.summary()).as(name).isEqualTo("failed response_error: 0 records, 0 delivered, 0 dead");
            assertThat(result.errorMessage())
                    .as(name)
                    .startsWith("GET " + api.url("/" + name))
                    .endsWith("errorPath $.error says: " + error.replaceAll("^\"|\"$", ""));
            assertThat(workspace.lines(name + ".jsonl")).as(name).isEmpty();
        });
        assertThat(api.requests()).as("nothing is tried again").hasSize(answers.size());
    }

    @Test
    void nullFalseEmptyAndMissingErrorsAreNone() {
        List<String> none = List.of("\"error\":null,", "\"error\":false,", "\"error\":\"\",", "\"error\":[],", "");
        for (int i = 0; i < none.size(); i++) {
            workspace.pull(
                    pull("p" + i, "{" + none.get(i) + "\"data\":[{\"id\":1}]}").with("errorPath", "$.error"));
        }
        assertThat(Once.run(workspace).results())
                .extracting(RunResult::summary)
                .hasSize(none.size())
                .containsOnly("completed none: 1 records, 1 delivered, 0 dead");
    }

    @Test
    void whatIsNotOkFailsTheRun() {
        Map<String, String> said = Map.of(
                "no", "\"ok\":false,",
                "text", "\"ok\":\"yes\",",
                "one", "\"ok\":1,",
                "null", "\"ok\":null,",
                "missing", "");
        said.forEach((name, ok) ->
                workspace.pull(pull(name, "{" + ok + "\"data\":[{\"id\":1}]}").with("okPath", "$.ok")));
        workspace.pull(pull("fine", "{\"ok\":true,\"data\":[{\"id\":1}]}").with("okPath", "$.ok"));
        workspace.pull(
                pull("fine-text", "{\"ok\":\"true\",\"data\":[{\"id\":1}]}").with("okPath", "$.ok"));
        Once.Outcome outcome = Once.run(workspace);
        said.keySet().forEach(name -> assertThat(outcome.result(name).summary())
                .as(name)
                .isEqualTo("failed response_error: 0 records, 0 delivered, 0 dead"));
        assertThat(outcome.result("no").errorMessage())
                .contains("okPath $.ok is false, not true; the answer begins: {");
        assertThat(outcome.result("missing").errorMessage()).contains("okPath $.ok is missing, or null");
        assertThat(outcome.result("fine").status()).isEqualTo("completed");
        assertThat(outcome.result("fine-text").status()).isEqualTo("completed");
    }

    @Test
    void anErrorAmongManyElementsIsFound() {
        workspace.pull(pull("parts", "{\"parts\":[{\"error\":null},{\"error\":\"disk\"}],\"data\":[{\"id\":1}]}")
                .with("errorPath", "$.parts[*].error"));
        workspace.pull(pull("oks", "{\"parts\":[{\"ok\":true},{\"ok\":false}],\"data\":[{\"id\":1}]}")
                .with("okPath", "$.parts[*].ok"));
        Once.Outcome outcome = Once.run(workspace);
        assertThat(outcome.result("parts").errorMessage()).endsWith("says: disk");
        assertThat(outcome.result("oks").errorCode()).isEqualTo("response_error");
    }

    @Test
    void theNextRunGoesOnAtThePageThatHeldTheError() {
        workspace.pull(PullFile.of("pages", api.url("/pages"))
                .with("pagination", "page")
                .with("totalPages", "$.last")
                .with("auth", "bearer")
                .with("token", "s3cret-token")
                .with("errorPath", "$.error")
                .with("to", workspace.jsonlSink("pages.jsonl")));
        api.on(
                "/pages",
                request -> Answer.json(
                        page(request).equals("2")
                                ? "{\"error\":\"try later, s3cret-token\"}"
                                : "{\"data\":[{\"id\":1}],\"last\":3}"));
        RunResult failed = Once.run(workspace).result("pages");
        assertThat(failed.summary()).isEqualTo("failed response_error: 1 records, 1 delivered, 0 dead");
        assertThat(failed.errorMessage()).endsWith("says: try later, ***");

        api.on("/pages", request -> Answer.json("{\"data\":[{\"id\":" + page(request) + "}],\"last\":3}"));
        api.forgetRequests();
        RunResult completed = Once.run(workspace).result("pages");
        assertThat(completed.summary()).isEqualTo("completed none: 2 records, 2 delivered, 0 dead");
        assertThat(completed.resumed()).isTrue();
        assertThat(workspace.ids("pages.jsonl")).containsExactly(1, 2, 3);
    }

    @Test
    void anAnswerWithoutABodyIsNotLookedInto() {
        api.on("/none", Answer.status(204));
        workspace.pull(
                PullFile.of("none", api.url("/none")).with("okPath", "$.ok").with("to", workspace.jsonlSink("n")));
        assertThat(Once.run(workspace).result("none").status()).isEqualTo("completed");
    }
}
