package org.restconnector.store;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.restconnector.store.Batches.Batch;
import org.restconnector.store.Batches.Lane;
import org.restconnector.store.Batches.Member;
import org.restconnector.store.Jobs.Accepted;
import org.restconnector.store.Jobs.BacklogException;
import org.restconnector.store.Jobs.Counts;
import org.restconnector.store.Jobs.Immediate;
import org.restconnector.store.Jobs.Job;
import org.restconnector.store.Jobs.NewJob;
import org.restconnector.store.Jobs.NewRecord;
import org.restconnector.store.Jobs.Status;

/** Stores a job with its records, within one transaction. */
final class JobIntake {
    private static final DateTimeFormatter NAME_TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final Instance instance;
    private final UuidV7 ids;
    private final IdempotencyKeys keys;
    private final JobRows jobs;
    private final LaneRows lanes;
    private final RecordRows records;
    private final BatchRows batches;
    private final GrowingRows growing;
    private final FlowRows flows = new FlowRows();

    JobIntake(Dialect dialect, Instance instance, UuidV7 ids) {
        this.instance = instance;
        this.ids = ids;
        this.keys = new IdempotencyKeys(dialect);
        this.jobs = new JobRows(dialect);
        this.lanes = new LaneRows(dialect);
        this.records = new RecordRows(dialect);
        this.batches = new BatchRows(dialect);
        this.growing = new GrowingRows(dialect);
    }

    Accepted accept(Transaction transaction, NewJob job) {
        String id = ids.next(transaction.nowMillis());
        Optional<String> earlier = keys.take(transaction, job, id);
        if (earlier.isPresent()) {
            return new Accepted(
                    jobs.find(transaction, earlier.get()).orElseThrow().job(), true, Optional.empty());
        }
        refuseBacklog(transaction, job);
        Map<String, Counts> streams = count(job);
        Map<String, Long> laneIds = lanes(transaction, job);
        long firstSeq = allocate(transaction, job.records().size());
        Optional<Immediate> immediate = job.immediate()
                .filter(write -> maySendNow(
                        transaction, job, write, laneIds.values().iterator().next()));
        Job stored = new Job(
                id,
                job.flow(),
                job.tenant(),
                job.env(),
                job.name().map(StoredText::of).orElseGet(() -> name(job, transaction.nowMillis())),
                job.records().isEmpty()
                        ? Status.JOB_COMPLETED
                        : immediate.isPresent() ? Status.EXPORT_STARTED : Status.JOB_CREATED,
                Instant.ofEpochMilli(transaction.nowMillis()),
                Instant.ofEpochMilli(transaction.nowMillis()),
                streams);
        long seq = jobs.insert(transaction, stored, firstSeq);
        Map<Integer, Long> originals = originals(job.records(), firstSeq);
        records.insert(
                transaction,
                seq,
                firstSeq,
                0,
                job.records(),
                laneIds,
                immediate.isPresent() ? "sending" : "waiting",
                originals);
        if (immediate.isPresent()) {
            long lane = laneIds.values().iterator().next();
            lanes.addPending(transaction, lane, 1);
            return new Accepted(
                    stored,
                    false,
                    Optional.of(form(transaction, stored, job.records().get(0), firstSeq, lane, immediate.get())));
        }
        append(transaction, job, laneIds, firstSeq, originals.keySet());
        return new Accepted(stored, false, Optional.empty());
    }

    /** @param run of a pull; one that has ended lets nothing grow */
    Accepted append(Transaction transaction, NewJob job, String run) {
        Optional<JobRows.Found> open = jobs.findGrowing(transaction, job, run);
        if (open.isEmpty()) {
            Accepted accepted = accept(transaction, job);
            if (jobs.letGrow(transaction, accepted.job().id(), run)) {
                JobRows.Found stored =
                        jobs.find(transaction, accepted.job().id()).orElseThrow();
                Set<Integer> known = originals(job.records(), 0).keySet();
                growing.add(transaction, stored.seq(), job.records(), known, stored.firstSeq());
            }
            return accepted;
        }
        JobRows.Found found = open.get();
        Map<String, Long> laneIds = lanes(transaction, job);
        int count = job.records().size();
        long firstSeq = allocate(transaction, count);
        // the lane before its records and the job, as results do
        laneIds.values().forEach(lane -> lanes.lock(transaction, lane));
        Map<String, Long> earlier = growing.find(transaction, found.seq(), job.records());
        Map<Integer, Long> originals = originals(job.records(), firstSeq);
        Map<Long, Long> further = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            Long original = earlier.get(job.records().get(i).hash());
            if (original != null) {
                originals.put(i, original);
                further.merge(original, 1L, Long::sum);
            }
        }
        records.insert(
                transaction,
                found.seq(),
                firstSeq,
                Math.toIntExact(found.records()),
                job.records(),
                laneIds,
                "waiting",
                originals);
        growing.add(transaction, found.seq(), job.records(), originals.keySet(), firstSeq);
        append(transaction, job, laneIds, firstSeq, originals.keySet());
        String stream = job.streams().get(0);
        jobs.grow(transaction, found.seq(), stream, count, firstSeq + count - 1);
        long existing = records.addDuplicates(transaction, further);
        if (existing > 0) {
            jobs.count(transaction, found.seq(), stream, new Counts(0, 0, 0, existing, 0, 0));
        }
        return new Accepted(
                jobs.find(transaction, found.job().id()).orElseThrow().job(), false, Optional.empty());
    }

    private void refuseBacklog(Transaction transaction, NewJob job) {
        long pending = lanes.pending(transaction, job.flow());
        if (pending >= job.maxPending() && !job.records().isEmpty()) {
            throw new BacklogException("flow " + job.flow() + " has " + pending + " records waiting, and "
                    + job.maxPending() + " are allowed; send again when some are delivered");
        }
    }

    private static Map<String, Counts> count(NewJob job) {
        Map<String, Counts> streams = new LinkedHashMap<>();
        job.streams().forEach(stream -> streams.put(stream, Counts.ZERO));
        for (NewRecord record : job.records()) {
            streams.merge(record.stream(), new Counts(1, 0, 0, 0, 0, 0), Counts::plus);
        }
        return streams;
    }

    private Map<String, Long> lanes(Transaction transaction, NewJob job) {
        // In one order for all, so that no two transactions wait for each other.
        Map<String, Long> ids = new TreeMap<>();
        job.records().forEach(record -> ids.putIfAbsent(record.stream(), 0L));
        ids.replaceAll((stream, none) -> lanes.id(transaction, job.flow(), job.tenant(), stream));
        return ids;
    }

    /** Until the end of the transaction nobody else gets numbers, so that their order is that of commits. */
    private static long allocate(Transaction transaction, int count) {
        long last = Sql.query(
                        transaction,
                        row -> row.getLong(1),
                        "UPDATE connector_counter SET value = value + ? WHERE name = 'record' RETURNING value",
                        count)
                .get(0);
        return last - count + 1;
    }

    /** The seqs of the records that others of the same call equal, by the places of these. */
    private static Map<Integer, Long> originals(List<NewRecord> records, long firstSeq) {
        Map<Integer, Long> originals = new HashMap<>();
        for (int i = 0; i < records.size(); i++) {
            OptionalInt original = records.get(i).duplicateOf();
            if (original.isPresent()) {
                originals.put(i, firstSeq + original.getAsInt());
            }
        }
        return originals;
    }

    private void append(
            Transaction transaction, NewJob job, Map<String, Long> laneIds, long firstSeq, Set<Integer> duplicates) {
        Map<Long, Long> counts = new TreeMap<>();
        Map<Long, Long> last = new TreeMap<>();
        for (int i = 0; i < job.records().size(); i++) {
            if (!duplicates.contains(i)) {
                long lane = laneIds.get(job.records().get(i).stream());
                counts.merge(lane, 1L, Long::sum);
                last.put(lane, firstSeq + i);
            }
        }
        counts.forEach((lane, count) -> lanes.append(transaction, lane, count, last.get(lane)));
    }

    private boolean maySendNow(Transaction transaction, NewJob job, Immediate write, long lane) {
        if (!FlowRows.maySend(flows.state(transaction, job.flow()), transaction.nowMillis())) {
            return false;
        }
        if (!write.ordered()) {
            return true;
        }
        LaneRows.LaneRow row = lanes.lock(transaction, lane);
        return records.waitingSeqs(transaction, lane, row.nextSeq(), row.lastSeq())
                        .isEmpty()
                && !batches.anyOpen(transaction, lane);
    }

    private Batch form(Transaction transaction, Job job, NewRecord record, long seq, long lane, Immediate write) {
        return batches.insert(
                transaction,
                write.key(),
                new Lane(lane, job.flow(), job.tenant(), record.stream()),
                List.of(new Member(
                        seq, job.id(), record.index(), record.externalId().map(StoredText::of))),
                write.body(),
                write.ordered(),
                0,
                OptionalLong.of(instance.epoch()));
    }

    private static String name(NewJob job, long nowMillis) {
        return job.flow() + "-" + NAME_TIME.format(Instant.ofEpochMilli(nowMillis));
    }
}
