package org.restconnector.acceptance;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.restconnector.json.Json;

/** A product that posts jobs, each again and again with the same key until it has its 2xx, and keeps their ids. */
final class JobPoster implements AutoCloseable {
    private static final Duration LOST = Duration.ofSeconds(5);

    private final String base;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final List<Future<?>> posts = new ArrayList<>();
    private final Map<String, List<Integer>> accepted = new ConcurrentHashMap<>();
    private int nextId;

    /** @param base the URL of a flow and tenant */
    JobPoster(String base) {
        this.base = base;
    }

    /** Posts a job of so many records, {@code {"id":N}} each, in the background. */
    void post(int records) {
        List<Integer> ids = IntStream.range(nextId, nextId + records).boxed().toList();
        nextId += records;
        posts.add(threads.submit(() -> accepted.put(postUntilAccepted(ids), ids)));
    }

    /** Returns once all are accepted. */
    void await() throws InterruptedException {
        for (Future<?> post : posts) {
            try {
                post.get();
            } catch (ExecutionException e) {
                throw new AssertionError("a job could not be posted", e);
            }
        }
        posts.clear();
    }

    /** Posts these records once. */
    Reply tryToPost(String records) throws IOException, InterruptedException {
        HttpRequest request = request("/records/Contact")
                .POST(HttpRequest.BodyPublishers.ofString(records))
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        return new Reply(response.statusCode(), response.body());
    }

    /** An answer of the API. */
    record Reply(int status, String body) {}

    /** The ids of records by the ids of their jobs. */
    Map<String, List<Integer>> accepted() {
        return Map.copyOf(accepted);
    }

    Set<Integer> acceptedRecords() {
        return accepted.values().stream().flatMap(List::stream).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The job as the API shows it. */
    @SuppressWarnings("unchecked")
    Map<String, Object> job(String id) throws IOException, InterruptedException {
        HttpRequest request = request("/jobs/" + id).GET().build();
        return (Map<String, Object>) Json.read(
                client.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }

    private String postUntilAccepted(List<Integer> ids) {
        String records = ids.stream().map(id -> "{\"id\":" + id + "}").collect(Collectors.joining(",", "[", "]"));
        HttpRequest request = request("/records/Contact")
                .header("idempotency-key", "job-of-" + ids.get(0))
                .POST(HttpRequest.BodyPublishers.ofString(records))
                .build();
        return Awaitility.await("a job with the records " + ids)
                .atMost(Duration.ofMinutes(2))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> tryOnce(request), Optional::isPresent)
                .orElseThrow();
    }

    /** Empty if the server was killed, is not up yet, or stops. */
    private Optional<String> tryOnce(HttpRequest request) throws InterruptedException {
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() == 200) {
                return Optional.of((String) ((Map<?, ?>) Json.read(response.body())).get("job_id"));
            }
            // Camel's server listens a moment before InboxGuard is there, and says 404 in HTML meanwhile
            boolean early = response.statusCode() == 404 && response.body().startsWith("<html>");
            if (!early && response.statusCode() != 409 && response.statusCode() != 503) {
                throw new AssertionError(response.statusCode() + " " + response.body());
            }
        } catch (IOException e) {
            // as said
        }
        return Optional.empty();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path))
                .timeout(LOST)
                .header("x-api-key", "k")
                .header("content-type", "application/json");
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
