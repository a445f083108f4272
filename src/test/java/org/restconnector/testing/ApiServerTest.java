package org.restconnector.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.restconnector.json.Json;

class ApiServerTest {
    private final ApiServer server = ApiServer.start();
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource(PageStyle.class)
    void everyStyleGivesAllRecordsOnceInOrder(PageStyle style) throws Exception {
        server.on("/items", PagedApi.of(style, 25, 5));
        List<Object> ids = new ArrayList<>();
        Optional<String> next = Optional.of(server.url("/items"));
        while (next.isPresent()) {
            HttpResponse<String> response = get(next.get());
            List<?> records = (List<?>) body(response).get("data");
            records.forEach(record -> ids.add(((Map<?, ?>) record).get("id")));
            next = next(style, response, ids.size());
        }
        assertThat(ids).hasSize(25).doesNotHaveDuplicates().first().isEqualTo(1);
        assertThat(server.requests("/items")).hasSize(style == PageStyle.NONE ? 1 : 5);
    }

    @Test
    void rememberedRequestsHoldWhatWasSent() throws Exception {
        client.send(
                HttpRequest.newBuilder(URI.create(server.url("/a%20b?x=1&x=%26")))
                        .header("X-Key", "v")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"n\":1.10}"))
                        .build(),
                BodyHandlers.discarding());
        ReceivedRequest request = server.requests().get(0);
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.target()).isEqualTo("/a%20b?x=1&x=%26");
        assertThat(request.queryAll("x")).containsExactly("1", "&");
        assertThat(request.header("x-key")).contains("v");
        assertThat(request.text()).isEqualTo("{\"n\":1.10}");
    }

    @Test
    void faultsComeAsOftenAsAskedFor() throws Exception {
        server.on(
                "/x",
                PagedApi.of(PageStyle.NONE, 1, 1)
                        .afterFirst(2, Answer.status(503).header("Retry-After", "1")));
        assertThat(get(server.url("/x")).headers().firstValue("Retry-After")).contains("1");
        assertThat(get(server.url("/x")).statusCode()).isEqualTo(503);
        assertThat(get(server.url("/x")).statusCode()).isEqualTo(200);
    }

    @Test
    void bodiesGoOverTheWireAsTold() throws Exception {
        Answer answer = Answer.json("{\"data\":[]}");
        server.on("/gzip", answer.gzip())
                .on("/chunked", answer.sent(Transfer.CHUNKED))
                .on("/drip", answer.sent(Transfer.dripping(Duration.ofMillis(20))))
                .on("/cut", answer.sent(Transfer.cutAfter(4)));
        HttpResponse<InputStream> gzip = client.send(request("/gzip"), BodyHandlers.ofInputStream());
        assertThat(new GZIPInputStream(gzip.body()).readAllBytes()).isEqualTo(answer.body());
        assertThat(get(server.url("/chunked")).body()).isEqualTo("{\"data\":[]}");
        long before = System.nanoTime();
        assertThat(get(server.url("/drip")).body()).isEqualTo("{\"data\":[]}");
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(200));
        assertThatThrownBy(() -> get(server.url("/cut"))).isInstanceOf(IOException.class);
    }

    @Test
    void anEndlessBodyEndsWhenTheClientGoes() throws Exception {
        server.on("/endless", Answer.json("").sent(Transfer.ENDLESS));
        HttpResponse<InputStream> response = client.send(request("/endless"), BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            assertThat(body.readNBytes(5_000_000)).hasSize(5_000_000);
        }
    }

    @Test
    void rawServersBreakTheProtocol() throws Exception {
        try (RawServer reset = RawServer.resetting();
                RawServer garbage = RawServer.sending("SMTP ready\r\n\r\n");
                RawServer silent = RawServer.silent()) {
            assertThatThrownBy(() -> get(reset.url("/"))).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> get(garbage.url("/"))).isInstanceOf(IOException.class);
            HttpRequest patient = HttpRequest.newBuilder(URI.create(silent.url("/")))
                    .timeout(Duration.ofMillis(200))
                    .build();
            assertThatThrownBy(() -> client.send(patient, BodyHandlers.ofString()))
                    .isInstanceOf(IOException.class);
            assertThat(silent.connections()).isPositive();
        }
    }

    private Optional<String> next(PageStyle style, HttpResponse<String> response, int seen) throws Exception {
        Optional<String> value = Optional.ofNullable(body(response).get("next")).map(String::valueOf);
        boolean more = seen < 25;
        return switch (style) {
            case NONE -> Optional.empty();
            case PAGE ->
                Optional.of(server.url("/items?page=" + (seen / 5 + 1))).filter(u -> more);
            case OFFSET -> Optional.of(server.url("/items?offset=" + seen)).filter(u -> more);
            case LAST_RECORD -> Optional.of(server.url("/items?after=" + seen)).filter(u -> more);
            case CURSOR_IN_BODY -> value.map(cursor -> server.url("/items?after=" + cursor));
            case CURSOR_IN_HEADER -> response.headers().firstValue("X-Next").map(c -> server.url("/items?after=" + c));
            case NEXT_URL_ABSOLUTE -> value;
            case NEXT_URL_RELATIVE -> value.map(query -> server.url("/items" + query));
            case LINK_HEADER -> response.headers().firstValue("Link").map(ApiServerTest::nextLink);
        };
    }

    private static String nextLink(String header) {
        Matcher matcher = Pattern.compile("<([^>]*)>; rel=\"next\"").matcher(header);
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(URI.create(server.url(path))).build();
    }

    private HttpResponse<String> get(String url) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
    }

    private static Map<?, ?> body(HttpResponse<String> response) throws IOException {
        return (Map<?, ?>) Json.read(response.body());
    }
}
