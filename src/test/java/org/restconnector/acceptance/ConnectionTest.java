package org.restconnector.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restconnector.testing.Answer;
import org.restconnector.testing.ApiServer;
import org.restconnector.testing.Once;
import org.restconnector.testing.PullFile;
import org.restconnector.testing.RawServer;
import org.restconnector.testing.Workspace;

class ConnectionTest {
    private Workspace workspace;

    @BeforeEach
    void prepare(@TempDir Path directory) {
        workspace = new Workspace(directory);
    }

    @Test
    void aKeptConnectionThatTheServerClosedIsNoFault() throws Exception {
        AtomicInteger pages = new AtomicInteger();
        try (RawServer server = RawServer.start(client -> answerOnce(client, pages.incrementAndGet()))) {
            workspace.pull(PullFile.of("stale", server.url("/items"))
                    .with("pagination", "page")
                    .with("totalPages", "$.pages")
                    .with("retries", 0)
                    .with("to", workspace.jsonlSink("stale.jsonl")));
            Once.Outcome outcome = Once.run(workspace);
            assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
            assertThat(workspace.ids("stale.jsonl")).hasSize(3);
            assertThat(outcome.result("stale").number("requests")).isEqualTo(3);
        }
    }

    /** Says that it keeps the connection, and closes it when the next request arrives. */
    private static void answerOnce(Socket client, int page) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
        while (!in.readLine().isEmpty()) {
            continue;
        }
        String body = "{\"data\":[{\"id\":" + page + "}],\"pages\":3}";
        client.getOutputStream()
                .write(("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                                + "\r\n\r\n" + body)
                        .getBytes(StandardCharsets.US_ASCII));
        in.readLine();
    }

    @Test
    void anEndlessHeaderFailsOneRunAndNoOther() throws Exception {
        try (ApiServer good = ApiServer.start();
                RawServer server = RawServer.start(ConnectionTest::endlessHeader)) {
            good.on("/items", Answer.json("{\"data\":[{\"id\":1}]}"));
            workspace.pull(PullFile.of("a-hostile", server.url("/items"))
                    .with("retries", 0)
                    .with("to", workspace.jsonlSink("hostile.jsonl")));
            workspace.pull(PullFile.of("b-good", good.url("/items")).with("to", workspace.jsonlSink("good.jsonl")));
            Once.Outcome outcome = Once.run(workspace);
            assertThat(outcome.result("a-hostile").summary()).startsWith("failed connection");
            assertThat(outcome.result("b-good").summary()).startsWith("completed");
        }
    }

    private static void endlessHeader(Socket client) throws IOException {
        client.getOutputStream().write("HTTP/1.1 200 OK\r\nX: ".getBytes(StandardCharsets.US_ASCII));
        byte[] more = "a".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < 10_000; i++) {
            client.getOutputStream().write(more);
        }
    }

    @Test
    void aHeaderOfOtherLettersArrivesAsUtf8AndAHashInTheUrlIsData() {
        try (ApiServer api = ApiServer.start()) {
            api.on("/items", Answer.json("{\"data\":[]}"));
            workspace.pull(PullFile.of("letters", api.url("/items?color=#fff&z=2"))
                    .with("query", "a=b#c")
                    .with("headers", "X-Name: Zoë €")
                    .with("to", workspace.jsonlSink("letters.jsonl")));
            Once.Outcome outcome = Once.run(workspace);
            assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
            assertThat(api.requests().get(0).target()).isEqualTo("/items?color=%23fff&z=2&a=b%23c");
            byte[] seen = api.requests().get(0).header("X-Name").orElseThrow().getBytes(StandardCharsets.ISO_8859_1);
            assertThat(new String(seen, StandardCharsets.UTF_8)).isEqualTo("Zoë €");
        }
    }
}
