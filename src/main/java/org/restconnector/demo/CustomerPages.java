package org.restconnector.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code /demo/customers?after=20}: pages by cursor, each answered slowly. The cursor is the number of the last record.
 */
final class CustomerPages implements HttpHandler {
    private static final int SIZE = 20;
    private static final long DELAY_MILLIS = 400;

    private final List<Map<String, Object>> customers = Shop.customers();

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        int from;
        try {
            from = Answers.number(exchange, "after", 0);
        } catch (NumberFormatException e) {
            Answers.refuse(exchange, 400, "after takes the value of paging.next");
            return;
        }
        pause();
        int start = Math.min(from, customers.size());
        int end = Math.min(start + SIZE, customers.size());
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("customers", customers.subList(start, end));
        answer.put("paging", Collections.singletonMap("next", end < customers.size() ? String.valueOf(end) : null));
        Answers.send(exchange, 200, answer);
    }

    private static void pause() {
        try {
            Thread.sleep(DELAY_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
