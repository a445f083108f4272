package org.restconnector.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restconnector.testing.Answer;
import org.restconnector.testing.ApiServer;
import org.restconnector.testing.ChildProcess;
import org.restconnector.testing.ReceivedRequest;

/** Flows whose every secret is the same text, and whose targets say it back. */
class FlowSecretsTest {
    private static final String CANARY = "c4n4ry-s3cr3t";
    private static final String OAUTH2 =
            """
            - templatedRoute:
                routeTemplateRef: rest-push
                parameters:
                  - {name: name, value: erp}
                  - {name: url, value: "%1$s/erp"}
                  - {name: auth, value: oauth2}
                  - {name: tokenUrl, value: "%1$s/token"}
                  - {name: clientId, value: c}
                  - {name: clientSecret, value: "{{env:CANARY}}"}
                  - {name: clientAuth, value: body}
            """;

    private final ApiServer target = ApiServer.start();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        target.close();
    }

    @Test
    void noSecretIsInAnyOutputAnswerOrFile() throws Exception {
        target.on("/in", request -> echo(request.text().contains("\"again\"") ? 503 : 422, request));
        target.on("/token", request -> Answer.of(400, "text/plain", "no client " + request.text()));
        try (FlowProcess flow = new FlowProcess(
                directory,
                target.url("/in?api_key={{env:CANARY}}"),
                "auth",
                "bearer",
                "token",
                "{{env:CANARY}}",
                "headers",
                "X-Api-Key: {{env:CANARY}}",
                "retries",
                "1",
                "retryDelay",
                "10ms")) {
            flow.workspace().routes("erp", OAUTH2.formatted(target.origin()));
            try (ChildProcess child = flow.launch().env("CANARY", CANARY).start("run")) {
                flow.poster().post(1);
                flow.poster().await();
                post(flow, "/dev/crm/acme/records/Contact", "{\"id\":\"again\"}");
                post(flow, "/dev/erp/acme/records/Contact", "{\"id\":1}");
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> get(flow, "/api/dead-letters").split("\"id\":", -1).length > 2
                                && get(flow, "/api/flows").contains("unauthorized"));
                assertThat(target.requests("/in").get(0).headers().toString()).contains(CANARY);
                for (String call : List.of(
                        "/api/flows", "/api/dead-letters", "/api/jobs", "/dev/crm/acme/jobs", "/openapi.json", "/")) {
                    checkForCanary(call, get(flow, call));
                }
                for (String job : flow.poster().accepted().keySet()) {
                    checkForCanary("a job", get(flow, "/dev/crm/acme/jobs/" + job));
                    checkForCanary("its records", get(flow, "/dev/crm/acme/jobs/" + job + "/records"));
                }
                assertThat(child.terminate()).isIn(0, 143);
                checkForCanary("standard output", String.join("\n", child.out()));
                checkForCanary("standard error", String.join("\n", child.err()));
            }
        }
        for (Path file : files()) {
            checkForCanary(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
        }
    }

    private static Answer echo(int status, ReceivedRequest request) {
        return Answer.of(status, "text/plain", "bad request " + request.target() + " with " + request.headers());
    }

    private static void checkForCanary(String where, String text) {
        for (String part : CANARY.split("-")) {
            int at = text.indexOf(part);
            assertThat(at)
                    .as("%s: %s", where, at < 0 ? "" : text.substring(Math.max(0, at - 200), at + 10))
                    .isNegative();
        }
    }

    private String get(FlowProcess flow, String path) throws IOException, InterruptedException {
        return send(flow, path, HttpRequest.newBuilder().GET());
    }

    private void post(FlowProcess flow, String path, String body) throws IOException, InterruptedException {
        String answer = send(flow, path, HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.ofString(body)));
        assertThat(answer).contains("\"job_id\"");
    }

    private String send(FlowProcess flow, String path, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        request.uri(URI.create(flow.url(path))).header("x-api-key", "k").header("content-type", "application/json");
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
