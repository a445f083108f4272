package org.restconnector.testing.styles;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.restconnector.testing.Answer;
import org.restconnector.testing.ReceivedRequest;

/** Slack: newest first, {@code next_cursor}, empty in the last page, and refusals in a 200. */
public final class SlackApi extends StyleApi {
    public SlackApi() {
        serve("/api/conversations.history", this::messages);
    }

    private Answer messages(ReceivedRequest request) {
        if (!request.query("channel").equals(Optional.of("C0123456789"))) {
            return refusal("channel_not_found");
        }
        BigDecimal oldest = new BigDecimal(request.query("oldest").orElse("0"));
        List<Item> found = all().stream()
                .filter(item -> new BigDecimal(ts(item)).compareTo(oldest) > 0)
                .sorted(Comparator.comparing(Item::number).reversed())
                .toList();
        int size = Math.min(999, number(request, "limit", 100));
        int begin = request.query("cursor")
                .map(StyleApi::decoded)
                .map(text -> Integer.parseInt(text.substring("next:".length())))
                .orElse(0);
        boolean more = begin + size < found.size();
        return Answer.json(
                "{\"ok\":true,\"messages\":%s,\"has_more\":%b,\"response_metadata\":{\"next_cursor\":\"%s\"}}"
                        .formatted(
                                array(part(found, begin, size), SlackApi::message),
                                more,
                                more ? encoded("next:" + (begin + size)) : ""));
    }

    private static String ts(Item item) {
        return item.created().getEpochSecond() + ".%06d".formatted(item.number());
    }

    private static String message(Item item) {
        return "{\"type\":\"message\",\"user\":\"U1\",\"text\":\"%s\",\"ts\":\"%s\"}".formatted(item.name(), ts(item));
    }

    private static Answer refusal(String error) {
        return Answer.json("{\"ok\":false,\"error\":\"" + error + "\"}");
    }

    @Override
    protected boolean knows(ReceivedRequest request) {
        return isBearer(request);
    }

    @Override
    protected Answer stranger() {
        return refusal("invalid_auth");
    }

    @Override
    protected Answer tooMany() {
        return refusal("ratelimited").withStatus(429).header("Retry-After", "0.2");
    }
}
