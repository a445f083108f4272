package org.restconnector.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restconnector.testing.Answer;
import org.restconnector.testing.ApiServer;
import org.restconnector.testing.ChildProcess;

/** A target that never answers, and two hundred writes that wait for it: another flow does not notice. */
class IsolationTest {
    private static final int WRITES = 200;
    private static final int POSTS = 100;
    private static final Duration MOST = Duration.ofMillis(200);

    private final ApiServer target = ApiServer.start();

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        target.close();
    }

    /**
     * @param p99 of the answers to {@code POST}
     * @param delivery from the first of them to the target's last request
     */
    private record Pace(Duration p99, Duration delivery) {}

    @Test
    void writesThatWaitForADeadTargetDoNotSlowAnotherFlow() throws Exception {
        target.on("/in", Answer.status(204));
        target.on("/dead", Answer.status(204).delayed(Duration.ofHours(1)));
        try (FlowProcess flow = new FlowProcess(directory, target.url("/in"))) {
            flow.workspace()
                    .property("connector.realtime.timeout", "100s")
                    .routes(
                            "dead",
                            """
                            - templatedRoute:
                                routeTemplateRef: rest-push
                                parameters:
                                  - {name: name, value: dead}
                                  - {name: url, value: "%s"}
                            """
                                    .formatted(target.url("/dead")));
            try (ChildProcess child = flow.start()) {
                pace(flow);
                Pace alone = pace(flow);
                List<CompletableFuture<?>> waiting = writeToTheDead(flow);
                Pace beside = pace(flow);

                assertThat(waiting).noneMatch(CompletableFuture::isDone);
                // on a machine that is busy with other things, it is slow without the dead target too
                assertThat(beside.p99()).as("alone: %s", alone).isLessThan(longer(MOST, alone.p99()));
                assertThat(beside.delivery())
                        .as("alone: %s", alone)
                        .isLessThan(longer(Duration.ofSeconds(2), alone.delivery()));
                assertThat(child.alive()).isTrue();
            }
        }
    }

    private static Duration longer(Duration usual, Duration alone) {
        Duration twice = alone.multipliedBy(2);
        return twice.compareTo(usual) > 0 ? twice : usual;
    }

    private List<CompletableFuture<?>> writeToTheDead(FlowProcess flow) {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        List<CompletableFuture<?>> waiting = new ArrayList<>();
        for (int i = 0; i < WRITES; i++) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(flow.url("/dev/dead/acme/connectors/any/Contact")))
                    .header("x-api-key", "k")
                    .header("content-type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"data\":{\"n\":" + i + "}}"))
                    .build();
            waiting.add(client.sendAsync(request, HttpResponse.BodyHandlers.ofString()));
        }
        await().atMost(Duration.ofSeconds(30))
                .until(() -> flow.workspace()
                                .query("SELECT id FROM connector_job WHERE flow = 'dead'")
                                .size()
                        == WRITES);
        await().until(() -> !target.requests("/dead").isEmpty());
        return waiting;
    }

    private Pace pace(FlowProcess flow) throws Exception {
        target.forgetRequests();
        long begun = System.nanoTime();
        List<Duration> answers = new ArrayList<>();
        for (int i = 0; i < POSTS; i++) {
            long posted = System.nanoTime();
            flow.poster().post(1);
            flow.poster().await();
            answers.add(Duration.ofNanos(System.nanoTime() - posted));
        }
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> target.requests("/in").size() == POSTS);
        List<Duration> sorted = new ArrayList<>(answers.subList(1, POSTS));
        Collections.sort(sorted);
        return new Pace(sorted.get(POSTS * 99 / 100 - 1), Duration.ofNanos(System.nanoTime() - begun));
    }
}
