package org.restconnector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that hold places and memory without getting on. */
class InboxSlowClientTest {
    @TempDir
    static Path directory;

    private static TestFlows flows;
    private static InboxApp app;

    @BeforeAll
    static void start() throws Exception {
        flows = new TestFlows(List.of("crm"), Set.of());
        app = InboxApp.start(
                directory,
                Map.of(
                        "connector.inbox.timeout", "1s",
                        "connector.inbox.maxBytes", "1MB",
                        "connector.inbox.maxBytesInWork", "1MB",
                        "connector.realtime.timeout", "3s"),
                flows);
    }

    @AfterAll
    static void stop() {
        app.close();
        flows.close();
    }

    private static Socket send(String text) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), app.port());
        socket.setSoTimeout(10_000);
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    private static String post(int length) {
        return "POST /dev/crm/acme/records/Contact HTTP/1.1\r\nHost: a\r\nx-api-key: " + InboxApp.KEY
                + "\r\ncontent-type: application/json\r\ncontent-length: " + length + "\r\n\r\n";
    }

    private static String answer(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void aHeadThatDoesNotEndClosesTheConnection() throws Exception {
        try (Socket nothing = send("");
                Socket begun = send("POST /dev/crm/acme/records/Contact HTTP/1.1\r\nHost: a\r\nx-api")) {
            assertThat(answer(begun)).isEmpty();
            assertThat(answer(nothing)).isEmpty();
        }
    }

    @Test
    void aBodyThatDoesNotEndIsRefused() throws Exception {
        try (Socket slow = send(post(100) + "{\"a\":")) {
            assertThat(answer(slow)).startsWith("HTTP/1.1 408").contains("\"too_slow\"", "connector.inbox.timeout");
        }
    }

    @Test
    void aConnectionThatSaysNoMoreIsClosedAfterItsAnswer() throws Exception {
        try (Socket idle = send(post(2) + "{}")) {
            assertThat(answer(idle)).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void whoWaitsForAResultMayWait() throws Exception {
        InboxApp.Reply reply = app.post("/dev/crm/acme/connectors/x/Contact", "{\"data\":{}}");
        assertThat(reply.status()).as(reply.body()).isEqualTo(202);
    }

    @Test
    void bodiesThatWouldFillTheMemoryAreRefusedUntilThereIsRoom() throws Exception {
        String body = "{\"a\":\"" + "x".repeat(900_000) + "\"}";
        try (Socket first = send(post(body.length()) + body.substring(0, 500_000))) {
            InboxApp.Reply busy = app.post("/dev/crm/acme/records/Contact", body);
            assertThat(busy.status()).isEqualTo(503);
            assertThat(busy.code()).isEqualTo("busy");
            assertThat(busy.response().headers().firstValue("Retry-After")).contains("1");
            assertThat(app.post("/dev/crm/acme/records/Contact", "{}").status()).isEqualTo(200);
            first.getOutputStream().write(body.substring(500_000).getBytes(StandardCharsets.ISO_8859_1));
            assertThat(answer(first)).startsWith("HTTP/1.1 200");
        }
        await().until(() -> app.post("/dev/crm/acme/records/Contact", body).status() == 200);
    }

    @Test
    void anAbortedBodyGivesItsMemoryBack() throws Exception {
        String body = "{\"a\":\"" + "y".repeat(900_000) + "\"}";
        for (int i = 0; i < 3; i++) {
            send(post(body.length()) + body.substring(0, 100_000)).close();
        }
        await().until(() -> app.post("/dev/crm/acme/records/Contact", body).status() == 200);
    }

    @Test
    void whatCannotBeRoutedIsAnsweredInJson() throws Exception {
        for (String line : List.of("GET /dev/crm/a/jobs/%zz", "GET /%", "OPTIONS *", "GET /none", "PATCH /api/flows")) {
            try (Socket socket = send(
                    line + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\nx-api-key: " + InboxApp.KEY + "\r\n\r\n")) {
                assertThat(answer(socket))
                        .as(line)
                        .matches("(?s)HTTP/1.1 40[045].*")
                        .contains("content-type: application/json", "\"error\":{\"code\":\"");
            }
        }
        try (Socket garbage = send("GARBAGE\r\n\r\n")) {
            assertThat(answer(garbage)).doesNotContain("Exception", "netty", "vertx");
        }
    }
}
