package org.restconnector.testing.styles;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.restconnector.testing.Answer;
import org.restconnector.testing.ReceivedRequest;

/** Stripe: newest first, {@code starting_after} the last id, {@code has_more}, {@code created[gte]}. */
public final class StripeApi extends StyleApi {
    public StripeApi() {
        serve("/v1/charges", this::charges);
    }

    private Answer charges(ReceivedRequest request) {
        int size = number(request, "limit", 10);
        if (size > 100) {
            return error(400, "Invalid integer: limit must be at most 100", "parameter_invalid_integer");
        }
        long from = request.query("created[gte]").map(Long::parseLong).orElse(0L);
        List<Item> found = all().stream()
                .filter(item -> item.created().getEpochSecond() >= from)
                .sorted(Comparator.comparing(Item::number).reversed())
                .toList();
        Optional<String> after = request.query("starting_after");
        int begin = after.isEmpty() ? 0 : ids(found).indexOf(after.get()) + 1;
        if (after.isPresent() && begin == 0) {
            return error(400, "No such charge: " + after.get(), "resource_missing");
        }
        return Answer.json("{\"object\":\"list\",\"url\":\"/v1/charges\",\"has_more\":%b,\"data\":%s}"
                .formatted(begin + size < found.size(), array(part(found, begin, size), StripeApi::charge)));
    }

    private static List<String> ids(List<Item> items) {
        return items.stream().map(StripeApi::id).toList();
    }

    private static String id(Item item) {
        return "ch_%06d".formatted(item.number());
    }

    private static String charge(Item item) {
        return "{\"id\":\"%s\",\"object\":\"charge\",\"amount\":1990,\"amount_refunded\":%d,\"created\":%d}"
                .formatted(id(item), (item.version() - 1) * 100, item.created().getEpochSecond());
    }

    private static Answer error(int status, String message, String code) {
        return Answer.json("{\"error\":{\"message\":\"%s\",\"type\":\"invalid_request_error\",\"code\":\"%s\"}}"
                        .formatted(message, code))
                .withStatus(status);
    }

    @Override
    protected boolean knows(ReceivedRequest request) {
        return isBearer(request);
    }

    @Override
    protected Answer stranger() {
        return error(401, "Invalid API Key provided: rk_test_***", "api_key_invalid");
    }

    @Override
    protected Answer tooMany() {
        return error(429, "Request rate limit exceeded", "rate_limit").header("Stripe-Should-Retry", "true");
    }
}
