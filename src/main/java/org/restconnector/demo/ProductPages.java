package org.restconnector.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * {@code /demo/products}: a plain array a page, the next one named by the Link header (RFC 8288). The first two
 * requests are refused with 503 and Retry-After.
 */
final class ProductPages implements HttpHandler {
    private static final int SIZE = 25;
    private static final int REFUSED_AT_FIRST = 2;

    private final List<Map<String, Object>> products = Shop.products();
    private final AtomicInteger requests = new AtomicInteger();

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        if (requests.getAndIncrement() < REFUSED_AT_FIRST) {
            exchange.getResponseHeaders().set("Retry-After", "1");
            Answers.refuse(exchange, 503, "the stock is being counted");
            return;
        }
        int page;
        try {
            page = Answers.number(exchange, "page", 1);
        } catch (NumberFormatException e) {
            Answers.refuse(exchange, 400, "page is a whole number");
            return;
        }
        if (page < Answers.pages(products, SIZE)) {
            exchange.getResponseHeaders().set("Link", "</demo/products?page=" + (page + 1) + ">; rel=\"next\"");
        }
        Answers.send(exchange, 200, Answers.page(products, page, SIZE));
    }
}
