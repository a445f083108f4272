package org.restconnector.store;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.restconnector.store.Jobs.Counts;

/** Asks for failed records to be sent again: they are pending once more, and no dead letters any longer. */
final class Requeue {
    private static final int AT_ONCE = 1000;

    private final JobRows jobs;
    private final LaneRows lanes;
    private final String in;

    Requeue(Dialect dialect) {
        this.jobs = new JobRows(dialect);
        this.lanes = new LaneRows(dialect);
        this.in = Seqs.in(dialect);
    }

    /** @return how many of the job's records had failed */
    long job(Transaction transaction, String flow, String tenant, String id) {
        return jobs.find(transaction, id)
                .filter(found ->
                        found.job().flow().equals(flow) && found.job().tenant().equals(tenant))
                .map(found -> job(transaction, found))
                .orElse(0L);
    }

    private long job(Transaction transaction, JobRows.Found job) {
        long total = 0;
        List<Long> failed;
        do {
            failed = Sql.query(
                    transaction,
                    row -> row.getLong(1),
                    "SELECT seq FROM connector_record WHERE job = ? AND seq BETWEEN ? AND ? AND status = 'failed'"
                            + " ORDER BY seq LIMIT ?",
                    job.seq(),
                    job.firstSeq(),
                    job.lastSeq(),
                    AT_ONCE);
            total += records(transaction, failed).size();
        } while (failed.size() == AT_ONCE);
        return total;
    }

    /** @return those of them that had failed; the others are left as they are */
    List<Long> records(Transaction transaction, Collection<Long> seqs) {
        if (seqs.isEmpty()) {
            return List.of();
        }
        String text = Seqs.text(seqs);
        lockLanes(transaction, text);
        List<Failed> failed = Sql.query(
                transaction,
                row -> new Failed(
                        row.getLong(1),
                        row.getLong(2),
                        row.getLong(3),
                        row.getLong(4),
                        row.getString(5),
                        row.getString(6)),
                "SELECT r.seq, r.job, r.lane, r.duplicates, l.flow, l.stream FROM connector_record r"
                        + " JOIN connector_lane l ON l.id = r.lane JOIN connector_job j ON j.seq = r.job"
                        + " WHERE r.status = 'failed' AND r.seq" + in,
                text);
        for (Failed record : failed) {
            Sql.update(
                    transaction,
                    "INSERT INTO connector_replay (seq, flow, requested_at) VALUES (?, ?, ?)",
                    record.seq,
                    record.flow,
                    transaction.nowMillis());
        }
        String found = Seqs.text(failed.stream().map(Failed::seq).toList());
        Sql.update(transaction, "UPDATE connector_record SET status = 'replay' WHERE seq" + in, found);
        Sql.update(transaction, "DELETE FROM connector_dead_letter WHERE record_seq" + in, found);
        takeBack(transaction, failed);
        return failed.stream().map(Failed::seq).toList();
    }

    /** In one order, so that no two transactions wait for each other. */
    private void lockLanes(Transaction transaction, String seqs) {
        Sql.query(
                        transaction,
                        row -> row.getLong(1),
                        "SELECT DISTINCT lane FROM connector_record WHERE seq" + in + " ORDER BY lane",
                        seqs)
                .forEach(lane -> lanes.lock(transaction, lane));
    }

    private void takeBack(Transaction transaction, List<Failed> failed) {
        Map<Long, Long> pending = new TreeMap<>();
        Map<Long, Map<String, Counts>> results = new TreeMap<>();
        for (Failed record : failed) {
            pending.merge(record.lane, 1L, Long::sum);
            results.computeIfAbsent(record.job, job -> new TreeMap<>())
                    .merge(record.stream, new Counts(0, 0, -1, -record.duplicates, 0, 0), Counts::plus);
        }
        pending.forEach((lane, count) -> lanes.addPending(transaction, lane, count));
        results.forEach(
                (job, streams) -> streams.forEach((stream, counts) -> jobs.count(transaction, job, stream, counts)));
    }

    private record Failed(long seq, long job, long lane, long duplicates, String flow, String stream) {}
}
