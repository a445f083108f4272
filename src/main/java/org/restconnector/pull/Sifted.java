package org.restconnector.pull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.restconnector.store.DeliveredRecords;

/**
 * A page without the records that are left out.
 *
 * @param skipped how many those are
 * @param newest the largest value of an incremental pull so far, this page included
 * @param entries what is to be kept of each record of the page, once it is delivered
 */
record Sifted(Page page, long skipped, Optional<SinceValue> newest, List<Optional<DeliveredRecords.Entry>> entries) {
    Sifted {
        Objects.requireNonNull(page, "page");
        Objects.requireNonNull(newest, "newest");
        entries = List.copyOf(entries);
    }

    static Sifted all(Page page) {
        return new Sifted(page, 0, Optional.empty(), List.of());
    }

    /** With the part of the page that follows. */
    Sifted plus(Sifted next) {
        return new Sifted(
                page.plus(next.page),
                skipped + next.skipped,
                next.newest.or(() -> newest),
                Stream.concat(entries.stream(), next.entries.stream()).toList());
    }

    /** What is to be kept of the records that were delivered, and not refused. */
    List<DeliveredRecords.Entry> delivered(List<Refusal> refusals) {
        List<Optional<DeliveredRecords.Entry>> left = new ArrayList<>(entries);
        for (Refusal refusal : refusals) {
            if (!left.isEmpty()) {
                refusal.delivery().items().forEach(item -> left.set(item.place(), Optional.empty()));
            }
        }
        Map<Object, DeliveredRecords.Entry> last = new LinkedHashMap<>();
        left.stream().flatMap(Optional::stream).forEach(entry -> last.put(entry.record(), entry));
        return List.copyOf(last.values());
    }
}
