package org.restconnector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPOutputStream;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InboxJobsTest {
    @TempDir
    static Path directory;

    private static TestFlows flows;
    private static InboxApp app;

    @BeforeAll
    static void start() throws Exception {
        flows = new TestFlows(List.of("crm"), Set.of());
        app = InboxApp.start(directory, Map.of(), flows);
    }

    @AfterAll
    static void stop() {
        app.close();
        flows.close();
    }

    @Test
    void acceptsAJobAndShowsIt() throws Exception {
        InboxApp.Reply reply = app.post(
                "/dev/crm/shape/jobs",
                """
                {"connector_id":"x","state":{"Contact":[{"name":"A", "n": 1.10},{"name":"B"}],"Deal":[]},"job_name":"first"}""");

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        Map<String, Object> job = reply.json();
        assertThat(job.keySet())
                .containsExactly(
                        "job_id",
                        "env_id",
                        "flow_id",
                        "tenant",
                        "job_name",
                        "s3_root",
                        "job_root",
                        "start_time",
                        "last_updated",
                        "status",
                        "processed_rows",
                        "metrics",
                        "state");
        assertThat(job)
                .containsEntry("env_id", "dev")
                .containsEntry("flow_id", "crm")
                .containsEntry("tenant", "shape")
                .containsEntry("job_name", "first")
                .containsEntry("status", "JOB_CREATED")
                .containsEntry("processed_rows", 0)
                .containsEntry("metrics", Map.of("recordCount", Map.of("Contact", 2, "Deal", 0)));
        assertThat(job.get("s3_root")).isEqualTo(job.get("job_root"));
        assertThat(reply.at("state", "summary", "Contact"))
                .isEqualTo(Map.of("success", 0, "fail", 0, "existing", 0, "updated", 0));
        InboxApp.Reply again = app.get("/dev/crm/shape/jobs/" + job.get("job_id"));
        assertThat(again.json()).isEqualTo(job);
        assertThat(app.get("/dev/crm/shape/jobs/status?job_root=" + job.get("job_root"))
                        .json())
                .isEqualTo(job);
    }

    @Test
    void showsResultsAsBookmarksAndCounts() throws Exception {
        flows.target = batch -> Optional.of(
                batch.members().get(0).index() == 1 ? TestFlows.failed("no such column") : TestFlows.delivered("003K"));
        String id = (String) app.post(
                        "/v2/dev/crm/results/jobs",
                        "{\"connector_id\":\"c\",\"job_type\":\"write\",\"state\":{\"Contact\":"
                                + "[{\"externalId\":\"e1\",\"a\":1},{\"a\":2},{\"externalId\":\"e1\", \"a\":1}]}}")
                .at("job_id");
        flows.drain("crm");

        InboxApp.Reply job = app.get("/dev/crm/results/jobs/" + id);

        assertThat(job.at("status")).isEqualTo("JOB_COMPLETED");
        assertThat(job.at("processed_rows")).isEqualTo(3);
        assertThat(job.at("state", "summary", "Contact"))
                .isEqualTo(Map.of("success", 1, "fail", 1, "existing", 1, "updated", 0));
        String hash = sha256("{\"externalId\":\"e1\",\"a\":1}");
        assertThat(job.at("state", "bookmarks", "Contact", "0"))
                .isEqualTo(Map.of("success", true, "hash", hash, "id", "003K", "externalId", "e1"));
        assertThat(job.at("state", "bookmarks", "Contact", "1"))
                .isEqualTo(Map.of("success", false, "hash", sha256("{\"a\":2}"), "error", "no such column"));
        assertThat(job.at("state", "bookmarks", "Contact", "2"))
                .isEqualTo(Map.of("success", true, "hash", hash, "id", "003K", "externalId", "e1", "existing", true));
        assertThat(flows.sent.stream().map(batch -> new String(batch.body(), StandardCharsets.UTF_8)))
                .contains("{\"externalId\":\"e1\",\"a\":1}", "{\"a\":2}");

        InboxApp.Reply records = app.get("/dev/crm/results/jobs/" + id + "/records?status=failed");
        assertThat(records.at("records", "0", "index")).isEqualTo(1);
        assertThat(((Map<?, ?>) records.at("records", "0")).keySet().toString())
                .isEqualTo("[stream, index, status, attempts, id, externalId, error, lastStatus, nextAttemptAt]");
        InboxApp.Reply page = app.get("/dev/crm/results/jobs/" + id + "/records?limit=2");
        assertThat((List<?>) page.at("records")).hasSize(2);
        InboxApp.Reply rest = app.get("/dev/crm/results/jobs/" + id + "/records?limit=2&after=" + page.at("next"));
        assertThat((List<?>) rest.at("records")).hasSize(1);
        assertThat(rest.at("next")).isNull();

        InboxApp.Reply retried = app.post("/dev/crm/results/jobs/" + id + "/retry", "");
        assertThat(retried.status()).isEqualTo(200);
        assertThat(retried.at("retried")).isEqualTo(1);
    }

    @Test
    void listsJobsNewestFirstPageByPage() throws Exception {
        for (int i = 0; i < 3; i++) {
            app.post("/dev/crm/many/jobs", "{\"state\":{},\"job_name\":\"job " + i + "\"}");
        }

        InboxApp.Reply first = app.get("/dev/crm/many/jobs?limit=2");
        InboxApp.Reply second = app.get("/dev/crm/many/jobs?limit=2&before=" + first.at("next"));

        assertThat(first.at("jobs", "0", "job_name")).isEqualTo("job 2");
        assertThat(first.at("jobs", "0", "state")).isEqualTo(Map.of("summary", Map.of()));
        assertThat(first.at("jobs", "0", "status")).isEqualTo("JOB_COMPLETED");
        assertThat(second.at("jobs", "0", "job_name")).isEqualTo("job 0");
        assertThat(second.at("next")).isNull();
    }

    @Test
    void cancelsWhatIsNotSent() throws Exception {
        Object id = app.post("/dev/crm/cancelled/records/Deal", "[{\"a\":1},{\"a\":2}]")
                .at("job_id");

        InboxApp.Reply cancelled =
                app.send(app.request("/dev/crm/cancelled/jobs/" + id).DELETE());

        assertThat(cancelled.at("status")).isEqualTo("JOB_CANCELLED");
        assertThat(app.get("/dev/crm/cancelled/jobs/" + id + "/records?status=cancelled")
                        .at("records", "1", "index"))
                .isEqualTo(1);
    }

    @Test
    void takesRecordsAsObjectArrayOrLines() throws Exception {
        assertThat(app.post("/dev/crm/r/records/Deal", "{\"a\":1}").at("metrics", "recordCount", "Deal"))
                .isEqualTo(1);
        assertThat(app.post("/dev/crm/r/records/Deal", " [ {\"a\":1} , {\"a\":2} ] ")
                        .at("metrics", "recordCount", "Deal"))
                .isEqualTo(2);
        assertThat(app.post(
                                "/dev/crm/r/records/Deal",
                                "{\"a\":1}\r\n\n {\"a\":2}\n{\"a\":3}",
                                "content-type",
                                "application/x-ndjson")
                        .at("metrics", "recordCount", "Deal"))
                .isEqualTo(3);
    }

    @Test
    void namesTheLineThatIsWrong() throws Exception {
        InboxApp.Reply broken = app.post(
                "/dev/crm/r/records/Deal", "{\"a\":1}\n\n{\"a\":\n{\"a\":3}", "content-type", "application/x-ndjson");
        InboxApp.Reply scalar =
                app.post("/dev/crm/r/records/Deal", "{\"a\":1}\n[]\n", "content-type", "application/x-ndjson");

        assertThat(broken.code()).isEqualTo("invalid_json");
        assertThat((String) broken.at("error", "message")).startsWith("line 3: ");
        assertThat(scalar.code()).isEqualTo("invalid_state");
        assertThat((String) scalar.at("error", "message")).startsWith("line 2: Deal[1] is an array");
    }

    @Test
    void takesGzip() throws Exception {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write("{\"a\":1}".getBytes(StandardCharsets.UTF_8));
        }
        InboxApp.Reply reply = app.send(app.request("/dev/crm/zip/records/Deal")
                .header("content-encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.ofByteArray(zipped.toByteArray())));

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    }

    @Test
    void aRepeatGetsTheFirstAnswerHoweverFarTheJobIs() throws Exception {
        String first = app.post("/dev/crm/again/records/Deal", "[{\"a\":1}]", "Idempotency-Key", "k")
                .body();
        flows.drain("crm");

        assertThat(app.post("/dev/crm/again/records/Deal", "[{\"a\":1}]", "Idempotency-Key", "k")
                        .body())
                .isEqualTo(first);
    }

    @Test
    void anIdempotencyKeyStoresOneJobHoweverManyAskAtOnce() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(50);
        try {
            List<Future<InboxApp.Reply>> replies = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                replies.add(pool.submit(
                        () -> app.post("/dev/crm/idem/records/Deal", "[{\"a\":1}]", "Idempotency-Key", "one key")));
            }
            Set<Object> ids = new HashSet<>();
            for (Future<InboxApp.Reply> future : replies) {
                InboxApp.Reply reply = future.get();
                assertThat(reply.status()).isIn(200, 409);
                if (reply.status() == 200) {
                    ids.add(reply.at("job_id"));
                } else {
                    assertThat(reply.code()).isEqualTo("idempotency_in_use");
                }
            }
            assertThat(ids).hasSize(1);
            assertThat((List<?>) app.get("/dev/crm/idem/jobs").at("jobs")).hasSize(1);
        } finally {
            pool.shutdown();
        }
        assertThat(app.post("/dev/crm/idem/records/Deal", "[{\"a\":1}]", "Idempotency-Key", "one key")
                        .status())
                .isEqualTo(200);
        InboxApp.Reply other = app.post("/dev/crm/idem/records/Deal", "[{\"a\":2}]", "Idempotency-Key", "one key");
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.code()).isEqualTo("idempotency_reused");
        assertThat(app.post("/dev/crm/idem2/records/Deal", "[{\"a\":2}]", "Idempotency-Key", "one key")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void pausesAndResumesAFlow() throws Exception {
        assertThat(app.post("/api/flows/crm/pause", "").at("paused")).isEqualTo(true);
        assertThat(app.get("/api/flows").at("flows", "0", "paused")).isEqualTo(true);
        assertThat(app.post("/api/flows/crm/resume", "").at("paused")).isEqualTo(false);
        assertThat(app.post("/api/flows/none/pause", "").code()).isEqualTo("unknown_flow");
    }

    @Test
    void describesItselfWithoutAKey() throws Exception {
        InboxApp.Reply reply = app.send(
                HttpRequest.newBuilder(app.request("/openapi.json").build().uri()));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.at("openapi")).isEqualTo("3.1.0");
        Set<String> described = new TreeSet<>();
        for (Map.Entry<?, ?> path : ((Map<?, ?>) reply.at("paths")).entrySet()) {
            ((Map<?, ?>) path.getValue())
                    .keySet()
                    .forEach(verb -> described.add(verb.toString().toUpperCase(java.util.Locale.ROOT) + " "
                            + path.getKey().toString().replace("job_id", "job")));
        }
        Set<String> served = new TreeSet<>();
        app.context().getRoutes().stream()
                .filter(route -> route.getId().startsWith("inbox-"))
                .map(route -> (PlatformHttpEndpoint) route.getEndpoint())
                .forEach(endpoint -> served.add(endpoint.getHttpMethodRestrict() + " " + endpoint.getPath()));
        assertThat(described).isEqualTo(served);
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
