package org.restconnector.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** What surrounds the program in {@link ProgramSoak}: an API, a target that refuses some records, and busy clients. */
final class SoakLoad implements AutoCloseable {
    static final String KEY = "soak";
    private static final int RECORDS = 500;
    /** One record in so many is refused for good. */
    private static final int BAD = 20_000;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicLong posted = new AtomicLong();
    private final AtomicLong delivered = new AtomicLong();
    private final AtomicLong slowestMillis = new AtomicLong();

    private SoakLoad(HttpServer server) {
        this.server = server;
    }

    static SoakLoad start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        SoakLoad load = new SoakLoad(server);
        server.setExecutor(load.threads);
        server.createContext("/in", load::take);
        server.createContext("/items", load::page);
        server.start();
        return load;
    }

    int port() {
        return server.getAddress().getPort();
    }

    long posted() {
        return posted.get();
    }

    long delivered() {
        return delivered.get();
    }

    /** The slowest accepted job since the last call. */
    long slowestMillis() {
        return slowestMillis.getAndSet(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            boolean bad = body.contains("\"bad\":true");
            if (!bad) {
                delivered.addAndGet(body.chars().filter(c -> c == '{').count());
            }
            answer(exchange, bad ? 422 : 200, bad ? "{\"message\":\"no name\"}" : "{\"id\":\"T\"}");
        }
    }

    /** Ten pages of two hundred. */
    private void page(HttpExchange exchange) throws IOException {
        try (exchange) {
            String query = String.valueOf(exchange.getRequestURI().getQuery());
            int page = query.startsWith("after=") ? Integer.parseInt(query.substring(6)) : 0;
            StringBuilder body = new StringBuilder("{\"next\":").append(page < 9 ? page + 1 : null);
            body.append(",\"data\":[");
            for (int i = 0; i < 200; i++) {
                body.append(i == 0 ? "" : ",").append(record(page * 200L + i));
            }
            answer(exchange, 200, body.append("]}").toString());
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.getResponseHeaders().set("content-type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static String record(long id) {
        return "{\"id\":" + id + (id % BAD == BAD - 1 ? ",\"bad\":true" : "") + ",\"name\":\"Ada\",\"note\":\""
                + "x".repeat(130) + "\"}";
    }

    /** Posts jobs and real-time writes, and looks at lists, until this is closed. */
    void against(int port) {
        String origin = "http://127.0.0.1:" + port;
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        repeat(() -> job(client, origin));
        repeat(() -> job(client, origin));
        repeat(() -> {
            send(client, origin + "/dev/crm/acme/connectors/c/Contact", "{\"data\":" + record(1) + "}");
            LockSupport.parkNanos(20_000_000);
        });
        repeat(() -> {
            for (String path : new String[] {"/api/flows", "/api/pulls", "/api/dead-letters", "/dev/crm/acme/jobs"}) {
                send(client, origin + path, "");
            }
            LockSupport.parkNanos(250_000_000);
        });
    }

    private void job(HttpClient client, String origin) throws Exception {
        long first = posted.getAndAdd(RECORDS);
        StringBuilder body = new StringBuilder("{\"state\":{\"Contact\":[");
        for (int i = 0; i < RECORDS; i++) {
            body.append(i == 0 ? "" : ",").append(record(first + i));
        }
        long begun = System.nanoTime();
        int status =
                send(client, origin + "/dev/crm/acme/jobs", body.append("]}}").toString());
        if (status == 200) {
            slowestMillis.accumulateAndGet((System.nanoTime() - begun) / 1_000_000, Math::max);
        } else {
            // its backlog is full, which makes the rate that of delivery
            posted.addAndGet(-RECORDS);
            LockSupport.parkNanos(20_000_000);
        }
    }

    private int send(HttpClient client, String url, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .header("x-api-key", KEY)
                .header("content-type", "application/json");
        if (!body.isEmpty()) {
            request.POST(HttpRequest.BodyPublishers.ofString(body));
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @FunctionalInterface
    private interface Work {
        void once() throws Exception;
    }

    private void repeat(Work work) {
        threads.submit(() -> {
            while (!threads.isShutdown()) {
                try {
                    work.once();
                } catch (IOException e) {
                    // now and then the JDK's client closes a connection that it has just taken
                    LockSupport.parkNanos(10_000_000);
                }
            }
            return null;
        });
    }

    @Override
    public void close() {
        threads.shutdownNow();
        server.stop(0);
    }
}
