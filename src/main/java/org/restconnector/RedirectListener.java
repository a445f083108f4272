package org.restconnector;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.restconnector.http.CodeAnswer;
import org.restconnector.settings.SettingsException;

/** A web server of this machine alone that a browser is sent back to. What it answers holds nothing of what came. */
final class RedirectListener implements AutoCloseable {
    private final HttpServer server;
    private final Redirect.Place place;
    private final Consumer<CodeAnswer> taker;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "redirect-listener");
        thread.setDaemon(true);
        return thread;
    });

    private RedirectListener(HttpServer server, Redirect.Place place, Consumer<CodeAnswer> taker) {
        this.server = server;
        this.place = place;
        this.taker = taker;
    }

    /** @throws SettingsException if the port is taken, or not ours to take */
    static RedirectListener start(Redirect.Place place, Consumer<CodeAnswer> taker) {
        try {
            HttpServer server = HttpServer.create(
                    new InetSocketAddress(InetAddress.getByName(place.host().replaceAll("[\\[\\]]", "")), place.port()),
                    0);
            RedirectListener listener = new RedirectListener(server, place, taker);
            server.createContext("/", listener::serve);
            server.setExecutor(listener.threads);
            server.start();
            return listener;
        } catch (IOException e) {
            throw new SettingsException(
                    "cannot listen on " + place.host() + ":" + place.port() + " (" + e.getMessage()
                            + "); choose another --port, or --paste the answer",
                    e);
        }
    }

    URI uri() {
        return place.uri(server.getAddress().getPort());
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!place.path().equals(exchange.getRequestURI().getRawPath())) {
                show(exchange, 404, "Nothing is here.");
                return;
            }
            if (!exchange.getRequestMethod().equals("GET")) {
                show(exchange, 405, "This address is for a browser that comes back.");
                return;
            }
            Optional<CodeAnswer> answer =
                    Optional.ofNullable(exchange.getRequestURI().getRawQuery()).flatMap(CodeAnswer::inQuery);
            if (answer.isEmpty()) {
                show(exchange, 400, "This address holds no answer.");
                return;
            }
            show(
                    exchange,
                    200,
                    "The answer has arrived; its result is shown where the command runs."
                            + " This window can be closed.");
            taker.accept(answer.get());
        }
    }

    private static void show(HttpExchange exchange, int status, String text) throws IOException {
        byte[] page = ("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Camel REST Connector</title><p>"
                        + text + "</p></html>\n")
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
        exchange.getResponseHeaders().set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, head ? -1 : page.length);
        if (!head) {
            exchange.getResponseBody().write(page);
            exchange.getResponseBody().close();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
