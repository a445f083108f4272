package org.restconnector.testing.styles;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.restconnector.testing.Answer;
import org.restconnector.testing.ReceivedRequest;

/** Zendesk's incremental export: an {@code after_url} in every page, also in the last, {@code end_of_stream}. */
public final class ZendeskApi extends StyleApi {
    private static final String PATH = "/api/v2/incremental/tickets/cursor.json";

    public ZendeskApi() {
        serve(PATH, this::tickets);
    }

    private Answer tickets(ReceivedRequest request) {
        Optional<String> cursor = request.query("cursor");
        if (cursor.isEmpty() && request.query("start_time").isEmpty()) {
            return error(400, "StartTimeMissing", "Missing required parameter: start_time");
        }
        String[] place = cursor.map(StyleApi::decoded)
                .orElseGet(() -> request.query("start_time").orElseThrow() + " 0")
                .split(" ");
        long from = Long.parseLong(place[0]);
        if (from > Instant.now().getEpochSecond() - 60) {
            return error(422, "InvalidValue", "Too recent start_time. Use a start_time older than 60 seconds");
        }
        int size = Math.min(1000, number(request, "per_page", 1000));
        int begin = Integer.parseInt(place[1]);
        List<Item> found = since(Instant.ofEpochSecond(from)).stream()
                .sorted(Comparator.comparing(Item::updated))
                .toList();
        int end = Math.min(found.size(), begin + size);
        String after = encoded(from + " " + end);
        return Answer.json(("{\"tickets\":%s,\"after_url\":\"%s%s?cursor=%s&per_page=%d\",\"after_cursor\":\"%s\","
                        + "\"before_url\":null,\"before_cursor\":null,\"end_of_stream\":%b}")
                .formatted(
                        array(part(found, begin, size), ZendeskApi::ticket),
                        origin(),
                        PATH,
                        after.replace("=", "%3D"),
                        size,
                        after,
                        end == found.size()));
    }

    private static String ticket(Item item) {
        return "{\"id\":%d,\"subject\":\"%s\",\"status\":\"open\",\"updated_at\":\"%s\",\"generated_timestamp\":%d}"
                .formatted(
                        item.number(),
                        item.name(),
                        item.updated(),
                        item.updated().getEpochSecond());
    }

    private static Answer error(int status, String error, String description) {
        return Answer.json("{\"error\":\"%s\",\"description\":\"%s\"}".formatted(error, description))
                .withStatus(status);
    }

    @Override
    protected boolean knows(ReceivedRequest request) {
        return isBasic(request, "you@example.com/token");
    }

    @Override
    protected Answer stranger() {
        return Answer.json("{\"error\":\"Couldn't authenticate you\"}").withStatus(401);
    }

    @Override
    protected Answer tooMany() {
        return error(429, "APIRateLimitExceeded", "Number of allowed incremental ticket export API requests exceeded")
                .header("Retry-After", "0.2");
    }
}
