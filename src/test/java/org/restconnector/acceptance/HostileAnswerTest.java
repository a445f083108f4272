package org.restconnector.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.restconnector.json.Json;
import org.restconnector.testing.Answer;
import org.restconnector.testing.ApiServer;
import org.restconnector.testing.Once;
import org.restconnector.testing.PageStyle;
import org.restconnector.testing.PagedApi;
import org.restconnector.testing.PullFile;
import org.restconnector.testing.RawServer;
import org.restconnector.testing.RunResult;
import org.restconnector.testing.Transfer;
import org.restconnector.testing.Workspace;

/** An API whose answers would lead a careless client astray. */
class HostileAnswerTest {
    private static final String PAGE = "{\"data\":[{\"id\":1}]}";

    private final ApiServer api = ApiServer.start();
    private Workspace workspace;

    @BeforeEach
    void prepare(@TempDir Path directory) {
        workspace = new Workspace(directory);
        api.on("/sink", Answer.status(200));
        workspace.posting("post", api.url("/sink"));
    }

    @AfterEach
    void close() {
        api.close();
    }

    /** CVE-2026-78164: camel-http resolves placeholders in the header that holds a request's URL. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{env:HOME}}",
                "{{?env:HOME}}",
                "${env:HOME}",
                "$simple{env:HOME}",
                "RAW(x)",
                "a&b=c#d?e/f",
                "100%41",
                "a+b c",
                "ü€\uD83D\uDE00",
                "\u010d\u010aX-Evil: 1",
                "line\r\nX-Evil: 1"
            })
    void aCursorIsSentAsItIs(String cursor) {
        api.on(
                "/items",
                request -> Answer.json(
                        request.query("after").isPresent()
                                ? PAGE
                                : "{\"data\":[],\"next\":" + Json.text(cursor) + "}"));
        RunResult result = run(pull().with(PageStyle.CURSOR_IN_BODY.parameters()));
        assertThat(result.summary()).isEqualTo("completed none: 1 records, 1 delivered, 0 dead");
        assertThat(api.requests("/items").get(1).query("after")).contains(cursor);
        assertThat(api.requests("/items").get(1).headers()).doesNotContainKey("x-evil");
    }

    @Test
    void aNextUrlIsNoTemplate() {
        api.on("/items", Answer.json("{\"data\":[{\"id\":1}],\"next\":\"/{{env:HOME}}/${env:HOME}\"}"));
        api.on("/%7B%7Benv:HOME%7D%7D/$%7Benv:HOME%7D", Answer.json(PAGE));
        RunResult result = run(pull().with(PageStyle.NEXT_URL_RELATIVE.parameters()));
        assertThat(result.summary()).isEqualTo("completed none: 2 records, 2 delivered, 0 dead");
    }

    @Test
    void aNextValueWithALineEndCannotGoIntoAHeader() {
        api.on("/items", Answer.json("{\"data\":[{\"id\":1}],\"next\":\"a\\r\\nX-Evil: 1\"}"));
        RunResult result =
                run(pull().with(PageStyle.CURSOR_IN_BODY.parameters()).with("cursorParam", "header:X-After"));
        assertThat(result.summary()).isEqualTo("failed pagination: 1 records, 1 delivered, 0 dead");
        assertThat(api.requests("/items")).hasSize(1);
    }

    @Test
    void valuesOfRecordsAreNeverEvaluated() {
        String record = "{\"id\":\"{{env:HOME}}\",\"a\":\"${env:HOME}\",\"b\":\"{{connector.data}}\"}";
        api.on("/items", Answer.json("{\"data\":[" + record + "]}"));
        RunResult result = run(pull().with(
                        "to", "direct:post\n" + workspace.jsonlSink("out.jsonl") + "\nkamelet:table-sink?table=items"));
        assertThat(result.status()).isEqualTo("completed");
        assertThat(api.requests("/sink").get(0).text()).isEqualTo(record);
        assertThat(workspace.lines("out.jsonl")).containsExactly(record);
        assertThat(workspace.query("SELECT id, a, b, _record_id FROM items"))
                .containsExactly(Map.of(
                        "id",
                        "{{env:HOME}}",
                        "a",
                        "${env:HOME}",
                        "b",
                        "{{connector.data}}",
                        "_record_id",
                        "{{env:HOME}}"));
    }

    @Test
    void headersOfAnAnswerReachNoOtherRequest() {
        PagedApi pages = PagedApi.of(PageStyle.CURSOR_IN_BODY, 4, 2);
        api.on("/items", request -> pages.answer(request)
                .header("X-Evil", "1")
                .header("Authorization", "Basic eDp5")
                .header("CamelHttpUri", "http://127.0.0.2/")
                .header("CamelHttpQuery", "evil=1")
                .header("CamelHttpMethod", "DELETE")
                .header("Long-Running-Action", "http://127.0.0.2/")
                .header("kafka.OVERRIDE_TOPIC", "evil")
                .header("Set-Cookie", "sid=evil"));
        RunResult result = run(pull().with(PageStyle.CURSOR_IN_BODY.parameters()));
        assertThat(result.summary()).isEqualTo("completed none: 4 records, 4 delivered, 0 dead");
        assertThat(api.requests()).hasSize(6).allSatisfy(request -> {
            assertThat(request.headers())
                    .doesNotContainKeys(
                            "x-evil",
                            "authorization",
                            "cookie",
                            "set-cookie",
                            "long-running-action",
                            "kafka.override_topic");
            assertThat(request.target()).doesNotContain("evil");
            assertThat(request.method()).isEqualTo(request.path().equals("/sink") ? "POST" : "GET");
        });
    }

    @Test
    void zippedBytesAreCountedAsTheyUnfold() {
        Answer bomb = Answer.json("[" + " ".repeat(8_000_000) + "]");
        List<Answer> answers =
                List.of(bomb.gzip(), bomb.gzipUnsaid(), bomb.gzip().gzip());
        for (int i = 0; i < answers.size(); i++) {
            api.on("/bomb-" + i, answers.get(i));
            workspace.pull(PullFile.of("bomb-" + i, api.url("/bomb-" + i))
                    .with("maxPageBytes", "100KB")
                    .with("to", "direct:post"));
        }
        assertThat(Once.run(workspace).results()).hasSize(3).allSatisfy(result -> assertThat(result.errorCode())
                .isEqualTo("response_too_large"));
    }

    @Test
    void anAnswerThatDripsIsCutAtItsTimeAndItsConnectionLeft() throws IOException {
        String head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ";
        RawServer[] server = new RawServer[1];
        server[0] = RawServer.start(client -> {
            byte[] answer = (head + PAGE.length() + "\r\n\r\n" + PAGE).getBytes(StandardCharsets.ISO_8859_1);
            boolean first = server[0].connections() == 1;
            client.getInputStream().read();
            for (byte b : answer) {
                client.getOutputStream().write(b);
                client.getOutputStream().flush();
                pause(first ? 100 : 0);
            }
        });
        try (RawServer dripping = server[0]) {
            long begun = System.nanoTime();
            RunResult result = run(pull().with("url", dripping.url("/items"))
                    .with("timeout", "700ms")
                    .with("retries", 1)
                    .with("retryDelay", "10ms"));
            assertThat(result.summary()).isEqualTo("completed none: 1 records, 1 delivered, 0 dead");
            assertThat(dripping.connections()).isEqualTo(2);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
        }
    }

    private static void pause(long millis) {
        if (millis > 0) {
            Awaitility.await().pollDelay(Duration.ofMillis(millis)).until(() -> true);
        }
    }

    @Test
    void aRefusalInTheMiddleKeepsWhatCameBefore() {
        PagedApi pages = PagedApi.of(PageStyle.CURSOR_IN_BODY, 10, 2);
        api.on("/items", pages.onRequest(3, Answer.status(401)));
        RunResult refused = run(pull().with(PageStyle.CURSOR_IN_BODY.parameters()));
        assertThat(refused.summary()).isEqualTo("failed auth_failed: 4 records, 4 delivered, 0 dead");
        assertThat(api.requests("/items")).hasSize(3);
        RunResult next = Once.run(workspace).result("items");
        assertThat(next.summary()).isEqualTo("completed none: 6 records, 6 delivered, 0 dead");
        assertThat(next.resumed()).isTrue();
    }

    @Test
    void aNextUrlWithAUserIsNotFollowed() {
        String evil = api.origin().replace("http://", "http://user:pa55word@") + "/more";
        api.on("/items", Answer.json("{\"data\":[{\"id\":1}],\"next\":\"" + evil + "\"}"));
        RunResult result = run(pull().with(PageStyle.NEXT_URL_ABSOLUTE.parameters()));
        assertThat(result.summary()).isEqualTo("failed blocked_origin: 1 records, 1 delivered, 0 dead");
        assertThat(result.errorMessage()).doesNotContain("pa55word");
        assertThat(api.requests("/more")).isEmpty();
    }

    /** Some clients keep the lower byte of a character alone, and make line ends of these. */
    @Test
    void aNextValueInAHeaderEndsNoLineByItsLowerBytes() {
        api.on(
                "/items",
                request -> Answer.json(
                        request.header("X-After").isPresent()
                                ? PAGE
                                : "{\"data\":[],\"next\":\"\u010d\u010aX-Evil: 1\u0100\"}"));
        RunResult result =
                run(pull().with(PageStyle.CURSOR_IN_BODY.parameters()).with("cursorParam", "header:X-After"));
        assertThat(result.summary()).isEqualTo("completed none: 1 records, 1 delivered, 0 dead");
        assertThat(api.requests("/items").get(1).headers()).doesNotContainKey("x-evil");
    }

    @Test
    void anAnswerThatIsNoHttpFailsItsRunAndNothingElse() throws IOException {
        String head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
        Map<String, String> answers = new LinkedHashMap<>();
        answers.put("many-headers", head + "X: y\r\n".repeat(100_000));
        answers.put("chunk-size", head + "Transfer-Encoding: chunked\r\n\r\nzz\r\n" + PAGE + "\r\n0\r\n\r\n");
        answers.put("chunk-minus", head + "Transfer-Encoding: chunked\r\n\r\n-1\r\n" + PAGE + "\r\n0\r\n\r\n");
        answers.put("chunk-endless", head + "Transfer-Encoding: chunked\r\n\r\n1;" + "x".repeat(1 << 20));
        answers.put("trailers", head + "Transfer-Encoding: chunked\r\n\r\n0\r\n" + "X: y\r\n".repeat(100_000));
        answers.put("length", head + "Content-Length: -1\r\n\r\n" + PAGE);
        answers.put("length-word", head + "Content-Length: many\r\n\r\n" + PAGE);
        answers.put("coding", head + "Transfer-Encoding: xchunked\r\n\r\n" + PAGE);
        answers.put("gzip-of-itself", head + "Content-Encoding: " + "gzip,".repeat(10_000) + "gzip\r\n\r\n" + PAGE);
        answers.put("no-http", "SSH-2.0-OpenSSH_9.2\r\n".repeat(1000));
        List<RawServer> servers = new ArrayList<>();
        try {
            answers.forEach((name, answer) -> {
                RawServer server = RawServer.sending(answer);
                servers.add(server);
                workspace.pull(PullFile.of(name, server.url("/items"))
                        .with("retries", 0)
                        .with("timeout", "5s")
                        .with("to", "direct:post"));
            });
            api.on("/items", Answer.json(PAGE));
            workspace.pull(pull());
            Once.Outcome outcome = Once.run(workspace);
            answers.keySet().forEach(name -> {
                assertThat(outcome.result(name).summary())
                        .as(name)
                        .startsWith("failed ")
                        .endsWith(" 0 dead");
                assertThat(outcome.result(name).errorMessage()).as(name).doesNotContain("\n", "Exception");
            });
            assertThat(outcome.result("items").summary()).isEqualTo("completed none: 1 records, 1 delivered, 0 dead");
        } finally {
            for (RawServer server : servers) {
                server.close();
            }
        }
    }

    /** CVE-2026-40859: what an answer calls a Java object is read as what it should be, or not at all. */
    @Test
    void aJavaObjectIsNoPage() throws IOException {
        ByteArrayOutputStream object = new ByteArrayOutputStream();
        new ObjectOutputStream(object).writeObject(new Trap());
        for (int status : List.of(200, 500)) {
            api.on(
                    "/object-" + status,
                    new Answer(status, List.of(), object.toByteArray(), Transfer.WHOLE, Duration.ZERO)
                            .contentType("application/x-java-serialized-object"));
            workspace.pull(PullFile.of("object-" + status, api.url("/object-" + status))
                    .with("retries", 0)
                    .with("to", "direct:post"));
        }
        Once.Outcome outcome = Once.run(workspace);
        assertThat(outcome.result("object-200").errorCode()).isEqualTo("format");
        assertThat(outcome.result("object-500").errorCode()).isEqualTo("http_status");
        assertThat(Trap.read).isFalse();
    }

    private static final class Trap implements Serializable {
        private static volatile boolean read;

        private void readObject(ObjectInputStream in) {
            read = true;
        }
    }

    @Test
    void seeOtherLeadsAGetOn() {
        api.on("/items", Answer.redirect(303, "/there?x=1"));
        api.on("/there", Answer.json(PAGE));
        assertThat(run(pull()).summary()).isEqualTo("completed none: 1 records, 1 delivered, 0 dead");
    }

    private PullFile pull() {
        return PullFile.of("items", api.url("/items")).with("to", "direct:post");
    }

    private RunResult run(PullFile pull) {
        return Once.run(workspace.pull(pull)).result("items");
    }
}
