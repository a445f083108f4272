package org.restconnector.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.restconnector.json.Json;

class DemoApiTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private final DemoApi api = new DemoApi(0);

    @BeforeEach
    void start() throws IOException {
        api.start();
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void servesOrdersByPageNumberWithTheNumberOfPages() throws Exception {
        List<Object> ids = new ArrayList<>();
        for (int page = 1; page <= 5; page++) {
            Map<?, ?> answer =
                    (Map<?, ?>) Json.read(get("/demo/orders?page=" + page).body());
            assertThat(answer.get("total_pages")).isEqualTo(5);
            ((List<?>) answer.get("data")).forEach(order -> ids.add(((Map<?, ?>) order).get("id")));
        }

        assertThat(ids).hasSize(230).doesNotHaveDuplicates().startsWith(1001).endsWith(1230);
        assertThat(get("/demo/orders?page=6&size=50").body()).contains("\"data\":[]");
        assertThat(get("/demo/orders?page=x").statusCode()).isEqualTo(400);
    }

    @Test
    void servesCustomersByCursorUntilNoneIsNext() throws Exception {
        List<Object> ids = new ArrayList<>();
        Object next = "";
        while (next != null) {
            String query = next.equals("") ? "" : "?after=" + next;
            Map<?, ?> answer =
                    (Map<?, ?>) Json.read(get("/demo/customers" + query).body());
            ((List<?>) answer.get("customers")).forEach(customer -> ids.add(((Map<?, ?>) customer).get("id")));
            next = ((Map<?, ?>) answer.get("paging")).get("next");
        }

        assertThat(ids).hasSize(90).doesNotHaveDuplicates();
    }

    @Test
    void refusesTheFirstTwoRequestsForProductsThenNamesTheNextPageInALink() throws Exception {
        for (int i = 0; i < 2; i++) {
            HttpResponse<String> refused = get("/demo/products");
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
        }

        HttpResponse<String> first = get("/demo/products");
        assertThat((List<?>) Json.read(first.body())).hasSize(25);
        assertThat(first.headers().firstValue("Link")).hasValue("</demo/products?page=2>; rel=\"next\"");
        assertThat(get("/demo/products?page=3").headers().firstValue("Link")).isEmpty();
    }

    @Test
    void keepsThePriceInItsScaleAndWritesNulls() throws Exception {
        String orders = get("/demo/orders").body();

        assertThat(orders).containsPattern("\"price\":\\d+\\.90").contains("\"shipped_at\":null");
    }

    @Test
    void takesContactsAndAnswersWithAnIdForEach() throws Exception {
        HttpResponse<String> two = post("[{\"email\":\"a@example.com\"},{\"email\":\"b@example.com\"}]");
        assertThat(two.statusCode()).isEqualTo(200);
        assertThat(two.body()).isEqualTo("[{\"id\":5001},{\"id\":5002}]");

        assertThat(post("{\"email\":\"c@example.com\"}").body()).isEqualTo("{\"id\":5003}");
    }

    @Test
    void takesNoContactOfABatchInWhichOneHasNoEmail() throws Exception {
        HttpResponse<String> refused = post("[{\"email\":\"a@example.com\"},{\"name\":\"Ben\"}]");

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).isEqualTo("{\"error\":\"contact 1 of 2 has no email; none was taken\"}");
        assertThat(post("[{\"email\":\"a@example.com\"}]").body()).isEqualTo("[{\"id\":5001}]");
    }

    @Test
    void refusesContactsThatAreNoJsonOrNotPosted() throws Exception {
        assertThat(post("no JSON").statusCode()).isEqualTo(400);
        assertThat(post("7").statusCode()).isEqualTo(422);
        assertThat(get("/demo/contacts").statusCode()).isEqualTo(405);
    }

    @Test
    void leavesThePortToAnotherInstanceOfTheDemo() {
        try (DemoApi second = new DemoApi(api.port())) {
            assertThatCode(second::start).doesNotThrowAnyException();
        }
    }

    @Test
    void saysWhatToDoWhenAnotherProgramHasThePort() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                DemoApi second = new DemoApi(other.getLocalPort())) {
            Thread hangUp = new Thread(() -> acceptAndClose(other));
            hangUp.start();

            assertThatThrownBy(second::start)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("port " + other.getLocalPort() + " is taken")
                    .hasMessageContaining("connector.demo.port");
            hangUp.join();
        }
    }

    private static void acceptAndClose(ServerSocket server) {
        try {
            server.accept().close();
        } catch (IOException ignored) {
            // The test has ended.
        }
    }

    private HttpResponse<String> post(String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + "/demo/contacts"))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + api.port() + path);
        return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
}
