package org.restconnector.push;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.restconnector.store.Batches.Batch;
import org.restconnector.store.Batches.Draft;
import org.restconnector.store.Batches.Formed;
import org.restconnector.store.Batches.Waiting;

/**
 * Complete groups on their way into the store: those that are complete at one time share a commit. Used by
 * the flow's claimer alone.
 */
final class Forming {
    private static final int MOST_BATCHES = 128;
    private static final long MOST_BYTES = 8L << 20;

    private final RunningFlow flow;
    private final FlowServices services;
    private List<Pending> pending = new ArrayList<>();
    private long bytes;

    Forming(RunningFlow flow, FlowServices services) {
        this.flow = flow;
        this.services = services;
    }

    /** A group, and what of its records is to be sent: some may have been cancelled. */
    private static final class Pending {
        private final Group group;
        private final Consumer<Optional<Attempt>> then;
        private final InFlight.Weight weight;
        private List<Waiting> records;
        private Optional<Batch> batch = Optional.empty();

        private Pending(Group group, Consumer<Optional<Attempt>> then) {
            this.group = group;
            this.then = then;
            this.records = group.pieces().stream().map(Piece::record).toList();
            this.weight = InFlight.Weight.of(records);
        }

        private Draft draft(Payload payload) {
            Set<Long> left = new HashSet<>(records.stream().map(Waiting::seq).toList());
            List<byte[]> bodies = group.pieces().stream()
                    .filter(piece -> left.contains(piece.record().seq()))
                    .map(Piece::body)
                    .toList();
            return new Draft(group.batchKey(), records, payload.render(bodies));
        }
    }

    /** @param then gets the batch once it is stored; nothing if there is nothing to be sent now */
    void add(Group group, Consumer<Optional<Attempt>> then) {
        pending.add(new Pending(group, then));
        bytes += group.bytes();
    }

    boolean isFull() {
        return pending.size() >= MOST_BATCHES || bytes >= MOST_BYTES;
    }

    /** How many wait for the next commit. */
    int size() {
        return pending.size();
    }

    /** Stores all; if that fails, the records of those that are not stored wait to be claimed again. */
    void commit() {
        List<Pending> all = take();
        List<Pending> left = all;
        try {
            while (!left.isEmpty()) {
                left = form(left);
                services.faults().at("batch-formed");
            }
        } finally {
            left.forEach(group -> flow.batches().release(group.records));
            all.forEach(this::goOn);
        }
    }

    private List<Pending> take() {
        List<Pending> all = pending;
        pending = new ArrayList<>();
        bytes = 0;
        return all;
    }

    /** @return those of which some records were taken away, and the others are to be rendered anew */
    private List<Pending> form(List<Pending> groups) {
        List<Draft> drafts = groups.stream()
                .map(group -> group.draft(flow.settings().payload()))
                .toList();
        List<Formed> formed = flow.batches().form(drafts, flow.settings().ordered());
        List<Pending> again = new ArrayList<>();
        for (int i = 0; i < formed.size(); i++) {
            Pending group = groups.get(i);
            group.batch = formed.get(i).batch();
            group.records = formed.get(i).remaining();
            if (!group.records.isEmpty()) {
                again.add(group);
            }
        }
        return again;
    }

    private void goOn(Pending group) {
        if (group.batch.isEmpty()) {
            flow.inFlight().release(group.weight);
        }
        group.then.accept(group.batch.map(batch -> Attempt.of(flow, batch, group.weight)));
    }

    /** Gives back what no commit has taken. */
    void giveBack() {
        take().forEach(group -> {
            flow.batches().release(group.records);
            goOn(group);
        });
    }
}
