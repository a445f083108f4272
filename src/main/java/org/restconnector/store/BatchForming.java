package org.restconnector.store;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.restconnector.store.Batches.Batch;
import org.restconnector.store.Batches.Draft;
import org.restconnector.store.Batches.Formed;
import org.restconnector.store.Batches.Lane;
import org.restconnector.store.Batches.Member;
import org.restconnector.store.Batches.Waiting;

/** Turns claimed records into batches, within one transaction. */
final class BatchForming {
    private final Instance instance;
    private final LaneRows lanes;
    private final RecordRows records;
    private final ReplayRows replays;
    private final BatchRows batches;
    private final JobRows jobs;

    BatchForming(Dialect dialect, Instance instance) {
        this.instance = instance;
        this.lanes = new LaneRows(dialect);
        this.records = new RecordRows(dialect);
        this.replays = new ReplayRows(dialect);
        this.batches = new BatchRows(dialect);
        this.jobs = new JobRows(dialect);
    }

    /** @param again whether there are replays among them */
    List<Formed> form(Transaction transaction, List<Draft> drafts, boolean ordered, boolean again) {
        // all lanes first and in one order for all, so that no two transactions wait for each other
        drafts.stream()
                .map(draft -> draft.records().get(0).lane().id())
                .distinct()
                .sorted()
                .forEach(lane -> lanes.lock(transaction, lane));
        List<Formed> formed = drafts.stream()
                .map(draft -> form(transaction, draft, ordered, again))
                .toList();
        Set<String> started = new TreeSet<>();
        for (int i = 0; i < drafts.size(); i++) {
            if (formed.get(i).remaining().isEmpty()) {
                drafts.get(i).records().forEach(record -> started.add(record.jobId()));
            }
        }
        jobs.started(transaction, started);
        return formed;
    }

    private Formed form(Transaction transaction, Draft draft, boolean ordered, boolean again) {
        List<Waiting> claimed = draft.records();
        Lane lane = claimed.get(0).lane();
        LaneRows.LaneRow row = lanes.lock(transaction, lane.id());
        List<Long> seqs = claimed.stream().map(Waiting::seq).toList();
        Set<Long> replayed = again ? replays.claimed(transaction, seqs, instance.epoch()) : Set.of();
        List<Long> fresh = seqs.stream().filter(seq -> !replayed.contains(seq)).toList();
        List<Long> next = next(transaction, row, fresh);
        Set<Long> alive = new HashSet<>(next);
        alive.addAll(replayed);
        if (!alive.containsAll(seqs)) {
            List<Waiting> remaining = claimed.stream()
                    .filter(record -> alive.contains(record.seq()))
                    .toList();
            return new Formed(Optional.empty(), remaining);
        }
        take(transaction, row, fresh, next, ordered);
        if (!replayed.isEmpty()) {
            replays.done(transaction, replayed);
            records.sending(transaction, replayed);
        }
        boolean behind = ordered && batches.anyOpen(transaction, lane.id());
        Batch batch = batches.insert(
                transaction,
                draft.key(),
                lane,
                claimed.stream().map(BatchForming::member).toList(),
                draft.body(),
                ordered,
                0,
                behind ? OptionalLong.empty() : OptionalLong.of(instance.epoch()));
        return new Formed(behind ? Optional.empty() : Optional.of(batch), List.of());
    }

    /** What waits in the lane up to the last of these, if the lane is still this instance's. */
    private List<Long> next(Transaction transaction, LaneRows.LaneRow lane, List<Long> fresh) {
        if (fresh.isEmpty() || !lane.ownedBy(instance.epoch())) {
            return List.of();
        }
        long last = fresh.stream().max(Long::compare).orElseThrow();
        return records.waitingSeqs(transaction, lane.lane().id(), lane.nextSeq(), last);
    }

    /** The lane's next ones are taken by moving its beginning; others have to be marked one by one. */
    private void take(
            Transaction transaction, LaneRows.LaneRow lane, List<Long> fresh, Collection<Long> next, boolean ordered) {
        if (fresh.isEmpty()) {
            return;
        }
        if (next.size() == fresh.size()) {
            lanes.served(
                    transaction,
                    lane.lane().id(),
                    fresh.stream().max(Long::compare).orElseThrow());
            return;
        }
        if (ordered) {
            throw new IllegalStateException("a batch of the ordered flow "
                    + lane.lane().flow() + " begins with record "
                    + fresh.get(0) + ", but " + next.iterator().next() + " is before it: form batches in the order"
                    + " in which their records were claimed");
        }
        records.sending(transaction, fresh);
        lanes.served(transaction, lane.lane().id(), lane.nextSeq() - 1);
    }

    private static Member member(Waiting record) {
        return new Member(record.seq(), record.jobId(), record.index(), record.externalId());
    }
}
