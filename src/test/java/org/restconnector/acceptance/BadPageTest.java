package org.restconnector.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restconnector.testing.Answer;
import org.restconnector.testing.ApiServer;
import org.restconnector.testing.Once;
import org.restconnector.testing.PullFile;
import org.restconnector.testing.RunResult;
import org.restconnector.testing.Transfer;
import org.restconnector.testing.Workspace;

class BadPageTest {
    private static final String GOOD = "{\"data\":[{\"id\":1},{\"id\":2}]}";

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
    void aPageThatIsNoJsonDeliversNothing() {
        Map<String, Answer> pages = new LinkedHashMap<>();
        pages.put("html", Answer.html(200));
        pages.put("html-as-json", Answer.html(200).contentType("application/json"));
        pages.put("empty", Answer.status(200).contentType("application/json"));
        pages.put("blank", Answer.json(" \n"));
        pages.put("cut", Answer.json(GOOD.substring(0, GOOD.length() - 4)));
        pages.put("trailing", Answer.json(GOOD + "x"));
        pages.put("two", Answer.json(GOOD + GOOD));
        pages.put("nan", Answer.json("{\"data\":[{\"id\":1},{\"id\":NaN}]}"));
        pages.put("exponent", Answer.json("{\"data\":[{\"id\":1},{\"id\":9e+22222222222}]}"));
        pages.put("comma", Answer.json("{\"data\":[{\"id\":1},]}"));
        pages.put("deep", Answer.json("{\"data\":[{\"id\":1}],\"x\":" + "[".repeat(100_000)));
        pages.forEach(this::add);
        Once.Outcome outcome = Once.run(workspace);
        assertThat(outcome.exitCode()).isEqualTo(1);
        for (String name : pages.keySet()) {
            RunResult result = outcome.result(name);
            assertThat(result.summary()).as(name).isEqualTo("failed format: 0 records, 0 delivered, 0 dead");
            assertThat(result.errorMessage()).as(name).hasSizeBetween(20, 1000).doesNotContain("\n", "Exception");
            assertThat(workspace.lines(name + ".jsonl")).as(name).isEmpty();
        }
    }

    @Test
    void goodPagesInOddWrappingsArriveAllTheSame() {
        Answer good = Answer.json(GOOD);
        Map<String, Answer> pages = new LinkedHashMap<>();
        pages.put("gzip", good.gzip());
        pages.put("gzip-unsaid", good.gzipUnsaid());
        pages.put("chunked", good.sent(Transfer.CHUNKED));
        pages.put("chunked-gzip", good.gzip().sent(Transfer.CHUNKED));
        pages.put("vendor", good.contentType("application/vnd.api+json; charset=utf-8"));
        pages.put("text", good.contentType("text/plain"));
        pages.put("untyped", new Answer(200, java.util.List.of(), good.body(), Transfer.WHOLE, good.delay()));
        pages.put("bom", Answer.json("\ufeff" + GOOD));
        pages.put("created", good.withStatus(201));
        pages.forEach(this::add);
        Once.Outcome outcome = Once.run(workspace);
        for (String name : pages.keySet()) {
            assertThat(outcome.result(name).summary())
                    .as(name)
                    .isEqualTo("completed none: 2 records, 2 delivered, 0 dead");
        }
    }

    @Test
    void aPageThatIsTooLargeEndsBeforeItIsRead() {
        add("endless", Answer.json("").sent(Transfer.ENDLESS));
        add("large", Answer.json("{\"data\":[{\"id\":\"" + "x".repeat(2_000_000) + "\"}]}"));
        add(
                "bomb",
                Answer.json("{\"data\":[{\"id\":\"" + "x".repeat(2_000_000) + "\"}]}")
                        .gzip());
        add("endless-error", Answer.json("").withStatus(404).sent(Transfer.ENDLESS));
        Once.Outcome outcome = Once.run(workspace);
        for (String name : java.util.List.of("endless", "large", "bomb")) {
            assertThat(outcome.result(name).summary())
                    .as(name)
                    .isEqualTo("failed response_too_large: 0 records, 0 delivered, 0 dead");
        }
        assertThat(outcome.result("endless-error").errorCode()).isEqualTo("http_status");
    }

    @Test
    void anErrorNamesTheRequestTheStatusAndWhatWasSaid() {
        api.on("/items", Answer.of(404, "application/json", "{\"message\":\"no such list\"}"));
        Once.Outcome outcome =
                Once.run(workspace.pull(pull("items").with("url", api.url("/items?q=1&api_key=s3cret"))));
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.result("items").errorMessage())
                .contains("GET", api.url("/items"), "404", "no such list")
                .doesNotContain("s3cret");
    }

    private void add(String name, Answer answer) {
        api.on("/" + name, answer);
        workspace.pull(pull(name));
    }

    private PullFile pull(String name) {
        return PullFile.of(name, api.url("/" + name))
                .with("maxPageBytes", "1MB")
                .with("retries", 0)
                .with("timeout", "10s")
                .with("to", workspace.jsonlSink(name + ".jsonl"));
    }
}
