package org.restconnector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a hostile or careless client gets, over a raw socket where it matters. */
class InboxBorderTest {
    private static final String KEYS = "all, crm-key@crm, acme-key@crm/acme";

    @TempDir
    static Path directory;

    private static TestFlows flows;
    private static InboxApp app;

    @BeforeAll
    static void start() throws Exception {
        flows = new TestFlows(List.of("crm", "erp"), Set.of("Contact"));
        Files.writeString(directory.resolve("keys"), KEYS + "\n");
        app = InboxApp.start(
                directory, Map.of("connector.api.keys", "{{file:keys}}", "connector.inbox.maxBytes", "1MB"), flows);
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

    private static String get(String target, String... headers) throws IOException {
        return raw("GET " + target + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
                + String.join(
                        "",
                        java.util.Arrays.stream(headers).map(h -> h + "\r\n").toList()) + "\r\n");
    }

    private static InboxApp.Reply post(String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request = app.request(path).POST(HttpRequest.BodyPublishers.ofString(body));
        request.setHeader("x-api-key", "all");
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return app.send(request);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{`state`:            | 400 | invalid_json",
                "[]                   | 400 | invalid_state",
                "{}                   | 400 | invalid_state",
                "{'state':{'Contact':{}}}        | 400 | invalid_state",
                "{'state':{'Contact':[{},7]}}    | 400 | invalid_state",
                "{'state':{'Deal':[]}}           | 400 | unknown_stream",
                "{'state':{'..':[]}}             | 400 | invalid_stream",
                "{'state':{'a\\u000ab':[]}}      | 400 | invalid_stream",
                "{'state':{},'job_type':'read'}  | 400 | unsupported",
                "{'state':{},'state':{}}         | 400 | invalid_json",
                "{'state':{'Contact':[{'a':1,'a':2}]}} | 400 | invalid_json",
                "{'state':{'Contact':[{'a':NaN}]}}     | 400 | invalid_json",
                "{'state':{}} x                        | 400 | invalid_json",
            })
    void refusesBodiesWithTheirCode(String body, int status, String code) throws Exception {
        InboxApp.Reply reply = post("/dev/crm/acme/jobs", body.replace('`', '"').replace('\'', '"'));

        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        assertThat(reply.code()).isEqualTo(code);
        assertTellsNothing(reply.body());
    }

    @Test
    void namesStreamAndIndexOfWhatIsNoRecord() throws Exception {
        assertThat((String) post("/dev/crm/acme/jobs", "{\"state\":{\"Contact\":[{},7]}}")
                        .at("error", "message"))
                .isEqualTo("state.Contact[1] is a number; a record has to be an object");
    }

    @ParameterizedTest
    @CsvSource({
        "/prod/crm/acme/jobs, 404, unknown_flow",
        "/dev/none/acme/jobs, 404, unknown_flow",
        "/dev/crm/stranger/jobs, 404, unknown_tenant",
        "/dev/crm/a%00b/jobs, 400, invalid_tenant",
        "/dev/crm/a%0d%0ab/jobs, 400, invalid_tenant",
        "/dev/crm/acme/records/a%0ab, 400, invalid_stream",
        "/dev/crm/acme/records/Deal, 400, unknown_stream",
        "/dev/crm/acme/other, 404, not_found",
    })
    void refusesPathsWithTheirCode(String path, int status, String code) throws Exception {
        InboxApp.Reply reply = post(path, "{\"state\":{}}");

        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        assertThat(reply.code()).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({
        "/dev/crm/../jobs, 400, invalid_tenant",
        "/dev/crm/%2e%2E/jobs, 400, invalid_tenant",
        "/dev/crm/./jobs, 400, invalid_tenant",
        "/dev/crm//jobs, 400, invalid_tenant",
        "/dev/crm/a/jobs/%ff, 400, invalid_parameter",
        "/dev/crm/a/jobs/x/../../jobs, 404, not_found",
        "/dev/crm/a/jobs/x, 404, unknown_job",
        "/dev/crm/a/jobs/status, 400, invalid_parameter",
        "/dev/crm/a/jobs/status?job_root=x, 404, unknown_job",
        "/dev/crm/a/jobs?before=x, 404, unknown_job",
        "/dev/crm/a/jobs?limit=0, 400, invalid_parameter",
        "/dev/crm/a/connectors/status?taskId=x, 404, unknown_task",
        "/dev/none/a/jobs, 404, unknown_flow",
    })
    void readsThePathAsItWasSent(String target, int status, String code) throws Exception {
        String reply = get(target, "x-api-key: all");

        assertThat(reply).startsWith("HTTP/1.1 " + status).contains("\"" + code + "\"");
        assertTellsNothing(reply);
    }

    @Test
    void refusesAPathThatIsNotPercentEncoded() throws Exception {
        for (String target :
                List.of("/dev/crm/a/jobs/%4", "/dev/crm/\u00c3\u00a9/jobs", "/dev/crm/a/jobs?before=\u00e9")) {
            String reply = get(target, "x-api-key: all");

            assertThat(reply).startsWith("HTTP/1.1 400");
            assertTellsNothing(reply);
        }
    }

    @Test
    void takesTenantsOfAnyName() throws Exception {
        for (String tenant :
                List.of("a%2Fb", "%E2%82%AC", "%7B%7Benv%3AHOME%7D%7D", "$%7Benv%3AHOME%7D", "a%20b", "%2541")) {
            InboxApp.Reply reply = post("/dev/crm/" + tenant + "/jobs", "{\"state\":{}}");
            assertThat(reply.status()).as(reply.body()).isEqualTo(200);
            assertThat(reply.at("tenant")).isEqualTo(java.net.URLDecoder.decode(tenant, StandardCharsets.UTF_8));
        }
        assertThat(post("/dev/crm/" + "x".repeat(201) + "/jobs", "{\"state\":{}}")
                        .code())
                .isEqualTo("invalid_tenant");
    }

    @Test
    void deliversPlaceholdersAndExpressionsVerbatim() throws Exception {
        String record = "{\"a\":\"${env:HOME} {{env:HOME}} ${bean:x} \\r\\n\\u0000 ../\",\"n\":1.10e+3,\"big\":"
                + "170141183460469231731687303715884105727,\"z\":null}";
        post("/dev/crm/verbatim/records/Contact", record);
        flows.drain("crm");

        assertThat(flows.sent.stream().map(batch -> new String(batch.body(), StandardCharsets.UTF_8)))
                .contains(record);
    }

    @Test
    void asksNobodyElseForAnAbsoluteRequestLine() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            other.setSoTimeout(500);
            String host = "http://127.0.0.1:" + other.getLocalPort();
            StringBuilder controls = new StringBuilder();
            for (String name : List.of(
                    "CamelHttpUri",
                    "CAMELHTTPURI",
                    "caMelHttpPath",
                    "CamelHttpMethod",
                    "CamelHttpQuery",
                    "CamelBeanMethodName",
                    "CamelSqlQuery",
                    "CamelFileName",
                    "kafka.OVERRIDE_TOPIC",
                    "CamelKafkaOverrideTopic",
                    "org.apache.camel.x",
                    "CamelHttpUrl",
                    "CamelHttpRawQuery",
                    "CamelHttpResponseCode",
                    "CamelToEndpoint",
                    "CamelSlipEndpoint",
                    "CamelExceptionCaught",
                    "operationName",
                    "CamelLanguageScript",
                    "Long-Running-Action",
                    "CamelRedelivered")) {
                controls.append(name).append(": ").append(host).append("/x\r\n");
            }

            String reply = raw("GET " + host + "/dev/crm/acme/jobs?CamelHttpUri=" + host + "&CamelBeanMethodName=x"
                    + " HTTP/1.1\r\nHost: 127.0.0.1\r\nx-api-key: all\r\nConnection: close\r\n" + controls + "\r\n");

            assertThat(reply).startsWith("HTTP/1.1 200").contains("\"jobs\"");
            org.assertj.core.api.Assertions.assertThatThrownBy(other::accept)
                    .isInstanceOf(java.net.SocketTimeoutException.class);
        }
    }

    @Test
    void sendsNothingOfTheRequestBackInHeaders() throws Exception {
        String reply = get(
                "/dev/crm/acme/jobs?Set-Cookie=sid%3Devil&Access-Control-Allow-Origin=*&Retry-After=7",
                "x-api-key: all",
                "Set-Cookie: a=b",
                "X-Secret: canary",
                "Authorization: Bearer canary",
                "Idempotency-Key: canary");

        String head = reply.substring(0, reply.indexOf("\r\n\r\n")).toLowerCase(java.util.Locale.ROOT);
        assertThat(head.lines().map(line -> line.split(":")[0]))
                .containsExactlyInAnyOrder(
                        "http/1.1 200 ok",
                        "content-type",
                        "content-length",
                        "connection",
                        "cache-control",
                        "x-content-type-options");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/dev/crm/acme/jobs",
                "/dev/crm/acme/jobs/",
                "/dev/crm/acme/jobs/x",
                "/dev/crm/acme/jobs/status",
                "/dev/crm/acme/jobs/x/records",
                "/dev/crm/acme/connectors/status",
                "/api/flows",
                "/api/flows/",
                "/API/flows",
                "/api%2fflows",
                "/api/flows;x",
                "//api/flows",
                "/x/../api/flows",
                "/dev%2fcrm/acme/jobs",
                "/console",
                "/console/",
                "/console/console.html",
                "/api/pulls",
                "/api/dead-letters",
                "/index.html",
                "/observe/health",
                "/openapi.json/x",
                "/openapi.json%2f..%2fapi/flows"
            })
    void opensNothingWithoutTheKey(String target) throws Exception {
        for (String verb : List.of("GET", "POST", "DELETE", "HEAD", "OPTIONS", "TRACE", "PUT")) {
            for (String key : List.of(
                    "",
                    "x-api-key: \r\n",
                    "x-api-key: al\r\n",
                    "x-api-key: alll\r\n",
                    "x-api-key: ALL\r\n",
                    "x-api-key: all\r\nx-api-key: all\r\n",
                    "x-api-key: " + "a".repeat(4000) + "\r\n")) {
                String reply = raw(verb + " " + target + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
                        + "content-length: 0\r\n" + key + "\r\n");
                assertThat(reply).as(verb + " " + target + " " + key).startsWith("HTTP/1.1 401");
            }
        }
        assertThat(get(target + (target.contains("?") ? "&" : "?") + "x-api-key=all"))
                .startsWith("HTTP/1.1 401");
    }

    @ParameterizedTest
    @CsvSource({
        "crm-key, /dev/crm/any/jobs, 200",
        "crm-key, /dev/erp/any/jobs, 403",
        "acme-key, /dev/crm/acme/jobs, 200",
        "acme-key, /dev/crm/other/jobs, 403",
        "acme-key, /dev/crm/acme%2F/jobs, 403",
        "acme-key, /api/flows, 403",
        "crm-key, /api/flows, 403",
        "all, /api/flows, 200",
    })
    void keepsAKeyWithinItsLimits(String key, String target, int status) throws Exception {
        assertThat(get(target, "x-api-key: " + key)).startsWith("HTTP/1.1 " + status);
    }

    @Test
    void refusesWhatIsTooLargeAlsoInChunksAndDecompressed() throws Exception {
        InboxApp.Reply long1 = post("/dev/crm/acme/records/Contact", "x".repeat(1_100_000));
        assertThat(long1.status()).isEqualTo(413);
        assertThat(long1.code()).isEqualTo("too_large");

        InboxApp.Reply chunked = app.send(app.request("/dev/crm/acme/records/Contact")
                .setHeader("x-api-key", "all")
                .POST(HttpRequest.BodyPublishers.ofInputStream(
                        () -> new java.io.ByteArrayInputStream(new byte[1_100_000]))));
        assertThat(chunked.status()).isEqualTo(413);
        assertThat(chunked.code()).isEqualTo("too_large");

        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bomb)) {
            for (int i = 0; i < 200; i++) {
                out.write(new byte[1 << 20]);
            }
        }
        InboxApp.Reply zipped = app.send(app.request("/dev/crm/acme/records/Contact")
                .setHeader("x-api-key", "all")
                .header("content-encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.ofByteArray(bomb.toByteArray())));
        assertThat(zipped.status()).isEqualTo(413);
        assertThat(zipped.code()).isEqualTo("too_large");
        assertThat(post("/dev/crm/acme/records/Contact", "{}", "content-encoding", "gzip")
                        .code())
                .isEqualTo("invalid_json");
        assertThat(post("/dev/crm/acme/records/Contact", "{}", "content-encoding", "gzip, gzip")
                        .code())
                .isEqualTo("unsupported_media_type");
    }

    @Test
    void refusesDeepAndManyAndOtherTypes() throws Exception {
        String deep = "{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        InboxApp.Reply reply = post("/dev/crm/acme/records/Contact", deep);
        assertThat(reply.code()).isEqualTo("invalid_json");
        assertThat((String) reply.at("error", "message")).contains("deeper than 100 levels");
        String allowed = "{\"a\":" + "[".repeat(99) + "]".repeat(99) + "}";
        assertThat(post("/dev/crm/acme/records/Contact", allowed).status()).isEqualTo(200);
        for (String type : List.of(
                "text/plain",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "application/json; charset=utf-16")) {
            InboxApp.Reply other = post("/dev/crm/acme/records/Contact", "{}", "content-type", type);
            assertThat(other.status()).as(type).isEqualTo(415);
            assertThat(other.code()).isEqualTo("unsupported_media_type");
        }
        assertThat(post("/dev/crm/acme/records/Contact", "{\"a\":" + "1".repeat(20_000) + "}")
                        .code())
                .isEqualTo("invalid_json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Content-Length: 2\r\nContent-Length: 40\r\n\r\n{}",
                "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
                "Content-Length: 2x\r\n\r\n{}",
                "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
            })
    void runsNoSecondRequestBehindAnAmbiguousOne(String framing) throws Exception {
        String reply = raw("POST /dev/crm/smuggled/records/Contact HTTP/1.1\r\nHost: a\r\nx-api-key: all\r\n"
                + framing
                + "POST /dev/crm/smuggled/records/Contact HTTP/1.1\r\nHost: a\r\nx-api-key: all\r\n"
                + "Connection: close\r\nContent-Length: 9\r\n\r\n{\"b\":\"x\"}");

        assertThat(reply).startsWith("HTTP/1.1 400");
        assertThat(reply.split("HTTP/1.1 ", -1)).hasSize(2);
        assertThat(get("/dev/crm/smuggled/jobs", "x-api-key: all")).contains("{\"jobs\":[]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /dev/crm/smuggled/records/Contact HTTP/1.0\r\nx-api-key: all\r\nContent-Length: 2\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
                "\u0000\u0001POST /dev/crm/smuggled/records/Contact HTTP/1.1\r\nHost: a\r\nx-api-key: all\r\n"
                        + "Connection: close\r\nContent-Length: 2\r\n\r\n{}",
            })
    void takesNoRequestWhoseStartOrEndIsInDoubt(String request) throws Exception {
        assertThat(raw(request)).startsWith("HTTP/1.").contains(" 400 ");
        assertThat(get("/dev/crm/smuggled/jobs", "x-api-key: all")).contains("{\"jobs\":[]");
    }

    @Test
    void givesPagesOfOtherOriginsNoAccess() throws Exception {
        for (String method : List.of("GET", "OPTIONS")) {
            String reply = raw(method + " /dev/crm/acme/jobs HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
                    + "x-api-key: all\r\nOrigin: https://evil.example\r\nAccess-Control-Request-Method: POST\r\n\r\n");

            assertThat(reply.toLowerCase(java.util.Locale.ROOT)).doesNotContain("access-control-", "evil.example");
        }
    }

    @Test
    void readsItsKeysFromAFile() throws Exception {
        assertThat(get("/dev/crm/acme/jobs", "x-api-key: acme-key")).startsWith("HTTP/1.1 200");
        for (String guess : List.of("keys", "file:keys", "{{file:keys}}")) {
            assertThat(get("/dev/crm/acme/jobs", "x-api-key: " + guess)).startsWith("HTTP/1.1 401");
        }
    }

    @Test
    void takesNoTokenInPlaceOfAKey() throws Exception {
        String unsigned = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbGwifQ.";

        assertThat(get("/dev/crm/acme/jobs", "Authorization: Bearer " + unsigned))
                .startsWith("HTTP/1.1 401");
        assertThat(get("/dev/crm/acme/jobs", "Authorization: Bearer all")).startsWith("HTTP/1.1 401");
    }

    private static void assertTellsNothing(String reply) {
        assertThat(reply).doesNotContain("Exception", "org.", "com.", "\tat ", "jackson", "StreamRead", "`");
    }
}
