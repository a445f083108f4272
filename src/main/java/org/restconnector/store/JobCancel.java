package org.restconnector.store;

import java.util.List;
import java.util.Optional;
import org.restconnector.store.Jobs.Counts;
import org.restconnector.store.Jobs.Job;

/** Cancels what of a job is in no batch yet. */
final class JobCancel {
    private static final String OPEN = "job = ? AND lane = ? AND seq BETWEEN ? AND ?"
            + " AND (status = 'replay' OR (status = 'waiting' AND seq >= ?))";

    private final JobRows jobs;
    private final LaneRows lanes;

    JobCancel(Dialect dialect) {
        this.jobs = new JobRows(dialect);
        this.lanes = new LaneRows(dialect);
    }

    /** @return the job as it is now; empty if there is none */
    Optional<Job> cancel(Transaction transaction, String flow, String tenant, String id) {
        Optional<JobRows.Found> job = jobs.find(transaction, id)
                .filter(found ->
                        found.job().flow().equals(flow) && found.job().tenant().equals(tenant));
        if (job.isEmpty()) {
            return Optional.empty();
        }
        for (long lane : lanesOf(transaction, job.get())) {
            cancel(transaction, job.get(), lanes.lock(transaction, lane));
        }
        return jobs.find(transaction, id).map(JobRows.Found::job);
    }

    private static List<Long> lanesOf(Transaction transaction, JobRows.Found job) {
        return Sql.query(
                transaction,
                row -> row.getLong(1),
                "SELECT DISTINCT lane FROM connector_record WHERE job = ? AND seq BETWEEN ? AND ? ORDER BY lane",
                job.seq(),
                job.firstSeq(),
                job.lastSeq());
    }

    private void cancel(Transaction transaction, JobRows.Found job, LaneRows.LaneRow lane) {
        Object[] which = {job.seq(), lane.lane().id(), job.firstSeq(), job.lastSeq(), lane.nextSeq()};
        long[] counts = Sql.query(
                        transaction,
                        row -> new long[] {row.getLong(1), row.getLong(2)},
                        "SELECT count(*), coalesce(sum(duplicates), 0) FROM connector_record WHERE " + OPEN,
                        which)
                .get(0);
        if (counts[0] == 0) {
            return;
        }
        // before its counts: with them it would be completed
        jobs.cancelled(transaction, job.seq());
        Sql.update(
                transaction,
                "DELETE FROM connector_replay WHERE seq BETWEEN ? AND ? AND seq IN"
                        + " (SELECT seq FROM connector_record WHERE " + OPEN + ")",
                job.firstSeq(),
                job.lastSeq(),
                which[0],
                which[1],
                which[2],
                which[3],
                which[4]);
        Sql.update(
                transaction, "UPDATE connector_record SET status = 'cancelled', payload = NULL WHERE " + OPEN, which);
        lanes.skip(transaction, lane.lane().id());
        lanes.addPending(transaction, lane.lane().id(), -counts[0]);
        jobs.count(transaction, job.seq(), lane.lane().stream(), new Counts(0, 0, 0, 0, 0, counts[0] + counts[1]));
    }
}
