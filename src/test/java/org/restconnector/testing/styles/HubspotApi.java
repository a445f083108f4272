package org.restconnector.testing.styles;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.restconnector.testing.Answer;
import org.restconnector.testing.ReceivedRequest;

/** HubSpot's search: filters in a POST, {@code paging.next.after}, which goes no further than 10,000 results. */
public final class HubspotApi extends StyleApi {
    private static final int MOST = 10_000;

    public HubspotApi() {
        serve("/crm/v3/objects/contacts/search", this::search);
    }

    private Answer search(ReceivedRequest request) {
        Map<?, ?> body = (Map<?, ?>) request.json();
        int size = body.get("limit") == null ? 10 : ((Number) body.get("limit")).intValue();
        int begin = body.get("after") == null ? 0 : Integer.parseInt(String.valueOf(body.get("after")));
        if (size > 200 || begin + size > MOST) {
            return error(400, "The limit or after is too high", "VALIDATION_ERROR");
        }
        List<Item> found = all().stream().filter(item -> passes(item, body)).toList();
        String paging =
                begin + size < found.size() ? ",\"paging\":{\"next\":{\"after\":\"" + (begin + size) + "\"}}" : "";
        return Answer.json("{\"total\":%d,\"results\":%s%s}"
                .formatted(found.size(), array(part(found, begin, size), HubspotApi::contact), paging));
    }

    private static boolean passes(Item item, Map<?, ?> body) {
        List<?> groups = (List<?>) body.get("filterGroups");
        return ((List<?>) ((Map<?, ?>) groups.get(0)).get("filters"))
                .stream().map(filter -> (Map<?, ?>) filter).allMatch(filter -> {
                    long value = Long.parseLong((String) filter.get("value"));
                    return switch (filter.get("propertyName") + " " + filter.get("operator")) {
                        case "lastmodifieddate GTE" -> item.updated().toEpochMilli() >= value;
                        case "hs_object_id GT" -> item.number() > value;
                        default -> throw new IllegalArgumentException("a filter that is not imitated: " + filter);
                    };
                });
    }

    private static String contact(Item item) {
        return ("{\"id\":\"%d\",\"properties\":{\"firstname\":\"%s\",\"lastname\":null,\"lastmodifieddate\":\"%s\"},"
                        + "\"createdAt\":\"%s\",\"updatedAt\":\"%s\",\"archived\":false}")
                .formatted(item.number(), item.name(), millis(item.updated()), item.created(), millis(item.updated()));
    }

    private static String millis(Instant time) {
        return time.toString().replace("Z", ".000Z");
    }

    private static Answer error(int status, String message, String category) {
        return Answer.json("{\"status\":\"error\",\"message\":\"%s\",\"category\":\"%s\"}".formatted(message, category))
                .withStatus(status);
    }

    @Override
    protected boolean knows(ReceivedRequest request) {
        return isBearer(request);
    }

    @Override
    protected Answer stranger() {
        return error(401, "Authentication credentials not found", "INVALID_AUTHENTICATION");
    }

    @Override
    protected Answer tooMany() {
        return error(429, "You have reached your secondly limit.", "RATE_LIMITS");
    }
}
