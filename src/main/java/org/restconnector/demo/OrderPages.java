package org.restconnector.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code /demo/orders?page=1&size=50}: pages by number, with the number of pages in each. */
final class OrderPages implements HttpHandler {
    private static final int DEFAULT_SIZE = 50;

    private final List<Map<String, Object>> orders = Shop.orders();

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        int page;
        int size;
        try {
            page = Answers.number(exchange, "page", 1);
            size = Answers.number(exchange, "size", DEFAULT_SIZE);
        } catch (NumberFormatException e) {
            Answers.refuse(exchange, 400, "page and size are whole numbers");
            return;
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("data", Answers.page(orders, page, size));
        answer.put("page", page);
        answer.put("total_pages", Answers.pages(orders, size));
        Answers.send(exchange, 200, answer);
    }
}
