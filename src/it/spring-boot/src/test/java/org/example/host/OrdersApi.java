package org.example.host;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An API of three orders on two pages. */
final class OrdersApi implements AutoCloseable {
    private final HttpServer server;
    private final List<String> agents = new CopyOnWriteArrayList<>();

    OrdersApi() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/orders", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/orders";
    }

    List<String> agents() {
        return agents;
    }

    private void answer(HttpExchange exchange) throws IOException {
        agents.add(exchange.getRequestHeaders().getFirst("User-Agent"));
        boolean second = exchange.getRequestURI().getRawQuery().contains("after=p2");
        String page = second
                ? "{\"data\":[{\"id\":3,\"total\":0.00}],\"paging\":{\"next\":null}}"
                : "{\"data\":[{\"id\":1,\"total\":19.90},{\"id\":2,\"total\":null}],\"paging\":{\"next\":\"p2\"}}";
        byte[] body = page.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
