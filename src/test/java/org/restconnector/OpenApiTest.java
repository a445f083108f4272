package org.restconnector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletionService;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.restconnector.store.DeadLetters.NewDeadLetter;
import org.restconnector.store.DeadLetters.Origin;
import org.restconnector.testing.Answer;
import org.restconnector.testing.ApiServer;
import org.restconnector.testing.Workspace;

/**
 * Makes every call that openapi.json names, on one started program, with each outcome that it names, and holds every
 * answer to it. The last test says which outcomes and fields nobody has seen: a new one needs a call here.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OpenApiTest {
    private static final String JOBS = "/{env}/{flow}/{tenant}/jobs";
    private static final String JOB = JOBS + "/{job_id}";
    private static final String RECORDS = "/{env}/{flow}/{tenant}/records/{stream}";
    private static final String WRITE = "/{env}/{flow}/{tenant}/connectors/{connector}/{stream}";
    private static final String TASK = "/{env}/{flow}/{tenant}/connectors/status";
    private static final String TENANT = "/api/flows/{name}/tenants/{tenant}";
    private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)}");
    private static final String NOWHERE = "00000000-0000-7000-8000-000000000000";

    /** What takes a fault of the program or of its surroundings; its answers are made where all others are. */
    private static final Set<String> NOT_PROVOKED = Set.of("408", "500", "503");

    private static final Set<String> SEEN = new HashSet<>();

    @TempDir
    private static Path directory;

    private static ApiServer api;
    private static ConsoleApp app;
    private static ApiDocument document;
    private static volatile CountDownLatch held = new CountDownLatch(0);

    @BeforeAll
    static void start() throws Exception {
        api = ApiServer.start()
                .on("/items", request -> {
                    hold();
                    return Answer.json("[{\"id\":1,\"at\":5}]");
                })
                .on("/in", request -> {
                    String body = new String(request.body(), StandardCharsets.UTF_8);
                    if (body.contains("slow")) {
                        hold();
                    }
                    return body.contains("bad")
                            ? Answer.status(422)
                            : body.contains("later")
                                    ? Answer.status(503).header("Retry-After", "60")
                                    : Answer.json("{\"id\":\"T\"}");
                });
        new Workspace(directory)
                .property("connector.inbox.maxBytes", "64KB")
                .property("connector.inbox.maxPending", "20")
                .property("connector.http.allowPrivate", "true")
                .write("tenants/other.properties", "host=127.0.0.1")
                .routes("all", routes());
        app = ConsoleApp.start(directory);
        document = new ApiDocument(app.get("/openapi.json").text());
    }

    private static String routes() {
        return """
                - templatedRoute:
                    routeTemplateRef: rest-pull
                    parameters:
                      - {name: name, value: items}
                      - {name: url, value: "%1$s/items"}
                      - {name: incremental, value: at}
                      - {name: every, value: 1h}
                      - {name: to, value: "log:off?level=OFF"}
                - templatedRoute:
                    routeTemplateRef: rest-pull
                    parameters:
                      - {name: name, value: failing}
                      - {name: url, value: "%1$s/nowhere"}
                      - {name: every, value: 1h}
                      - {name: to, value: "log:off?level=OFF"}
                - templatedRoute:
                    routeTemplateRef: rest-push
                    parameters:
                      - {name: name, value: crm}
                      - {name: url, value: "%1$s/in"}
                      - {name: streams, value: "Contact,Deal"}
                      - {name: retryDelay, value: 1h}
                - templatedRoute:
                    routeTemplateRef: rest-push
                    parameters:
                      - {name: name, value: shops}
                      - {name: url, value: "http://{tenant.host}/in"}
                      - {name: tenants, value: tenants}
                """
                .formatted(api.origin());
    }

    private static void hold() {
        try {
            held.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterAll
    static void stop() {
        held.countDown();
        app.close();
        api.close();
    }

    /** @param operation {@code GET /api/flows} */
    private static ConsoleApp.Answer call(String operation, Map<String, String> values, String query, String body)
            throws Exception {
        return call(operation, values, query, body, "application/json", ConsoleApp.KEY);
    }

    private static ConsoleApp.Answer call(
            String operation, Map<String, String> values, String query, String body, String contentType, String key)
            throws Exception {
        return call(
                operation,
                HttpRequest.newBuilder(URI.create(app.address() + path(operation, values) + query))
                        .header("content-type", contentType)
                        .header("x-api-key", key)
                        .method(operation.split(" ")[0], HttpRequest.BodyPublishers.ofString(body)));
    }

    private static ConsoleApp.Answer call(String operation, HttpRequest.Builder request) throws Exception {
        ConsoleApp.Answer answer = app.send(request);
        hold(operation, answer.status(), answer.response().headers().firstValue("content-type"), answer.text());
        return answer;
    }

    /** The answer to what the document says. */
    private static void hold(String operation, int status, Optional<String> type, String body) throws Exception {
        assertThat(document.problems(operation, status, type, body))
                .as(operation + ": " + status + " " + body)
                .isEmpty();
        SEEN.add(operation + " " + status);
    }

    private static String path(String operation, Map<String, String> values) {
        Map<String, String> usual = new TreeMap<>(Map.of(
                "env", "dev", "flow", "crm", "tenant", "acme", "stream", "Contact", "connector", "c", "name", "items"));
        usual.put("job_id", NOWHERE);
        usual.put("id", NOWHERE);
        usual.putAll(values);
        return PARAMETER
                .matcher(operation.split(" ")[1])
                .replaceAll(match -> Matcher.quoteReplacement(usual.get(match.group(1))));
    }

    private static String state(String... names) {
        return "{\"state\":{\"Contact\":["
                + IntStream.range(0, names.length)
                        .mapToObj(i -> "{\"n\":%d,\"name\":\"%s\",\"externalId\":\"e%d\"}".formatted(i, names[i], i))
                        .collect(Collectors.joining(","))
                + "]}}";
    }

    @Test
    @Order(1)
    void namesEveryCallThatIsServedAndNoOther() {
        Set<String> served = new TreeSet<>();
        app.context().getRoutes().stream()
                .filter(route -> route.getId().startsWith("inbox-"))
                .map(route -> (PlatformHttpEndpoint) route.getEndpoint())
                .forEach(endpoint -> served.add(endpoint.getHttpMethodRestrict() + " "
                        + endpoint.getPath().replace("{job}", "{job_id}")));

        assertThat(document.operations()).isEqualTo(served);
    }

    @Test
    @Order(1)
    void isWellMade() {
        assertThat(document.problemsOfSchemas()).isEmpty();
        assertThat(document.operationIds())
                .doesNotHaveDuplicates()
                .hasSize(document.operations().size());
        assertThat(document.operations()).allSatisfy(operation -> assertThat(document.pathParameters(operation))
                .as(operation)
                .isEqualTo(PARAMETER
                        .matcher(operation)
                        .results()
                        .map(match -> match.group(1))
                        .collect(Collectors.toCollection(TreeSet::new))));
    }

    @Test
    @Order(2)
    void refusalsThatAllCallsShare() throws Exception {
        for (String operation : document.operations()) {
            Set<String> documented = document.statuses(operation);
            if (documented.contains("401")) {
                call(operation, Map.of(), "", "{}", "application/json", "unknown");
                call(operation, Map.of(), "", "{}", "application/json", "limited");
                unreadable(operation);
            }
            if (documented.contains("404")) {
                Map<String, String> nowhere = Map.of("env", "prod", "name", "nobody");
                call(operation, nowhere, "?flow=nobody", "{}");
            }
            if (document.hasBody(operation)) {
                call(operation, Map.of(), "", "{}", "text/csv", ConsoleApp.KEY);
                call(operation, Map.of(), "", "[" + " ".repeat(70_000) + "]");
                call(operation, Map.of(), "", "no JSON");
            }
        }
    }

    /** A client of today would not send it. */
    @SuppressWarnings("deprecation")
    private static void unreadable(String operation) throws Exception {
        HttpURLConnection connection =
                (HttpURLConnection) new URL(app.address() + path(operation, Map.of()) + "?x=%zz").openConnection();
        connection.setRequestMethod(operation.split(" ")[0]);
        connection.setRequestProperty("x-api-key", ConsoleApp.KEY);
        connection.setRequestProperty("content-type", "application/json");
        if (document.hasBody(operation)) {
            connection.setDoOutput(true);
            connection.getOutputStream().write("{}".getBytes(StandardCharsets.UTF_8));
        }
        int status = connection.getResponseCode();
        assertThat(status).as(operation).isEqualTo(400);
        assertThat(connection.getErrorStream()).as(operation).isNotNull();
        String body = new String(connection.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        hold(operation, status, Optional.of(connection.getContentType()), body);
    }

    @Test
    @Order(2)
    void jobs() throws Exception {
        ConsoleApp.Answer job = call(
                "POST " + JOBS,
                Map.of(),
                "",
                "{\"state\":{\"Contact\":[{\"a\":1},{\"a\":\"bad\",\"externalId\":\"e\"},{\"a\":1}]}}");
        String id = (String) job.at("job_id");
        call("POST /v2" + JOBS, Map.of("tenant", "v2"), "", state());
        call("POST " + RECORDS, Map.of("stream", "Deal"), "", "{\"n\":1}");
        await().atMost(Duration.ofSeconds(20)).until(() -> call("GET " + JOB, Map.of("job_id", id), "", "")
                .at("status")
                .equals("JOB_COMPLETED"));
        call("GET " + JOBS, Map.of(), "?limit=1", "");
        call("GET " + JOBS + "/status", Map.of(), "?job_root=" + job.at("job_root"), "");
        call("GET " + JOBS + "/status", Map.of(), "?job_root=" + NOWHERE, "");
        call("GET " + JOB + "/records", Map.of("job_id", id), "", "");
        call("GET " + JOB + "/records", Map.of("job_id", id), "?limit=1", "");
        call("GET /api/jobs", Map.of(), "?flow=crm", "");
        app.store().write(transaction -> app.store()
                .deadLetters()
                .add(
                        transaction,
                        new NewDeadLetter(
                                new Origin("pull", "items", Optional.empty(), Optional.empty(), "run"),
                                "id",
                                "{}".getBytes(StandardCharsets.UTF_8),
                                OptionalInt.of(422),
                                "bad",
                                1)));
        call("GET /api/dead-letters", Map.of(), "?limit=1", "");
        String letter = (String)
                call("GET /api/dead-letters", Map.of(), "?job=" + id, "").at("deadLetters", "0", "id");
        call("GET /api/dead-letters/{id}", Map.of("id", letter), "", "");
        assertThat(call("POST " + JOB + "/retry", Map.of("job_id", id), "", "").at("retried"))
                .hasToString("1");
        call("POST /api/dead-letters/replay", Map.of(), "", "{\"ids\":[\"" + letter + "\"]}");
        call("POST /api/dead-letters/discard", Map.of(), "", "{\"from\":\"nobody\"}");
        idempotencyKeys();
    }

    private static void idempotencyKeys() throws Exception {
        for (String operation : List.of("POST " + JOBS, "POST /v2" + JOBS, "POST " + RECORDS, "POST " + WRITE)) {
            for (String body : List.of("x", "y")) {
                String content = operation.endsWith("jobs")
                        ? state(body)
                        : operation.equals("POST " + WRITE)
                                ? "{\"data\":{\"n\":\"" + body + "\"}}"
                                : "{\"n\":\"" + body + "\"}";
                call(operation, keyed(operation, content));
            }
        }
    }

    /** Two requests with one key at once: the store takes none of them until both are there. */
    @Test
    @Order(3)
    void aKeyThatIsInUse() throws Exception {
        for (String operation : List.of("POST " + JOBS, "POST /v2" + JOBS, "POST " + RECORDS, "POST " + WRITE)) {
            CountDownLatch blocked = new CountDownLatch(1);
            CountDownLatch free = new CountDownLatch(1);
            ExecutorService threads = Executors.newFixedThreadPool(3);
            try {
                threads.submit(() -> app.store().write(transaction -> {
                    blocked.countDown();
                    return free.await(20, TimeUnit.SECONDS);
                }));
                blocked.await(20, TimeUnit.SECONDS);
                HttpRequest.Builder request = keyed(
                                operation, operation.endsWith("jobs") ? state("a") : "{\"data\":{\"n\":1}}")
                        .setHeader("idempotency-key", "at once " + operation);
                CompletionService<ConsoleApp.Answer> answers = new ExecutorCompletionService<>(threads);
                answers.submit(() -> call(operation, request));
                answers.submit(() -> call(operation, request));
                assertThat(answers.take().get().code()).as(operation).isEqualTo("idempotency_in_use");
                free.countDown();
                assertThat(answers.take().get().status()).as(operation).isEqualTo(200);
            } finally {
                free.countDown();
                threads.shutdown();
            }
        }
    }

    private static HttpRequest.Builder keyed(String operation, String content) {
        return HttpRequest.newBuilder(URI.create(app.address() + path(operation, Map.of("tenant", "keys"))))
                .header("content-type", "application/json")
                .header("x-api-key", ConsoleApp.KEY)
                .header("idempotency-key", operation)
                .POST(HttpRequest.BodyPublishers.ofString(content));
    }

    @Test
    @Order(3)
    void writesInRealTime() throws Exception {
        ConsoleApp.Answer written = call("POST " + WRITE, Map.of(), "", "{\"data\":{\"name\":\"a\"}}");
        assertThat(written.status()).isEqualTo(200);
        call("POST " + WRITE, Map.of(), "", "{\"data\":{\"name\":\"bad\"}}");
        held = new CountDownLatch(1);
        ConsoleApp.Answer later = call("POST " + WRITE, Map.of(), "", "{\"data\":{\"name\":\"slow\"},\"async\":true}");
        assertThat(later.status()).isEqualTo(202);
        String task = "?taskId=" + later.at("taskId");
        assertThat(call("GET " + TASK, Map.of(), task, "").at("has_data")).isEqualTo(false);
        held.countDown();
        await().atMost(Duration.ofSeconds(20))
                .until(() ->
                        call("GET " + TASK, Map.of(), task, "").at("has_data").equals(true));
    }

    @Test
    @Order(3)
    void pulls() throws Exception {
        String run = "POST /api/pulls/{name}/run";
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !text("GET /api/pulls").contains("\"running\":true"));
        held = new CountDownLatch(1);
        assertThat(call(run, Map.of(), "", "").status()).isEqualTo(202);
        assertThat(call(run, Map.of(), "", "").status()).isEqualTo(409);
        assertThat(call("POST /api/pulls/{name}/restart", Map.of(), "", "").status())
                .isEqualTo(409);
        call("GET /api/pulls/{name}/runs", Map.of(), "", "");
        held.countDown();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !text("GET /api/pulls").contains("\"running\":true"));
        call("POST /api/pulls/{name}/restart", Map.of("name", "failing"), "", "");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> call("GET /api/pulls/{name}/runs", Map.of("name", "failing"), "", "")
                        .text()
                        .contains("http_status"));
        call("GET /api/pulls/{name}/runs", Map.of(), "?limit=1", "");
        call("POST /api/pulls/{name}/pause", Map.of(), "", "");
        call("POST /api/pulls/{name}/resume", Map.of(), "", "");
    }

    private static String text(String operation) throws Exception {
        return call(operation, Map.of(), "", "").text();
    }

    @Test
    @Order(4)
    void flowsThatRetryWaitAndAreFull() throws Exception {
        Map<String, String> crm = Map.of("name", "crm");
        String id =
                (String) call("POST " + JOBS, Map.of(), "", state("later", "a")).at("job_id");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> text("GET /api/flows").contains("\"lastStatus\":503"));
        call("GET " + JOB + "/records", Map.of("job_id", id), "", "");
        call("POST /api/flows/{name}/pause", crm, "", "");
        text("GET /api/flows");
        String waiting =
                (String) call("POST " + JOBS, Map.of(), "", state(names(20))).at("job_id");
        for (String operation : List.of("POST " + JOBS, "POST /v2" + JOBS, "POST " + RECORDS, "POST " + WRITE)) {
            String body = operation.endsWith("jobs") ? state("z") : "{\"data\":{}}";
            assertThat(call(operation, Map.of(), "", body).status())
                    .as(operation)
                    .isEqualTo(429);
        }
        call("DELETE " + JOB, Map.of("job_id", waiting), "", "");
        call("POST /api/flows/{name}/resume", crm, "", "");
    }

    @Test
    @Order(4)
    void tenants() throws Exception {
        Map<String, String> shops = Map.of("name", "shops", "flow", "shops");
        String host = "{\"host\":\"" + api.origin().replace("http://", "") + "\"}";
        assertThat(call("PUT " + TENANT, shops, "", host).text()).isEqualTo(host);
        assertThat(call("PUT " + TENANT, shops, "", "{\"host\":\"no host\"}").code())
                .isEqualTo("invalid_settings");
        call("PUT " + TENANT, shops, "", host, "text/csv", ConsoleApp.KEY);
        call("GET " + TENANT, shops, "", "");
        call("GET /api/flows/{name}/tenants", shops, "?limit=1", "");
        call("POST /api/flows/{name}/pause", shops, "?tenant=acme", "");
        call("GET /api/flows/{name}/tenants", shops, "", "");
        call("POST /api/flows/{name}/resume", shops, "?tenant=acme", "");
        call("POST " + RECORDS, shops, "", "{\"n\":1}");
        call("DELETE " + TENANT, shops, "", "");
        call("DELETE " + TENANT, shops, "", "");
    }

    private static String[] names(int count) {
        return IntStream.range(0, count).mapToObj(i -> "w" + i).toArray(String[]::new);
    }

    @Test
    @Order(5)
    void nothingIsNamedThatWasNotSeen() throws Exception {
        call("GET /openapi.json", Map.of(), "", "");
        List<String> unseen = new ArrayList<>();
        for (String operation : document.operations()) {
            document.statuses(operation).stream()
                    .filter(status -> !NOT_PROVOKED.contains(status))
                    .filter(status -> !SEEN.contains(operation + " " + status))
                    .forEach(status -> unseen.add(operation + " " + status));
        }
        assertThat(unseen).isEmpty();
        assertThat(document.unseen()).as("needs more than 10,000 records").containsExactly("Job.truncated");
    }
}
