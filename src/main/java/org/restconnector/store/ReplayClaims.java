package org.restconnector.store;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.restconnector.store.Batches.Waiting;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asked-for replays that this process has taken and not yet put into a batch. */
final class ReplayClaims {
    private static final Logger LOG = LoggerFactory.getLogger(ReplayClaims.class);
    private static final long SWEPT_EVERY_NANOS = Duration.ofSeconds(2).toNanos();

    private final Database database;
    private final Instance instance;
    private final ReplayRows replays;
    private final RecordRows records;
    private final Set<Long> taken = ConcurrentHashMap.newKeySet();
    private final Map<String, Long> sweptAt = new ConcurrentHashMap<>();

    ReplayClaims(Database database, Instance instance) {
        this.database = database;
        this.instance = instance;
        this.replays = new ReplayRows(database.dialect());
        this.records = new RecordRows(database.dialect());
    }

    synchronized List<Waiting> take(String flow, int limit) {
        sweep(flow);
        if (!database.read(transaction -> replays.any(transaction, flow))) {
            return List.of();
        }
        List<Long> seqs = database.write(transaction -> replays.claim(transaction, flow, limit, instance.epoch()));
        taken.addAll(seqs);
        try {
            return database.read(transaction -> records.replayed(transaction, seqs));
        } catch (RuntimeException | Error e) {
            seqs.forEach(taken::remove);
            throw e;
        }
    }

    boolean holdsAny(List<Waiting> given) {
        return given.stream().anyMatch(record -> taken.contains(record.seq()));
    }

    void forget(List<Waiting> given) {
        given.forEach(record -> taken.remove(record.seq()));
    }

    /** Gives those back that are replays, or leaves them to the next sweep if the store is away; returns the others. */
    List<Waiting> release(List<Waiting> given) {
        Set<Long> mine =
                given.stream().map(Waiting::seq).filter(taken::contains).collect(Collectors.toSet());
        free(mine);
        return given.stream().filter(record -> !mine.contains(record.seq())).toList();
    }

    void releaseAll() {
        free(Set.copyOf(taken));
    }

    private synchronized void free(Set<Long> seqs) {
        if (seqs.isEmpty()) {
            return;
        }
        try {
            database.write(transaction -> {
                replays.release(transaction, seqs, instance.epoch());
                return null;
            });
        } catch (StoreException e) {
            LOG.debug("{} replays are given back by the next sweep", seqs.size(), e);
        } finally {
            taken.removeAll(seqs);
        }
    }

    /** Frees what a dead instance claimed, or this one has lost. */
    private void sweep(String flow) {
        long now = System.nanoTime();
        Long last = sweptAt.get(flow);
        if (last != null && now - last < SWEPT_EVERY_NANOS) {
            return;
        }
        if (database.read(transaction -> replays.anyClaimed(transaction, flow))) {
            database.write(transaction -> {
                for (long epoch : replays.claimants(transaction, flow)) {
                    if (epoch == instance.epoch()
                            || instance.findAlive(transaction, epoch).isEmpty()) {
                        List<Long> lost = replays.claimedBy(transaction, flow, epoch).stream()
                                .filter(seq -> !taken.contains(seq))
                                .toList();
                        replays.release(transaction, lost, epoch);
                    }
                }
                return null;
            });
        }
        sweptAt.put(flow, now);
    }
}
