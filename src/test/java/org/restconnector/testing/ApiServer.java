package org.restconnector.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * An HTTP server on a free port of the loopback address that answers as it is told and remembers all
 * it was asked. A path without a handler is 404.
 */
public final class ApiServer implements AutoCloseable {
    static {
        // The server writes head and body apart, which Nagle's algorithm makes 40 ms slow.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Map<String, Handler> handlers = new ConcurrentHashMap<>();
    private final List<ReceivedRequest> requests = new CopyOnWriteArrayList<>();

    private ApiServer(HttpServer server) {
        this.server = server;
    }

    public static ApiServer start() {
        return start(0);
    }

    /** On a given port: where a server comes back that was away. */
    public static ApiServer start(int port) {
        try {
            return start(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With TLS; {@code clientAuth}: whoever asks must show a certificate that the context trusts. */
    public static ApiServer startTls(SSLContext context, boolean clientAuth) {
        try {
            HttpsServer https = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            https.setHttpsConfigurator(new HttpsConfigurator(context) {
                @Override
                public void configure(HttpsParameters parameters) {
                    SSLParameters wanted = context.getDefaultSSLParameters();
                    wanted.setNeedClientAuth(clientAuth);
                    parameters.setSSLParameters(wanted);
                }
            });
            return start(https);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ApiServer start(HttpServer http) {
        ApiServer server = new ApiServer(http);
        http.createContext("/", server::serve);
        http.setExecutor(server.threads);
        http.start();
        return server;
    }

    /** Answers requests of this path; another handler of the same path is replaced. */
    public ApiServer on(String path, Handler handler) {
        handlers.put(path, handler);
        return this;
    }

    /** Answers all requests of this path alike. */
    public ApiServer on(String path, Answer answer) {
        return on(path, request -> answer);
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public String origin() {
        return (server instanceof HttpsServer ? "https" : "http") + "://127.0.0.1:" + port();
    }

    public String url(String pathAndQuery) {
        return origin() + pathAndQuery;
    }

    /** All requests so far, in the order they arrived. */
    public List<ReceivedRequest> requests() {
        return List.copyOf(requests);
    }

    /** The requests of one path. */
    public List<ReceivedRequest> requests(String path) {
        return requests.stream().filter(request -> request.path().equals(path)).toList();
    }

    /** Returns as soon as so many requests have arrived, a minute at most. */
    public synchronized void awaitRequests(int count) {
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (requests.size() < count) {
            long millis = (deadline - System.nanoTime()) / 1_000_000;
            if (millis <= 0) {
                throw new AssertionError("%d of %d requests came: %s".formatted(requests.size(), count, requests));
            }
            try {
                wait(millis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    private synchronized void remember(ReceivedRequest request) {
        requests.add(request);
        notifyAll();
    }

    /** Forgets the requests so far. */
    public void forgetRequests() {
        requests.clear();
    }

    @Override
    public void close() {
        closed.countDown();
        threads.shutdownNow();
        server.stop(0);
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            ReceivedRequest request = read(exchange);
            remember(request);
            Handler handler = handlers.getOrDefault(request.path(), r -> Answer.status(404));
            send(exchange, handler.answer(request));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            // Without this a broken handler would look like a broken connection.
            e.printStackTrace();
            throw e;
        }
    }

    private void send(HttpExchange exchange, Answer answer) throws IOException, InterruptedException {
        pause(answer.delay());
        answer.headers().forEach(header -> exchange.getResponseHeaders().add(header.name(), header.value()));
        answer.transfer().send(exchange, answer, this::pause);
    }

    private void pause(Duration time) throws InterruptedException {
        if (!time.isZero() && closed.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new InterruptedException("the server was closed");
        }
    }

    private static ReceivedRequest read(HttpExchange exchange) throws IOException {
        long nanos = System.nanoTime();
        Map<String, List<String>> headers = new LinkedHashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), new ArrayList<>(values)));
        byte[] body = exchange.getRequestBody().readAllBytes();
        return new ReceivedRequest(
                exchange.getRequestMethod(), exchange.getRequestURI().toString(), headers, body, nanos);
    }
}
