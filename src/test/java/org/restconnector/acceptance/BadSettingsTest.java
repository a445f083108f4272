package org.restconnector.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.restconnector.testing.Answer;
import org.restconnector.testing.ApiServer;
import org.restconnector.testing.Once;
import org.restconnector.testing.PullFile;
import org.restconnector.testing.Workspace;

class BadSettingsTest {
    private final ApiServer api = ApiServer.start();
    private Workspace workspace;

    @BeforeEach
    void prepare(@TempDir Path directory) {
        workspace = new Workspace(directory);
        api.on("/items", Answer.json("{\"data\":[]}"));
    }

    @AfterEach
    void close() {
        api.close();
    }

    /** A good pull made bad, and what its message must name. */
    record Mistake(String names, UnaryOperator<PullFile> make) {
        @Override
        public String toString() {
            return names;
        }
    }

    static Stream<Mistake> mistakes() {
        return Stream.of(
                new Mistake("recrods", pull -> pull.with("recrods", "$.x")),
                new Mistake("to", pull -> pull.without("to")),
                new Mistake("url", pull -> pull.with("url", "ftp://127.0.0.1/items")),
                new Mistake("url", pull -> pull.with("url", "/items")),
                new Mistake("name", pull -> pull.with("name", "two words")),
                new Mistake("name", pull -> pull.with("name", "api")),
                new Mistake("records", pull -> pull.with("records", "$.data[?(@.a")),
                new Mistake("timeout", pull -> pull.with("timeout", "soon")),
                new Mistake("maxPageBytes", pull -> pull.with("maxPageBytes", "much")),
                new Mistake("method", pull -> pull.with("method", "DELETE")),
                new Mistake("batchSize", pull -> pull.with("batchSize", "0")),
                new Mistake("resume", pull -> pull.with("resume", "perhaps")),
                new Mistake("cron", pull -> pull.with("every", "1h").with("cron", "0 * * * *")),
                new Mistake("pagination", pull -> pull.with("pagination", "pages")),
                new Mistake(
                        "cursorParam", pull -> pull.with("pagination", "cursor").with("cursor", "$.next")),
                new Mistake("cursor", pull -> pull.with("pagination", "cursor").with("cursorParam", "after")),
                new Mistake("next", pull -> pull.with("pagination", "next-url")),
                new Mistake("pageParam", pull -> pull.with("pageParam", "p")),
                new Mistake("pageParam", pull -> pull.with("pagination", "page").with("pageParam", "body:/page")),
                new Mistake("token", pull -> pull.with("auth", "bearer")),
                new Mistake("username", pull -> pull.with("username", "u")),
                new Mistake("auth", pull -> pull.with("auth", "digest")),
                new Mistake("onRecordError", pull -> pull.with("onRecordError", "ignore")),
                new Mistake("headers", pull -> pull.with("headers", "no colon")),
                new Mistake("retries", pull -> pull.with("retries", "3000000000")),
                new Mistake("recordRetries", pull -> pull.with("recordRetries", "99999999999999999999")),
                new Mistake("batchSize", pull -> pull.with("batchSize", "1000001")),
                new Mistake("maxPageBytes", pull -> pull.with("maxPageBytes", "999999999999GB")),
                new Mistake("pageSizeParam", pull -> pull.with("pagination", "page")
                        .with("pageSize", 5)
                        .with("pageSizeParam", "page")),
                new Mistake("token", pull -> pull.with("auth", "bearer").with("token", "")),
                new Mistake("apiKey", pull -> pull.with("auth", "api-key").with("apiKey", "")),
                new Mistake("apiKeyName", pull -> pull.with("auth", "api-key")
                        .with("apiKey", "k")
                        .with("apiKeyIn", "query")
                        .with("apiKeyName", "")),
                new Mistake("body", pull -> pull.with("method", "POST")
                        .with("body", "{\"page\":\"${date:now:yyyy}\"}")
                        .with("pagination", "page")
                        .with("pageParam", "body:/page/number")),
                new Mistake("cron", pull -> pull.with("cron", "60 * * * *")),
                new Mistake("cron", pull -> pull.with("cron", "0 0 * * 8")),
                new Mistake("cron", pull -> pull.with("cron", "0 0 30 2 *")),
                new Mistake("allowedHosts", pull -> pull.with("allowedHosts", "https://files.example.com")),
                new Mistake("url", pull -> pull.with("url", "http://127.0.0.1/${nonsense}")),
                new Mistake("ABSENT_VARIABLE", pull -> pull.with("url", "{{env:ABSENT_VARIABLE}}")));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistakeStopsTheStartWithALineThatNamesIt(Mistake mistake) {
        PullFile good = PullFile.of("items", api.url("/items")).with("to", workspace.jsonlSink("out.jsonl"));
        workspace.routes("items", mistake.make().apply(good).yaml());
        Once.Outcome outcome = Once.run(workspace);

        assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).singleElement().asString().contains(mistake.names(), "items.camel.yaml");
        assertThat(api.requests()).isEmpty();
        assertThat(workspace.directory().resolve("out.jsonl")).doesNotExist();

        Once.Outcome check = Once.command(workspace, "check");
        assertThat(check.exitCode()).isEqualTo(2);
        assertThat(check.out().isEmpty() ? check.err() : check.out()).anySatisfy(line -> assertThat(line)
                .matches(".*items\\.camel\\.yaml:\\d+: .*")
                .contains(mistake.names()));
    }

    @Test
    void aNameThatIsUsedTwiceStopsTheStart() {
        PullFile pull = PullFile.of("items", api.url("/items")).with("to", workspace.jsonlSink("out.jsonl"));
        workspace.routes("one", pull.yaml()).routes("two", pull.yaml());
        Once.Outcome outcome = Once.run(workspace);
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).singleElement().asString().contains("items");
        assertThat(api.requests()).isEmpty();
    }

    @Test
    void anUnknownNameIsRefusedBeforeAnythingRuns() {
        workspace.pull(PullFile.of("items", api.url("/items")).with("to", workspace.jsonlSink("out.jsonl")));
        Once.Outcome outcome = Once.run(workspace, "items", "orders");
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).singleElement().asString().contains("orders", "items");
        assertThat(outcome.out()).isEmpty();
        assertThat(api.requests()).isEmpty();
    }

    @Test
    void aFileThatIsNoYamlIsOneLine() {
        workspace.routes("items", "- templatedRoute: [unclosed\n");
        Once.Outcome outcome = Once.run(workspace);
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).singleElement().asString().contains("items.camel.yaml");
    }

    @Test
    void aDestinationWhoseComponentIsMissingNamesTheArtifact() {
        workspace.pull(PullFile.of("items", api.url("/items")).with("to", "aws2-s3:bucket"));
        Once.Outcome outcome = Once.run(workspace);
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).singleElement().asString().contains("camel-aws2-s3");
    }

    @Test
    void aFileMayHaveDotsInItsName() {
        workspace.routes(
                "items.v2.new",
                PullFile.of("items", api.url("/items"))
                        .with("to", workspace.jsonlSink("out.jsonl"))
                        .yaml());
        assertThat(Once.run(workspace).result("items").status()).isEqualTo("completed");
        assertThat(Once.command(workspace, "check").exitCode()).isZero();
    }

    @Test
    void valuesAreTakenVerbatim() {
        workspace.pull(PullFile.of("items", api.url("/items?a=%41&b={x}&c=$d"))
                .with("query", "f={{\"a\":1}} && #1 $${x}")
                .with("to", workspace.jsonlSink("out.jsonl")));
        Once.Outcome outcome = Once.run(workspace);
        assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
        assertThat(api.requests()).singleElement().satisfies(request -> {
            assertThat(request.query("a")).contains("A");
            assertThat(request.query("b")).contains("{x}");
            assertThat(request.query("c")).contains("$d");
            assertThat(request.query("f")).contains("{{\"a\":1}} && #1 ${x}");
        });
    }
}
