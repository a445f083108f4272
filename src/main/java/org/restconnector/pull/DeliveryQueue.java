package org.restconnector.pull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Endpoint;

/**
 * What of a page comes next: where a pull has {@code via}, single records that go through it until
 * there are enough of them for a delivery; else deliveries at once. Used by one thread.
 */
final class DeliveryQueue {
    private List<Map<String, Object>> records;
    private final int batchSize;
    private final RecordIds ids;
    private final List<Endpoint> via;
    private final List<Endpoint> destinations;
    private final List<Delivery.Item> passed = new ArrayList<>();
    private int index;
    private boolean inVia;
    private Optional<String> knownId = Optional.empty();
    private long passes;
    private long deliveries;

    DeliveryQueue(
            List<Map<String, Object>> records,
            RecordSettings settings,
            Optional<Endpoint> via,
            List<Endpoint> destinations) {
        this.records = records;
        this.batchSize = settings.batchSize();
        this.ids = new RecordIds(settings.primaryKey());
        this.via = via.stream().toList();
        this.destinations = destinations;
    }

    /** @param id that the page's one record is known by, whatever the primary key is now */
    void known(String id) {
        knownId = Optional.of(id);
    }

    /** @param all what there was, and more behind it */
    void extend(List<Map<String, Object>> all) {
        records = all;
    }

    /** Whether something may come; that is not known while a record is in {@code via}, and may drop out of it. */
    boolean mayHaveNext() {
        return index < records.size() || !passed.isEmpty() || inVia;
    }

    Optional<Delivery> next() {
        inVia = !via.isEmpty() && passed.size() < batchSize && index < records.size();
        if (inVia) {
            return Optional.of(new Delivery(true, passes++, List.of(item(index++)), via));
        }
        List<Delivery.Item> items = via.isEmpty() ? fromPage() : takePassed();
        return items.isEmpty() ? Optional.empty() : Optional.of(new Delivery(false, deliveries++, items, destinations));
    }

    private List<Delivery.Item> fromPage() {
        if (batchSize == 1) {
            return List.of(item(index++));
        }
        int end = Math.min(index + batchSize, records.size());
        List<Delivery.Item> batch = new ArrayList<>(end - index);
        while (index < end) {
            batch.add(item(index++));
        }
        return batch;
    }

    private Delivery.Item item(int place) {
        Map<String, Object> record = records.get(place);
        return new Delivery.Item(place, knownId.orElseGet(() -> ids.of(record)), record);
    }

    private List<Delivery.Item> takePassed() {
        List<Delivery.Item> batch = List.copyOf(passed);
        passed.clear();
        return batch;
    }

    /** Takes note of what came out of {@code via}. */
    void passed(Delivery.Item item) {
        passed.add(item);
    }
}
