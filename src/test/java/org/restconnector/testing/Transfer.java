package org.restconnector.testing;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/** How a body goes over the wire. */
@FunctionalInterface
public interface Transfer {

    void send(HttpExchange exchange, Answer answer, Pause pause) throws IOException, InterruptedException;

    /** Waits, but not beyond the server's end. */
    @FunctionalInterface
    interface Pause {
        void of(Duration time) throws InterruptedException;
    }

    /** All at once, with a Content-Length. */
    Transfer WHOLE = (exchange, answer, pause) -> {
        byte[] body = answer.body();
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    };

    /** In chunks of seven bytes, without a Content-Length. */
    Transfer CHUNKED = (exchange, answer, pause) -> {
        exchange.sendResponseHeaders(answer.status(), 0);
        byte[] body = answer.body();
        for (int from = 0; from < body.length; from += 7) {
            exchange.getResponseBody().write(Arrays.copyOfRange(body, from, Math.min(from + 7, body.length)));
            exchange.getResponseBody().flush();
        }
    };

    /** Opens an array and never ends it. */
    Transfer ENDLESS = (exchange, answer, pause) -> {
        exchange.sendResponseHeaders(answer.status(), 0);
        byte[] part =
                "{\"id\":1,\"text\":\"more and more and more\"},\n".repeat(200).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseBody().write('[');
        while (!Thread.currentThread().isInterrupted()) {
            exchange.getResponseBody().write(part);
        }
    };

    /** One byte, then a wait, and so on. */
    static Transfer dripping(Duration between) {
        return (exchange, answer, pause) -> {
            exchange.sendResponseHeaders(answer.status(), answer.body().length);
            OutputStream out = exchange.getResponseBody();
            for (byte b : answer.body()) {
                out.write(b);
                out.flush();
                pause.of(between);
            }
        };
    }

    /** Promises the whole body, sends so many bytes of it, and closes the connection. */
    static Transfer cutAfter(int bytes) {
        return (exchange, answer, pause) -> {
            exchange.sendResponseHeaders(answer.status(), answer.body().length);
            exchange.getResponseBody().write(answer.body(), 0, bytes);
            exchange.getResponseBody().flush();
        };
    }
}
