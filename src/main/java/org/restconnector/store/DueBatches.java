package org.restconnector.store;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.restconnector.store.BatchRows.Claimed;
import org.restconnector.store.Batches.Batch;
import org.restconnector.store.Batches.Tenants;

/** Batches to be tried again, and those whose claimant is dead or has lost them. */
final class DueBatches {
    private static final long SWEPT_EVERY_NANOS = Duration.ofSeconds(2).toNanos();

    private final Database database;
    private final Instance instance;
    private final HeldBatches held;
    private final BatchRows batches;
    private final Map<String, Long> sweptAt = new ConcurrentHashMap<>();

    DueBatches(Database database, Instance instance, HeldBatches held) {
        this.database = database;
        this.instance = instance;
        this.held = held;
        this.batches = new BatchRows(database.dialect());
    }

    /** One caller at a time: between a claim and its being held, a sweep would see it as lost. */
    synchronized List<Batch> take(String flow, Tenants tenants, int limit) {
        sweep(flow);
        if (!database.read(transaction -> batches.anyDue(transaction, flow, tenants))) {
            return List.of();
        }
        List<Claimed> claimed =
                database.write(transaction -> batches.claimDue(transaction, flow, tenants, limit, instance.epoch()));
        claimed.forEach(batch -> held.add(batch.key()));
        try {
            return database.read(transaction ->
                    batches.load(transaction, claimed.stream().map(Claimed::id).toList()));
        } catch (RuntimeException | Error e) {
            claimed.forEach(batch -> held.remove(batch.key()));
            throw e;
        }
    }

    private void sweep(String flow) {
        long now = System.nanoTime();
        Long last = sweptAt.get(flow);
        if (last != null && now - last < SWEPT_EVERY_NANOS) {
            return;
        }
        List<Claimed> free = database.read(transaction -> batches.claimed(transaction, flow).stream()
                .filter(batch -> isFree(transaction, batch))
                .toList());
        if (!free.isEmpty()) {
            database.write(transaction -> {
                free.forEach(batch -> batches.free(transaction, batch));
                return null;
            });
        }
        sweptAt.put(flow, now);
    }

    private boolean isFree(Transaction transaction, Claimed batch) {
        return !held.contains(batch.key())
                && (batch.epoch() == instance.epoch()
                        || instance.findAlive(transaction, batch.epoch()).isEmpty());
    }
}
