package org.restconnector.pull;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.restconnector.store.DeliveredRecords.Entry;

/**
 * Leaves out of a page what is not to be delivered: records from before the run's time, and those that
 * were delivered before and have not changed since. Used by one thread.
 */
final class DeliveredFilter {
    private final boolean changedOnly;
    private final Optional<Watermark> watermark;
    private final Optional<Function<Collection<ByteBuffer>, Map<ByteBuffer, ByteBuffer>>> known;
    private final RecordHashes hashes;

    /** @param known finds the contents that were delivered; empty if that is of no interest to the run */
    DeliveredFilter(
            PullSettings pull,
            Optional<Watermark> watermark,
            Optional<Function<Collection<ByteBuffer>, Map<ByteBuffer, ByteBuffer>>> known) {
        this.changedOnly = pull.changedOnly();
        this.watermark = watermark;
        this.known = known;
        this.hashes = new RecordHashes(pull.records().primaryKey());
    }

    Sifted sift(Page page) {
        if (watermark.isEmpty() && (!changedOnly || known.isEmpty())) {
            return Sifted.all(page);
        }
        List<Optional<SinceValue>> values = watermark
                .map(mark -> mark.values().of(page.records(), mark.measure()))
                .orElseGet(() -> Collections.nCopies(page.records().size(), Optional.empty()));
        Optional<SinceValue> newest = watermark.flatMap(mark -> mark.newest(values));
        return new Pass(page, values, newest).sift();
    }

    /** One page on its way through. */
    private final class Pass {
        private final Page page;
        private final List<Optional<SinceValue>> values;
        private final Optional<SinceValue> newest;
        private final Optional<SinceValue> floor;
        private final List<Optional<Entry>> entries = new ArrayList<>();
        private final Map<ByteBuffer, ByteBuffer> delivered = new HashMap<>();

        private Pass(Page page, List<Optional<SinceValue>> values, Optional<SinceValue> newest) {
            this.page = page;
            this.values = values;
            this.newest = newest;
            this.floor = newest.flatMap(value -> watermark.map(mark -> mark.floor(value)));
        }

        private Sifted sift() {
            BitSet kept = new BitSet();
            for (int i = 0; i < values.size(); i++) {
                kept.set(i, values.get(i).filter(this::isLeftOut).isEmpty());
                entries.add(kept.get(i) ? entry(i) : Optional.empty());
            }
            lookUp();
            List<Optional<Entry>> keep = new ArrayList<>();
            for (int i = 0; i < values.size(); i++) {
                if (kept.get(i) && isKnown(i)) {
                    kept.clear(i);
                } else if (kept.get(i)) {
                    keep.add(entries.get(i));
                }
            }
            int skipped = values.size() - kept.cardinality();
            return new Sifted(skipped == 0 ? page : page.keep(kept), skipped, newest, keep);
        }

        private boolean isLeftOut(SinceValue value) {
            return watermark.filter(mark -> mark.leavesOut(value)).isPresent();
        }

        /** Of records that may have come before, or may come again. */
        private Optional<Entry> entry(int i) {
            if (known.isEmpty()) {
                return Optional.empty();
            }
            if (changedOnly) {
                return Optional.of(hashes.of(page.records().get(i), Optional.empty()));
            }
            boolean again = values.get(i)
                    .filter(value ->
                            mayHaveCome(i) || floor.isPresent() && !floor.get().isAfter(value))
                    .isPresent();
            return again ? Optional.of(hashes.of(page.records().get(i), values.get(i))) : Optional.empty();
        }

        private boolean mayHaveCome(int i) {
            return changedOnly
                    || values.get(i)
                            .filter(value -> watermark
                                    .filter(mark -> mark.mayComeAgain(value))
                                    .isPresent())
                            .isPresent();
        }

        private void lookUp() {
            List<ByteBuffer> asked = new ArrayList<>();
            for (int i = 0; i < entries.size(); i++) {
                if (entries.get(i).isPresent() && mayHaveCome(i)) {
                    asked.add(entries.get(i).get().record());
                }
            }
            known.filter(query -> !asked.isEmpty()).ifPresent(query -> delivered.putAll(query.apply(asked)));
        }

        private boolean isKnown(int i) {
            if (entries.get(i).isEmpty() || !mayHaveCome(i)) {
                return false;
            }
            Entry entry = entries.get(i).get();
            boolean known = entry.content().equals(delivered.get(entry.record()));
            if (changedOnly) {
                // the page may hold it twice
                delivered.put(entry.record(), entry.content());
            }
            return known;
        }
    }
}
