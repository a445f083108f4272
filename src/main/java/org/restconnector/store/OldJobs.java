package org.restconnector.store;

import java.util.List;

/**
 * Jobs that were finished long ago. A job goes whole, in one transaction; its records, which nobody sees any more,
 * go by and by ({@link OldRecords}).
 */
final class OldJobs {
    /** Of one that grows, or has a record on its way, {@code done} differs or {@code run} is there. */
    private static final String OLD =
            "status IN ('JOB_COMPLETED', 'JOB_CANCELLED') AND done = records AND run IS NULL AND updated_at <= ?";

    private static final String LOOK =
            "SELECT seq, created_at > ?, " + OLD + " FROM connector_job WHERE seq > ? ORDER BY seq LIMIT ?";

    private static final String UNUSED =
            " AND NOT EXISTS (SELECT 1 FROM connector_dead_letter d WHERE d.job = connector_job.id)"
                    + " AND NOT EXISTS (SELECT 1 FROM connector_webhook w WHERE w.job = connector_job.id)"
                    // a key has the time of its job, which finds it without an index of jobs
                    + " AND NOT EXISTS (SELECT 1 FROM connector_idempotency k WHERE k.created_at = connector_job.created_at"
                    + " AND k.created_at > ? AND k.job = connector_job.id)";

    private final Dialect dialect;
    private final LaneRows lanes;
    private final OldRows rows;
    private final String in;

    OldJobs(Database database) {
        dialect = database.dialect();
        lanes = new LaneRows(dialect);
        rows = new OldRows(database, OldJobs::look, this::remove);
        in = Seqs.in(dialect);
    }

    long remove(long before, Pace pace) {
        return rows.remove(before, pace);
    }

    private static List<OldRows.Row> look(Transaction transaction, long before, long after, int limit) {
        return Sql.query(
                transaction,
                row -> new OldRows.Row(row.getLong(1), row.getBoolean(2), row.getBoolean(3), 0),
                LOOK,
                before,
                before,
                after,
                limit);
    }

    private long remove(Transaction transaction, long before, List<Long> seqs) {
        lockLanes(transaction, seqs);
        List<Range> jobs = Sql.query(
                transaction,
                row -> new Range(row.getLong(1), row.getLong(2), row.getLong(3)),
                "SELECT seq, first_seq, last_seq FROM connector_job WHERE " + OLD + UNUSED + " AND seq" + in,
                before,
                transaction.nowMillis() - IdempotencyKeys.KEPT.toMillis(),
                Seqs.text(seqs));
        String found = Seqs.text(jobs.stream().map(Range::job).toList());
        Sql.update(transaction, "DELETE FROM connector_job_stream WHERE job" + in, found);
        Sql.update(transaction, "DELETE FROM connector_job WHERE seq" + in, found);
        List<Range> withRecords =
                jobs.stream().filter(job -> job.first <= job.last).toList();
        if (!withRecords.isEmpty()) {
            Sql.update(
                    transaction,
                    "INSERT INTO connector_removal (first_seq, last_seq) VALUES (?, ?)",
                    withRecords.stream().mapToLong(Range::first).min().getAsLong(),
                    withRecords.stream().mapToLong(Range::last).max().getAsLong());
        }
        return jobs.size();
    }

    /** Whoever sends failed records of a job again has locked their lanes before looking for the job. */
    private void lockLanes(Transaction transaction, List<Long> seqs) {
        if (dialect == Dialect.SQLITE) {
            return;
        }
        Sql.query(
                        transaction,
                        row -> row.getLong(1),
                        "SELECT DISTINCT l.id FROM connector_job j"
                                + " JOIN connector_job_stream s ON s.job = j.seq AND s.fail > 0"
                                + " JOIN connector_lane l ON l.flow = j.flow AND l.tenant = j.tenant AND l.stream = s.stream"
                                + " WHERE j.seq" + in + " ORDER BY l.id",
                        Seqs.text(seqs))
                .forEach(lane -> lanes.lock(transaction, lane));
    }

    /** A job's records are between these numbers. */
    private record Range(long job, long first, long last) {}
}
