package org.example.host;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** An API of three orders on two pages. */
final class OrdersApi implements AutoCloseable {
    private final HttpServer server;

    OrdersApi() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/orders", OrdersApi::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/orders";
    }

    private static void answer(HttpExchange exchange) throws IOException {
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
