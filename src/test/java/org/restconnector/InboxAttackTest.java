package org.restconnector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks on the inbound HTTP API; after each of them it still answers. */
class InboxAttackTest {
    private static final String SQL = "x'); DROP TABLE connector_job; --\" OR \"1\"=\"1' OR '1'='1 %_\\ {{env:HOME}}";

    @TempDir
    static Path directory;

    private static TestFlows flows;
    private static InboxApp app;

    @BeforeAll
    static void start() throws Exception {
        flows = new TestFlows(List.of("crm", "erp"), Set.of());
        app = InboxApp.start(
                directory,
                Map.of(
                        "connector.api.keys",
                        InboxApp.KEY + ", erp-key@erp, globex-key@crm/globex",
                        "connector.inbox.maxBytes",
                        "16MB"),
                flows);
    }

    @AfterAll
    static void stop() {
        app.close();
        flows.close();
    }

    private static String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), app.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static InboxApp.Reply post(String tenant, byte[] body, String... headers) throws Exception {
        HttpRequest.Builder request = app.request("/dev/crm/" + tenant + "/records/Contact")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return app.send(request);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static void assertTellsNothing(String reply) {
        assertThat(reply).doesNotContain("Exception", "org.", "com.", "\tat ", "io.netty", "io.vertx", "jdbc:");
    }

    /** What stands between the head's first lines and a request that a proxy took for a body. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: identity, chunked\r\nContent-Length: 2\r\n\r\n{}",
                "Transfer-Encoding: \u000bchunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: x\u0000chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: xchunked\r\n\r\n",
                "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding:\r\n chunked\r\nContent-Length: 2\r\n\r\n{}",
                "Content-Length: +2\r\n\r\n{}",
                "Content-Length: -2\r\n\r\n{}",
                "Content-Length: 0x2\r\n\r\n{}",
                "Content-Length: 2, 40\r\n\r\n{}",
                "Content-Length: 99999999999999999999\r\n\r\n{}",
                "Content-Length : 2\r\n\r\n{}",
                " Content-Length: 2\r\n\r\n{}",
                "X-Bad\u0001: 2\r\nContent-Length: 2\r\n\r\n{}",
                "X-A: b\u0000\r\nContent-Length: 2\r\n\r\n{}",
                "Transfer-Encoding: chunked\r\n\r\n2;x=\n{}\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n2\n{}\n0\n\n",
                "Transfer-Encoding: chunked\r\n\r\n0x2\r\n{}\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n-2\r\n{}\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n2\r\n{}xx\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF2\r\n{}\r\n0\r\n\r\n",
            })
    void noRequestIsSmuggledBehindAnother(String framing) throws Exception {
        String tenant = "smuggled-" + Integer.toHexString(framing.hashCode());
        String reply = raw("POST /dev/crm/first/records/Contact HTTP/1.1\r\nHost: a\r\nx-api-key: " + InboxApp.KEY
                + "\r\n" + framing + "POST /dev/crm/" + tenant + "/records/Contact HTTP/1.1\r\nHost: a\r\nx-api-key: "
                + InboxApp.KEY + "\r\nConnection: close\r\nContent-Length: 9\r\n\r\n{\"b\":\"x\"}");

        assertTellsNothing(reply);
        assertThat(app.get("/dev/crm/" + tenant + "/jobs").body()).contains("{\"jobs\":[]");
    }

    @Test
    void anOlderRequestWithTwoLengthsIsRefused() throws Exception {
        String reply = raw("POST /dev/crm/old/records/Contact HTTP/1.0\r\nx-api-key: " + InboxApp.KEY
                + "\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\n"
                + "GET /dev/crm/old/jobs HTTP/1.0\r\nx-api-key: " + InboxApp.KEY + "\r\n\r\n");

        assertThat(reply.split("HTTP/1.[01] ", -1)).hasSizeLessThanOrEqualTo(2);
        assertThat(app.get("/dev/crm/old/jobs").body()).contains("{\"jobs\":[]");
    }

    @Test
    void bytesBeforeARequestAndOtherProtocolsAreNoRequests() throws Exception {
        for (String start : List.of(
                "\u0000\u0001\u0002",
                "\u0016\u0003\u0001\u0002\u0000\u0001",
                "\r\n\u0000",
                "\u001b[31m",
                "PUT\u0000 ")) {
            String reply = raw(start + "GET /dev/crm/a/jobs HTTP/1.1\r\nHost: a\r\nConnection: close\r\nx-api-key: "
                    + InboxApp.KEY + "\r\n\r\n");
            assertThat(reply).doesNotContain("HTTP/1.1 200");
            assertTellsNothing(reply);
        }
        String preface = raw("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\u0000\u0000\u0000\u0004\u0000\u0000\u0000\u0000\u0000");
        assertThat(preface).doesNotContain("HTTP/1.1 200").doesNotStartWith("\u0000");
        HttpResponse<String> upgraded = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .build()
                .send(app.request("/dev/crm/a/jobs").build(), HttpResponse.BodyHandlers.ofString());
        assertThat(upgraded.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        assertThat(upgraded.statusCode()).isEqualTo(200);
    }

    @Test
    void aLargeHeadIsRefused() throws Exception {
        String head = "GET /dev/crm/a/jobs HTTP/1.1\r\nHost: a\r\nConnection: close\r\n";
        for (String large : List.of(
                head + "x-api-key: " + "k".repeat(1 << 20) + "\r\n\r\n",
                head + "X-A: 1\r\n".repeat(20_000) + "x-api-key: " + InboxApp.KEY + "\r\n\r\n",
                "GET /dev/crm/a/jobs?a=" + "b".repeat(1 << 20) + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")) {
            String reply;
            try {
                reply = raw(large);
            } catch (IOException reset) {
                // it does not read on what it has refused
                continue;
            }
            assertThat(reply).matches("(?s)(HTTP/1.[01] 4\\d\\d .*)?");
            assertTellsNothing(reply);
        }
        assertThat(app.get("/dev/crm/a/jobs").status()).isEqualTo(200);
    }

    @Test
    void damagedAndWrappedGzipIsRefusedAtOnce() throws Exception {
        byte[] zipped = zip(utf8("{\"a\":1}"));
        byte[] more = Arrays.copyOf(zipped, zipped.length + 5);
        for (byte[] body : List.of(
                Arrays.copyOf(zipped, zipped.length - 3),
                Arrays.copyOf(zipped, 9),
                new byte[] {0x1f, (byte) 0x8b},
                zip(zipped),
                new byte[0])) {
            InboxApp.Reply reply = post("zip", body, "content-encoding", "gzip");
            assertThat(reply.status()).as(reply.body()).isEqualTo(400);
            assertThat(reply.code()).isEqualTo("invalid_json");
        }
        assertThat(post("zip", zip(new byte[40 << 20]), "content-encoding", "gzip")
                        .code())
                .isEqualTo("too_large");
        for (String coding : List.of("gzip, gzip", "br", "deflate", "gzip;q=1", "chunked")) {
            assertThat(post("zip", zipped, "content-encoding", coding).code()).isEqualTo("unsupported_media_type");
        }
        assertThat(post("zip", zipped, "content-encoding", "GZIP").status()).isEqualTo(200);
        assertThat(post("zip", more, "content-encoding", "gzip").status()).isIn(200, 400);
    }

    private static byte[] zip(byte[] plain) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(plain);
        }
        return out.toByteArray();
    }

    @Test
    void jsonThatIsMadeToBeSlowIsRefusedOrReadInTime() throws Exception {
        String equalHashes = IntStream.range(0, 1 << 14)
                .mapToObj(i -> "\"" + sameHash(i, 14) + "\":0")
                .collect(Collectors.joining(","));
        assertInTime(200, "{" + equalHashes + "}");
        assertInTime(400, "{\"a\":[" + "0,".repeat(5_100_000) + "0]}");
        assertInTime(400, "{" + "\"a\":0,".repeat(1_000_000) + "\"b\":0}");
        assertInTime(
                400,
                "{"
                        + IntStream.range(0, 110_000)
                                .mapToObj(i -> "\"" + i + "\":0")
                                .collect(Collectors.joining(",")) + "}");
        assertInTime(400, "{\"a\":" + "9".repeat(1_000_000) + "}");
        assertInTime(400, "{\"a\":" + "{\"a\":".repeat(100_000) + "0" + "}".repeat(100_000) + "}");
        assertInTime(400, "{\"a\":1e-99999999999}");
        assertInTime(200, "{\"a\":1e-999999999,\"b\":1e0000000000000001}");
        assertInTime(200, "{\"a\":\"" + "\\u0041".repeat(100_000) + "\"}");
        assertInTime(413, "{\"a\":\"" + "x".repeat(17_000_000) + "\"}");
    }

    /** Texts for which {@code String.hashCode} is the same. */
    private static String sameHash(int number, int bits) {
        return IntStream.range(0, bits)
                .mapToObj(bit -> (number >> bit & 1) == 0 ? "Aa" : "BB")
                .collect(Collectors.joining());
    }

    private static void assertInTime(int status, String body) throws Exception {
        long began = System.nanoTime();
        InboxApp.Reply reply = post("slow", utf8(body));
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        assertThat(reply.status()).as(body.substring(0, 20) + reply.body()).isEqualTo(status);
        assertThat(took).as(body.substring(0, 20)).isLessThan(Duration.ofSeconds(5));
        assertTellsNothing(reply.body());
    }

    @Test
    void oddTextIsRefusedOrStoredAsItCame() throws Exception {
        byte[] record = utf8("{\"a\":\"\\ud800 \\u0000 \u202e\u001f\"}".replace("\u001f", "\u007f"));
        for (byte[] body : List.of(
                "{\"a\":1}".getBytes(StandardCharsets.UTF_16),
                "{\"a\":1}".getBytes(StandardCharsets.UTF_16BE),
                "{\"a\":1}".getBytes(StandardCharsets.UTF_16LE),
                new byte[] {'{', '"', (byte) 0xC0, (byte) 0x80, '"', ':', '1', '}'},
                new byte[] {'{', '"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"', ':', '1', '}'},
                utf8("{\"a\":\"\u0000\"}"),
                utf8("{\"a\":\"\n\"}"),
                utf8("{\"a\":-Infinity}"),
                utf8("{'a':1}"),
                utf8("{\"a\":1,}"),
                utf8("{\"a\":01}"),
                utf8("{\"a\":1}/**/"))) {
            assertThat(post("odd", body).code()).isEqualTo("invalid_json");
        }
        InboxApp.Reply marked = post("odd", utf8("\ufeff{\"b\":1}"));
        assertThat(marked.status()).isEqualTo(200);
        String lines = "\ufeff{\"c\":1}\n\ufeff \n" + new String(record, StandardCharsets.UTF_8);
        assertThat(post("odd", utf8(lines), "content-type", "application/x-ndjson")
                        .at("metrics", "recordCount", "Contact"))
                .isEqualTo(2);
        flows.drain("crm");
        assertThat(flows.sent.stream().map(batch -> new String(batch.body(), StandardCharsets.UTF_8)))
                .contains("{\"b\":1}", "{\"c\":1}", new String(record, StandardCharsets.UTF_8));
    }

    @Test
    void aNameIsNoSql() throws Exception {
        String name = encoded(SQL);
        String body = "{\"state\":{" + org.restconnector.json.Json.text(SQL)
                + ":[{\"externalId\":" + org.restconnector.json.Json.text(SQL) + "}]},\"job_name\":"
                + org.restconnector.json.Json.text(SQL) + "}";
        InboxApp.Reply job = app.post("/dev/crm/" + name + "/jobs", body, "Idempotency-Key", SQL);
        assertThat(job.status()).as(job.body()).isEqualTo(200);
        assertThat(job.at("tenant")).isEqualTo(SQL);
        assertThat(job.at("job_name")).isEqualTo(SQL);
        assertThat(job.at("metrics", "recordCount")).isEqualTo(Map.of(SQL, 1));
        for (String call : List.of(
                "jobs/" + name,
                "jobs/" + name + "/records",
                "jobs/status?job_root=" + name,
                "jobs?before=" + name,
                "jobs/" + job.at("job_id") + "/records?status=" + name,
                "connectors/status?taskId=" + name)) {
            assertThat(app.get("/dev/crm/" + name + "/" + call).status())
                    .as(call)
                    .isIn(400, 404);
        }
        assertThat((List<?>) app.get("/dev/crm/x/jobs").at("jobs")).isEmpty();
        for (String filter : List.of("from", "tenant", "stream", "job", "error")) {
            InboxApp.Reply letters = app.get("/api/dead-letters?" + filter + "=" + name);
            assertThat(letters.status()).as(letters.body()).isEqualTo(200);
        }
        assertThat((List<?>) app.get("/dev/crm/" + name + "/jobs").at("jobs")).hasSize(1);
    }

    @Test
    void whatIsAnothersIsNotThere() throws Exception {
        String job =
                (String) app.post("/dev/crm/acme/jobs", "{\"state\":{\"Contact\":[{\"a\":1}]}}", "Idempotency-Key", "k")
                        .at("job_id");
        String task = (String) app.post("/dev/crm/acme/connectors/x/Contact", "{\"data\":{},\"async\":true}")
                .at("taskId");
        for (String key : List.of(InboxApp.KEY, "globex-key")) {
            for (String call : List.of(
                    "GET jobs/" + job,
                    "GET jobs/" + job + "/records",
                    "GET jobs/status?job_root=" + job,
                    "GET jobs?before=" + job,
                    "DELETE jobs/" + job,
                    "POST jobs/" + job + "/retry",
                    "GET connectors/status?taskId=" + task)) {
                for (String flow : key.equals(InboxApp.KEY) ? List.of("crm", "erp") : List.of("crm")) {
                    InboxApp.Reply reply =
                            call(key, call.split(" ")[0], "/dev/" + flow + "/globex/" + call.split(" ")[1]);
                    assertThat(reply.status()).as(call + reply.body()).isEqualTo(404);
                    assertThat(reply.body()).doesNotContain("acme");
                }
            }
        }
        assertThat(app.get("/dev/crm/acme/jobs/" + job).at("status")).isEqualTo("JOB_CREATED");
        assertThat(app.post("/dev/crm/globex/jobs", "{\"state\":{\"Contact\":[{\"a\":2}]}}", "Idempotency-Key", "k")
                        .at("job_id"))
                .isNotEqualTo(job);
    }

    private static InboxApp.Reply call(String key, String verb, String target) throws Exception {
        return app.send(
                app.request(target).setHeader("x-api-key", key).method(verb, HttpRequest.BodyPublishers.noBody()));
    }

    @Test
    void everyCallIsWithinTheLimitsOfItsKey() throws Exception {
        List<String> calls = new ArrayList<>();
        app.context().getRoutes().stream()
                .filter(route -> route.getEndpoint() instanceof PlatformHttpEndpoint)
                .map(route -> (PlatformHttpEndpoint) route.getEndpoint())
                .forEach(endpoint -> calls.add(endpoint.getHttpMethodRestrict() + " "
                        + endpoint.getPath()
                                .replace("{env}", "dev")
                                .replace("{flow}", "crm")
                                .replace("{tenant}", "acme")
                                .replaceAll("\\{\\w+}", "x")));
        assertThat(calls).hasSizeGreaterThan(20);
        for (String call : calls) {
            String verb = call.split(" ")[0];
            String target = call.split(" ")[1];
            boolean open = call.matches("GET (/|/openapi.json|/console.*|/v2/openapi.json)");
            for (Map.Entry<String, Integer> key :
                    Map.of("none", 401, "erp-key", 403, "globex-key", 403).entrySet()) {
                InboxApp.Reply reply = call(key.getKey(), verb, target);
                assertThat(reply.status()).as(key.getKey() + " " + call).isEqualTo(open ? 200 : key.getValue());
            }
        }
    }

    @Test
    void aFaultOfOursTellsNothing() throws Exception {
        flows.fault = Optional.of(new IllegalStateException("jdbc:secret at org.restconnector.store"));
        try {
            for (String call : List.of(
                    "GET /dev/crm/acme/jobs",
                    "GET /dev/crm/acme/jobs/x",
                    "POST /dev/crm/acme/jobs",
                    "POST /dev/crm/acme/records/Contact",
                    "POST /dev/crm/acme/connectors/x/Contact",
                    "GET /api/flows",
                    "POST /api/flows/crm/pause")) {
                InboxApp.Reply reply = app.send(app.request(call.split(" ")[1])
                        .method(call.split(" ")[0], HttpRequest.BodyPublishers.ofString("{\"state\":{},\"data\":{}}")));
                assertThat(reply.status()).as(call).isIn(500, 404, 200);
                assertThat(reply.body()).doesNotContain("secret");
                assertTellsNothing(reply.body());
            }
        } finally {
            flows.fault = Optional.empty();
        }
    }

    @Test
    void noFileIsServedButTheConsoles() throws Exception {
        Files.writeString(directory.resolve("canary.txt"), "canary");
        for (String target : List.of(
                "/console/../canary.txt",
                "/console/..%2fcanary.txt",
                "/console/%2e%2e/application.properties",
                "/console/..%5c..%5ccanary.txt",
                "/console//etc/passwd",
                "/console/%2fetc%2fpasswd",
                "/console/..%00/console.html",
                "/..;/canary.txt",
                "/data/api-key",
                "/application.properties",
                "/connector/log4j2.xml",
                "/file:%2f%2f%2fetc%2fpasswd")) {
            String reply = raw("GET " + target + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\nx-api-key: "
                    + InboxApp.KEY + "\r\n\r\n");
            assertThat(reply).as(target).matches("(?s)HTTP/1.1 40[04].*").doesNotContain("canary", "root:", "api.keys");
        }
    }

    @Test
    void hundredsOfSilentConnectionsHoldNobodyUp() throws Exception {
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 500; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), app.port());
                silent.add(socket);
                socket.getOutputStream().write("POST /dev/crm/acme/records/Contact HTTP/1.1\r\nHost:".getBytes());
            }
            long began = System.nanoTime();
            assertThat(app.get("/dev/crm/acme/jobs").status()).isEqualTo(200);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(1));
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }
}
