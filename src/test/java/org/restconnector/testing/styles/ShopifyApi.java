package org.restconnector.testing.styles;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.restconnector.testing.Answer;
import org.restconnector.testing.ReceivedRequest;

/** Shopify: the header Link with a {@code page_info} that stands alone, {@code updated_at_min}, a bucket that leaks. */
public final class ShopifyApi extends StyleApi {
    private static final String PATH = "/admin/api/2025-10/orders.json";
    private static final Pattern ALONE = Pattern.compile("(limit|page_info|fields)=[^&]*(&|$)");

    public ShopifyApi() {
        serve(PATH, this::orders);
    }

    private Answer orders(ReceivedRequest request) {
        int size = number(request, "limit", 50);
        Optional<String> place = request.query("page_info");
        String query = request.target().substring(PATH.length() + 1);
        if (size > 250
                || place.isPresent() && !ALONE.matcher(query).replaceAll("").isEmpty()) {
            return error(400, "{\"page_info\":\"Invalid value.\"}");
        }
        String[] page = place.map(StyleApi::decoded)
                .orElseGet(() -> request.query("updated_at_min").orElse("1970-01-01T00:00:00Z") + " 0")
                .split(" ");
        List<Item> found = since(OffsetDateTime.parse(page[0]).toInstant());
        int begin = Integer.parseInt(page[1]);
        Answer answer = Answer.json("{\"orders\":" + array(part(found, begin, size), ShopifyApi::order) + "}")
                .header("X-Shopify-Shop-Api-Call-Limit", "2/40");
        String next = encoded(page[0] + " " + (begin + size)).replace("=", "%3D");
        return begin + size >= found.size()
                ? answer
                : answer.header(
                        "Link", "<%s%s?limit=%d&page_info=%s>; rel=\"next\"".formatted(origin(), PATH, size, next));
    }

    private static String order(Item item) {
        return "{\"id\":%d,\"name\":\"%s\",\"total_price\":\"19.90\",\"created_at\":\"%s\",\"updated_at\":\"%s\"}"
                .formatted(
                        5_000_000_000_000L + item.number(), item.name(), local(item.created()), local(item.updated()));
    }

    private static String local(Instant time) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time.atOffset(ZoneOffset.ofHours(-5)));
    }

    private static Answer error(int status, String errors) {
        return Answer.json("{\"errors\":" + errors + "}").withStatus(status);
    }

    @Override
    protected boolean knows(ReceivedRequest request) {
        return request.header("X-Shopify-Access-Token").equals(Optional.of(SECRET));
    }

    @Override
    protected Answer stranger() {
        return error(401, "\"[API] Invalid API key or access token (unrecognized login or wrong password)\"");
    }

    @Override
    protected Answer tooMany() {
        return error(429, "\"Exceeded 2 calls per second for api client.\"").header("Retry-After", "0.2");
    }
}
