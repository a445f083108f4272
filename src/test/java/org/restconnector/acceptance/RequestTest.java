package org.restconnector.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restconnector.testing.Answer;
import org.restconnector.testing.ApiServer;
import org.restconnector.testing.ChildProcess;
import org.restconnector.testing.Once;
import org.restconnector.testing.PageStyle;
import org.restconnector.testing.PullFile;
import org.restconnector.testing.ReceivedRequest;
import org.restconnector.testing.Workspace;

class RequestTest {
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

    @Test
    void basicCredentialsAreSentWithoutBeingAskedFor() {
        ReceivedRequest request =
                sent(pull().with("auth", "basic").with("username", "j\u00f6rg").with("password", "p:w&=+%41?x#)y"));
        String expected =
                Base64.getEncoder().encodeToString("j\u00f6rg:p:w&=+%41?x#)y".getBytes(StandardCharsets.UTF_8));
        assertThat(request.header("authorization")).contains("Basic " + expected);
    }

    @Test
    void tokensAndKeysAreSentAsTheyAre() {
        assertThat(sent(pull().with("auth", "bearer").with("token", "a+b/c==")).header("authorization"))
                .contains("Bearer a+b/c==");
        assertThat(sent(pull().with("auth", "api-key").with("apiKey", "p&w")).header("x-api-key"))
                .contains("p&w");
        assertThat(sent(pull().with("auth", "api-key")
                                .with("apiKey", "p&w=+%41 x")
                                .with("apiKeyIn", "query")
                                .with("apiKeyName", "key"))
                        .query("key"))
                .contains("p&w=+%41 x");
    }

    @Test
    void headersAreSentOneALine() {
        ReceivedRequest request =
                sent(pull().with("headers", "X-One: 1, 2\nX-Two:a: b\nAccept: application/vnd.x+json"));
        assertThat(request.header("x-one")).contains("1, 2");
        assertThat(request.header("x-two")).contains("a: b");
        assertThat(request.header("accept")).contains("application/vnd.x+json");
    }

    @Test
    void aBodyIsSentAsItStands() {
        ReceivedRequest json = sent(pull().with("method", "POST").with("body", "{\"q\": {\"n\": 1.10}}"));
        assertThat(json.method()).isEqualTo("POST");
        assertThat(json.text()).isEqualTo("{\"q\": {\"n\": 1.10}}");
        assertThat(json.header("content-type").orElse("")).startsWith("application/json");
        ReceivedRequest form = sent(pull().with("method", "POST")
                .with("body", "a=1&b=%20")
                .with("contentType", "application/x-www-form-urlencoded"));
        assertThat(form.text()).isEqualTo("a=1&b=%20");
        assertThat(form.header("content-type").orElse("")).startsWith("application/x-www-form-urlencoded");
    }

    @Test
    void expressionsAreEncodedForTheirPlace() {
        String year = String.valueOf(LocalDate.now(ZoneOffset.UTC).getYear());
        String today = DateTimeFormatter.ISO_DATE.format(LocalDate.now(ZoneOffset.UTC));
        api.on("/" + year + "%2Fx", Answer.json("{\"data\":[]}"));
        ReceivedRequest request =
                sent(pull().with("url", api.url("/${date:now:yyyy'/x'}?d=${date:now:yyyy-MM-dd}&p=$${x}"))
                        .with("query", "q=${date:now:yyyy '&' MM}")
                        .with("headers", "X-Day: ${date:now:yyyy-MM-dd}")
                        .with("method", "POST")
                        .with("body", "{\"day\":\"${date:now:yyyy-MM-dd'\"'}\"}"));
        assertThat(request.path()).isEqualTo("/" + year + "%2Fx");
        assertThat(request.query("d")).contains(today);
        assertThat(request.query("p")).contains("${x}");
        assertThat(request.query("q").orElse("")).startsWith(year + " & ");
        assertThat(request.header("x-day")).contains(today);
        assertThat(request.text()).isEqualTo("{\"day\":\"" + today + "\\\"\"}");
    }

    @Test
    void placeholdersComeFromFilesAndProperties() {
        workspace.write("secrets/token", "t0ken\n").property("team", "blue & green");
        ReceivedRequest request = sent(pull().with("auth", "bearer")
                .with("token", "{{file:%s}}".formatted(workspace.directory().resolve("secrets/token")))
                .with("query", "team={{team}}"));
        assertThat(request.header("authorization")).contains("Bearer t0ken");
        assertThat(request.query("team")).contains("blue & green");
    }

    @Test
    void propertiesAreOverriddenByTheEnvironmentAndBothByTheSystem() {
        workspace.property("store.name", "file").property("team", "file").property("region", "file");
        workspace.pull(pull().with("query", "store={{store.name}}\nteam={{team}}\nregion={{region}}"));
        try (ChildProcess child = ChildProcess.in(workspace)
                .env("TEAM", "environment")
                .env("REGION", "environment")
                .property("region", "system")
                .start("once")) {
            assertThat(child.exitCode()).as(child.err().toString()).isZero();
        }
        ReceivedRequest request = api.requests().get(0);
        assertThat(request.query("store")).contains("file");
        assertThat(request.query("team")).contains("environment");
        assertThat(request.query("region")).contains("system");
    }

    @Test
    void pagesAndOffsetsStartWhereTold() {
        sent(pull().with("pagination", "page").with("firstPage", 0).with("pageParam", "p"));
        assertThat(api.requests().get(0).query("p")).contains("0");
        ReceivedRequest offset = sent(pull().with(PageStyle.OFFSET.parameters())
                .with("firstOffset", 1)
                .with("offsetParam", "start")
                .with("pageSizeParam", "size"));
        assertThat(offset.target()).isIn("/items?start=1&size=5", "/items?size=5&start=1");
    }

    private PullFile pull() {
        return PullFile.of("items", api.url("/items")).with("to", workspace.jsonlSink("out.jsonl"));
    }

    /** Runs the pull and returns its last request. */
    private ReceivedRequest sent(PullFile pull) {
        Once.Outcome outcome = Once.run(workspace.pull(pull));
        assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
        return api.requests().get(api.requests().size() - 1);
    }
}
