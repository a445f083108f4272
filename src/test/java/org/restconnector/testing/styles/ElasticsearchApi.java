package org.restconnector.testing.styles;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.restconnector.testing.Answer;
import org.restconnector.testing.ReceivedRequest;

/** Elasticsearch: a query in a POST, {@code search_after} the array {@code sort} of the last hit. */
public final class ElasticsearchApi extends StyleApi {
    public ElasticsearchApi() {
        serve("/orders/_search", this::search);
    }

    private Answer search(ReceivedRequest request) {
        Map<?, ?> body = (Map<?, ?>) request.json();
        int size = body.get("size") == null ? 10 : ((Number) body.get("size")).intValue();
        List<?> after = body.get("search_after") instanceof List<?> list ? list : List.of();
        boolean fits = !body.containsKey("search_after") || after.size() == ((List<?>) body.get("sort")).size();
        if (!fits || size > 10_000) {
            return error(400, "search_after has " + after.size() + " value(s)", "illegal_argument_exception");
        }
        Map<?, ?> range = (Map<?, ?>) ((Map<?, ?>) body.get("query")).get("range");
        String from = (String) ((Map<?, ?>) range.get("updated_at")).get("gte");
        List<Item> found = since(Instant.parse(from)).stream()
                .sorted(Comparator.comparing(Item::updated).thenComparing(Item::number))
                .toList();
        List<Item> rest =
                found.stream().filter(item -> isBehind(item, after)).limit(size).toList();
        return Answer.json(("{\"took\":2,\"timed_out\":false,\"_shards\":{\"total\":1,\"successful\":1,\"failed\":0},"
                        + "\"hits\":{\"total\":{\"value\":%d,\"relation\":\"eq\"},\"max_score\":null,\"hits\":%s}}")
                .formatted(found.size(), array(rest, ElasticsearchApi::hit)));
    }

    private static boolean isBehind(Item item, List<?> after) {
        if (after.isEmpty()) {
            return true;
        }
        int times = Long.compare(item.updated().toEpochMilli(), ((Number) after.get(0)).longValue());
        return times > 0 || times == 0 && id(item).compareTo((String) after.get(1)) > 0;
    }

    private static String id(Item item) {
        return "o-%06d".formatted(item.number());
    }

    private static String hit(Item item) {
        return ("{\"_index\":\"orders\",\"_id\":\"%s\",\"_score\":null,"
                        + "\"_source\":{\"order_id\":\"%s\",\"name\":\"%s\",\"updated_at\":\"%s\"},\"sort\":[%d,\"%s\"]}")
                .formatted(
                        id(item),
                        id(item),
                        item.name(),
                        item.updated(),
                        item.updated().toEpochMilli(),
                        id(item));
    }

    private static Answer error(int status, String reason, String type) {
        return Answer.json("{\"error\":{\"root_cause\":[],\"type\":\"%s\",\"reason\":\"%s\"},\"status\":%d}"
                        .formatted(type, reason, status))
                .withStatus(status);
    }

    @Override
    protected boolean knows(ReceivedRequest request) {
        return request.header("Authorization").equals(Optional.of("ApiKey " + SECRET));
    }

    @Override
    protected Answer stranger() {
        return error(401, "unable to authenticate with provided credentials", "security_exception")
                .header("WWW-Authenticate", "ApiKey");
    }

    @Override
    protected Answer tooMany() {
        return error(429, "rejected execution of search", "es_rejected_execution_exception");
    }
}
