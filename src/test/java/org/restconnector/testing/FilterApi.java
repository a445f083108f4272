package org.restconnector.testing;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.restconnector.json.Json;

/**
 * An API that can be asked for records since and until a value of their field {@code at}: in pages,
 * {@code ?since=&until=&page=}. Its bounds are inclusive. Records may be added while it runs.
 */
public final class FilterApi implements Handler {
    /** The order in which records are answered. */
    public enum Order {
        ASCENDING,
        DESCENDING,
        AS_ADDED
    }

    private final Order order;
    private final int pageSize;
    private final List<Map<String, Object>> records = new CopyOnWriteArrayList<>();

    public FilterApi(Order order, int pageSize) {
        this.order = order;
        this.pageSize = pageSize;
    }

    /** Adds a record, in place of one with the same id. */
    public FilterApi put(Object id, Object at, String name) {
        String json = "{\"id\":%s,\"at\":%s,\"name\":%s}".formatted(Json.text(id), Json.text(at), Json.text(name));
        return put(json);
    }

    public FilterApi put(String json) {
        Map<String, Object> record = Workspace.object(json);
        records.removeIf(other -> other.get("id").equals(record.get("id")));
        records.add(record);
        return this;
    }

    @Override
    public Answer answer(ReceivedRequest request) {
        List<Map<String, Object>> found = new ArrayList<>(
                records.stream().filter(record -> isWithin(record, request)).toList());
        Comparator<Map<String, Object>> byTime = Comparator.comparing(record -> order(record.get("at")));
        if (order != Order.AS_ADDED) {
            found.sort(order == Order.ASCENDING ? byTime : byTime.reversed());
        }
        int page = request.query("page").map(Integer::parseInt).orElse(1);
        int from = Math.min(found.size(), (page - 1) * pageSize);
        return Answer.jsonOf(Map.of("data", found.subList(from, Math.min(found.size(), from + pageSize))));
    }

    private static boolean isWithin(Map<String, Object> record, ReceivedRequest request) {
        if (record.get("at") == null) {
            return true;
        }
        BigDecimal at = order(record.get("at"));
        Optional<BigDecimal> since = request.query("since").map(FilterApi::order);
        Optional<BigDecimal> until = request.query("until").map(FilterApi::order);
        return since.filter(bound -> at.compareTo(bound) < 0).isEmpty()
                && until.filter(bound -> at.compareTo(bound) > 0).isEmpty();
    }

    private static BigDecimal order(Object value) {
        String text = Json.plain(value);
        if (text.matches("-?[0-9.]+")) {
            return new BigDecimal(text);
        }
        OffsetDateTime time = text.length() == 10
                ? LocalDate.parse(text).atStartOfDay().atOffset(ZoneOffset.UTC)
                : OffsetDateTime.parse(text);
        return new BigDecimal(time.toEpochSecond()).add(BigDecimal.valueOf(time.getNano(), 9));
    }
}
