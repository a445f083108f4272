package org.restconnector.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.restconnector.json.Json;

/**
 * {@code POST /demo/contacts}: takes a contact, or an array of them, wholly or not at all; one without {@code email} is
 * refused. It answers with the ids that it gave and keeps nothing else.
 */
final class ContactTarget implements HttpHandler {
    private static final long FIRST_ID = 5001;

    private final AtomicLong nextId = new AtomicLong(FIRST_ID);

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        if (!exchange.getRequestMethod().equals("POST")) {
            Answers.refuse(exchange, 405, "contacts are taken by POST");
            return;
        }
        Object body;
        try {
            body = Json.read(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException | RuntimeException e) {
            Answers.refuse(exchange, 400, "the body is no JSON");
            return;
        }
        if (body instanceof List<?> contacts) {
            take(exchange, contacts, true);
        } else {
            take(exchange, Collections.singletonList(body), false);
        }
    }

    private void take(HttpExchange exchange, List<?> contacts, boolean asArray) throws IOException {
        for (int index = 0; index < contacts.size(); index++) {
            if (!(contacts.get(index) instanceof Map<?, ?> contact) || !(contact.get("email") instanceof String)) {
                Answers.refuse(
                        exchange, 422, "contact " + index + " of " + contacts.size() + " has no email; none was taken");
                return;
            }
        }
        List<Map<String, Long>> taken = contacts.stream()
                .map(contact -> Map.of("id", nextId.getAndIncrement()))
                .toList();
        Answers.send(exchange, 200, asArray ? taken : taken.get(0));
    }
}
