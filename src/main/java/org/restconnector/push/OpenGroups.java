package org.restconnector.push;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.restconnector.store.Batches.Waiting;

/** The groups of a flow that are not complete, and when they have to be. Used by the flow's claimer alone. */
final class OpenGroups {
    /** What a lane with more behind it gets to fill its group, however old its first record is. */
    private static final Duration FILLING = Duration.ofMillis(200);

    private final PushSettings settings;
    private final Clock clock;
    private final Supplier<String> newKey;
    private final Consumer<Group> complete;
    private final Map<String, Group> groups = new LinkedHashMap<>();
    private Instant earliest = Instant.MAX;

    /**
     * @param newKey a key for a batch
     * @param complete ends a group; it is {@link #remove}d in its course
     */
    OpenGroups(PushSettings settings, Clock clock, Supplier<String> newKey, Consumer<Group> complete) {
        this.settings = settings;
        this.clock = clock;
        this.newKey = newKey;
        this.complete = complete;
    }

    /** The record as a piece of the group it belongs to; a group that it would not fit into is completed. */
    Piece place(String key, Waiting record) {
        Group open = groups.computeIfAbsent(key, lane -> new Group(lane, newKey.get()));
        Piece piece = piece(record, open);
        if (open.pieces().isEmpty() || fits(open, piece)) {
            return piece;
        }
        complete.accept(open);
        Group fresh = new Group(key, newKey.get());
        groups.put(key, fresh);
        return settings.form().byBatch() ? piece(record, fresh) : new Piece(record, fresh, piece.body());
    }

    private Piece piece(Waiting record, Group group) {
        byte[] body = settings.form().render(record.payload(), record.lane().stream(), group.batchKey());
        return new Piece(record, group, body);
    }

    private boolean fits(Group group, Piece piece) {
        Waiting last = group.pieces().get(group.pieces().size() - 1).record();
        boolean sameJob =
                !settings.url().usesJob() || last.jobId().equals(piece.record().jobId());
        // the group counts a separator for each record, of which the last has none
        long bytes = settings.payload().frame() + group.bytes() + piece.body().length;
        return sameJob && bytes <= settings.limits().bytes();
    }

    void remove(Group group) {
        groups.remove(group.key(), group);
    }

    /** Sets the time of a group that has none. @param more whether its lane seems to hold more records */
    void fed(String key, boolean more, Instant now) {
        Group group = groups.get(key);
        if (group != null && group.due().isEmpty() && !group.pieces().isEmpty()) {
            Duration wait = settings.limits().age();
            Instant first = group.pieces().get(0).record().acceptedAt();
            // the clocks of the store and of this machine may differ
            Instant due = (first.isBefore(now) ? first : now).plus(wait);
            Instant filled = now.plus(wait.compareTo(FILLING) < 0 ? wait : FILLING);
            Instant at = more && due.isBefore(filled) ? filled : due;
            group.due(at);
            earliest = earliest.isBefore(at) ? earliest : at;
        }
    }

    /** Makes a group due now. */
    void hurry(String key, Instant now) {
        Group group = groups.get(key);
        if (group != null && !group.pieces().isEmpty()) {
            group.due(now);
            earliest = earliest.isBefore(now) ? earliest : now;
        }
    }

    /** There may be room again for groups whose time has come. */
    void freed() {
        earliest = Instant.MIN;
    }

    /**
     * Completes groups whose time has come, as long as there is room for their batches; whether there were any.
     *
     * @param room whether there is for a batch of the tenant
     */
    boolean completeDue(Predicate<String> room) {
        Instant now = clock.instant();
        if (earliest.isAfter(now)) {
            return false;
        }
        boolean any = false;
        for (Group group : List.copyOf(groups.values())) {
            if (group.due().filter(at -> !at.isAfter(now)).isPresent() && room.test(group.tenant())) {
                complete.accept(group);
                any = true;
            }
        }
        earliest = groups.values().stream()
                .filter(group -> settings.tenancy().isEmpty() || room.test(group.tenant()))
                .flatMap(group -> group.due().stream())
                .min(Instant::compareTo)
                .orElse(Instant.MAX);
        return any;
    }

    /** When the next group may be due; {@link Instant#MAX} if there is none. */
    Instant nextDue() {
        return earliest;
    }

    /** Forgets one group; the records that were in it. */
    List<Waiting> drop(String key) {
        Group group = groups.remove(key);
        return group == null
                ? List.of()
                : group.pieces().stream().map(Piece::record).toList();
    }

    /** Forgets all groups; the records that were in them. */
    List<Waiting> clear() {
        List<Waiting> records = groups.values().stream()
                .flatMap(group -> group.pieces().stream())
                .map(Piece::record)
                .toList();
        groups.clear();
        return records;
    }
}
