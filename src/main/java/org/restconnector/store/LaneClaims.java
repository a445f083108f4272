package org.restconnector.store;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.restconnector.store.Batches.Scope;
import org.restconnector.store.Batches.Tenants;
import org.restconnector.store.Batches.Waiting;
import org.restconnector.store.LaneRows.LaneRow;

/**
 * Which records of which lanes this process has read: of each lane a number, up to which it has. What
 * counts is in the database; this only keeps a record from being given out twice.
 */
final class LaneClaims {
    private static final long OTHERS_FOR_NANOS = Duration.ofSeconds(2).toNanos();

    private final Database database;
    private final Instance instance;
    private final LaneRows lanes;
    private final RecordRows records;
    private final FlowRows flows = new FlowRows();
    private final Map<String, Map<Long, Reading>> byFlow = new ConcurrentHashMap<>();

    LaneClaims(Database database, Instance instance) {
        this.database = database;
        this.instance = instance;
        this.lanes = new LaneRows(database.dialect());
        this.records = new RecordRows(database.dialect());
    }

    /** How far a lane was read, and when. */
    private static final class Reading {
        private long upTo;
        private long turn;
        private OptionalLong othersUntilNanos = OptionalLong.empty();

        private boolean isOthers() {
            return othersUntilNanos.isPresent() && System.nanoTime() - othersUntilNanos.getAsLong() < 0;
        }
    }

    /**
     * What a look at the lanes gave.
     *
     * @param unowned a lane that has to be owned before it is read
     * @param readUpTo how far lanes were read, to be remembered once the transaction has ended well
     */
    private record Look(List<Waiting> found, Optional<LaneRow> unowned, Map<Long, Long> readUpTo) {}

    List<Waiting> claim(String flow, Tenants tenants, boolean ordered, int maxRecords, long maxBytes) {
        Map<Long, Reading> readings = byFlow.computeIfAbsent(flow, name -> new HashMap<>());
        synchronized (readings) {
            while (true) {
                Look look = database.read(
                        transaction -> look(transaction, readings, flow, tenants, ordered, maxRecords, maxBytes));
                look.readUpTo.forEach((lane, seq) -> reading(readings, lane).upTo = seq);
                if (look.unowned.isEmpty()) {
                    look.found.stream()
                            .limit(1)
                            .forEach(record -> reading(readings, record.lane().id()).turn = nextTurn(readings));
                    return look.found;
                }
                own(readings, look.unowned.get().lane().id());
            }
        }
    }

    void release(List<Waiting> given) {
        for (Waiting record : given) {
            Map<Long, Reading> readings = byFlow.get(record.lane().flow());
            if (readings != null) {
                synchronized (readings) {
                    Reading reading = readings.get(record.lane().id());
                    if (reading != null) {
                        reading.upTo = Math.min(reading.upTo, record.seq() - 1);
                    }
                }
            }
        }
    }

    void releaseAll() {
        byFlow.values().forEach(readings -> {
            synchronized (readings) {
                readings.values().forEach(reading -> reading.upTo = 0);
            }
        });
    }

    private Look look(
            Transaction transaction,
            Map<Long, Reading> readings,
            String flow,
            Tenants tenants,
            boolean ordered,
            int maxRecords,
            long maxBytes) {
        Map<Long, Long> readUpTo = new HashMap<>();
        if (!FlowRows.maySend(flows.state(transaction, Scope.of(flow)), transaction.nowMillis())) {
            return new Look(List.of(), Optional.empty(), readUpTo);
        }
        List<LaneRow> unread = lanes.toServe(transaction, flow, ordered, tenants.apart()).stream()
                .filter(lane -> tenants.includes(lane.lane().tenant()))
                .filter(lane -> isUnread(readings, lane))
                .sorted(Comparator.comparingLong(lane -> turn(readings, lane)))
                .toList();
        for (LaneRow lane : unread) {
            if (!lane.ownedBy(instance.epoch())) {
                return new Look(List.of(), Optional.of(lane), readUpTo);
            }
            long after = Math.max(upTo(readings, lane), lane.nextSeq() - 1);
            List<Waiting> found = records.waiting(transaction, lane.lane(), after, maxRecords, maxBytes);
            readUpTo.put(
                    lane.lane().id(),
                    found.isEmpty()
                            ? lane.lastSeq()
                            : found.get(found.size() - 1).seq());
            if (!found.isEmpty()) {
                return new Look(found, Optional.empty(), readUpTo);
            }
        }
        return new Look(List.of(), Optional.empty(), readUpTo);
    }

    private static Reading reading(Map<Long, Reading> readings, long lane) {
        return readings.computeIfAbsent(lane, id -> new Reading());
    }

    private static long upTo(Map<Long, Reading> readings, LaneRow lane) {
        Reading reading = readings.get(lane.lane().id());
        return reading == null ? 0 : reading.upTo;
    }

    private static boolean isUnread(Map<Long, Reading> readings, LaneRow lane) {
        Reading reading = readings.get(lane.lane().id());
        return reading == null || (reading.upTo < lane.lastSeq() && !reading.isOthers());
    }

    private static long turn(Map<Long, Reading> readings, LaneRow lane) {
        Reading reading = readings.get(lane.lane().id());
        return reading == null ? 0 : reading.turn;
    }

    private static long nextTurn(Map<Long, Reading> readings) {
        return readings.values().stream()
                        .mapToLong(reading -> reading.turn)
                        .max()
                        .orElse(0)
                + 1;
    }

    /** Takes a lane that is nobody's, or a dead instance's; what was read of it before is not to be relied on. */
    private void own(Map<Long, Reading> readings, long lane) {
        boolean owned = database.write(transaction -> {
            OptionalLong owner = lanes.lock(transaction, lane).owner();
            if (owner.isPresent()
                    && owner.getAsLong() != instance.epoch()
                    && instance.findAlive(transaction, owner.getAsLong()).isPresent()) {
                return false;
            }
            lanes.own(transaction, lane, instance.epoch());
            return true;
        });
        Reading reading = reading(readings, lane);
        reading.upTo = 0;
        reading.othersUntilNanos = owned ? OptionalLong.empty() : OptionalLong.of(System.nanoTime() + OTHERS_FOR_NANOS);
    }
}
