package org.restconnector.demo;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.restconnector.json.Json;

/** Reads query parameters of the demo's requests and writes its answers. */
final class Answers {
    private Answers() {}

    static void send(HttpExchange exchange, int status, Object value) throws IOException {
        try (exchange) {
            byte[] body = Json.write(value);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    static void refuse(HttpExchange exchange, int status, String message) throws IOException {
        send(exchange, status, Map.of("error", message));
    }

    /** The whole number that the query gives, at least 1; the default where it gives none. */
    static int number(HttpExchange exchange, String name, int defaultValue) {
        String query = exchange.getRequestURI().getQuery();
        for (String pair : query == null ? new String[0] : query.split("&")) {
            if (pair.startsWith(name + "=")) {
                return Math.max(1, Integer.parseInt(pair.substring(name.length() + 1)));
            }
        }
        return defaultValue;
    }

    /** The records of one page, pages counted from 1; empty behind the last one. */
    static <T> List<T> page(List<T> records, int page, int size) {
        int from = (int) Math.min((page - 1L) * size, records.size());
        return records.subList(from, (int) Math.min((long) from + size, records.size()));
    }

    static int pages(List<?> records, int size) {
        return (int) ((records.size() + (long) size - 1) / size);
    }
}
