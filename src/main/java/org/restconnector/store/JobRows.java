package org.restconnector.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.restconnector.store.Jobs.Counts;
import org.restconnector.store.Jobs.Job;
import org.restconnector.store.Jobs.NewJob;
import org.restconnector.store.Jobs.Status;

/** The tables {@code connector_job} and {@code connector_job_stream}. */
final class JobRows {
    private static final String SELECT = "SELECT seq, id, flow, tenant, env, name, status, created_at, updated_at,"
            + " first_seq, records, last_seq FROM connector_job";

    private final String lock;
    private final GrowingRows growing;
    private final WebhookRows webhooks = new WebhookRows();

    JobRows(Dialect dialect) {
        growing = new GrowingRows(dialect);
        lock = dialect == Dialect.POSTGRESQL ? " FOR UPDATE" : "";
    }

    /** Adds it with its streams' counts of accepted records; returns its number. */
    long insert(Transaction transaction, Job job, long firstSeq) {
        long seq = Sql.query(
                        transaction,
                        row -> row.getLong(1),
                        "INSERT INTO connector_job (id, flow, tenant, env, name, status, created_at, updated_at,"
                                + " first_seq, records, last_seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING seq",
                        job.id(),
                        job.flow(),
                        job.tenant(),
                        job.env(),
                        job.name(),
                        job.status().name(),
                        job.createdAt().toEpochMilli(),
                        job.updatedAt().toEpochMilli(),
                        firstSeq,
                        job.accepted(),
                        firstSeq + job.accepted() - 1)
                .get(0);
        int position = 0;
        for (Map.Entry<String, Counts> stream : job.streams().entrySet()) {
            Sql.update(
                    transaction,
                    "INSERT INTO connector_job_stream (job, position, stream, accepted) VALUES (?, ?, ?, ?)",
                    seq,
                    position++,
                    stream.getKey(),
                    stream.getValue().accepted());
        }
        webhooks.reached(transaction, seq, job.flow(), Status.JOB_CREATED);
        if (job.status() != Status.JOB_CREATED) {
            webhooks.reached(transaction, seq, job.flow(), job.status());
        }
        return seq;
    }

    Optional<Found> find(Transaction transaction, String id) {
        return found(transaction, " WHERE id = ?", id).stream().findFirst();
    }

    Optional<Job> find(Transaction transaction, long seq) {
        return found(transaction, " WHERE seq = ?", seq).stream().findFirst().map(Found::job);
    }

    /** The job to which that run adds records of the stream, unless it was cancelled meanwhile. */
    Optional<Found> findGrowing(Transaction transaction, NewJob job, String run) {
        return found(
                        transaction,
                        " WHERE run = ? AND flow = ? AND tenant = ? AND status <> 'JOB_CANCELLED' AND EXISTS (SELECT 1"
                                + " FROM connector_job_stream s WHERE s.job = connector_job.seq AND s.stream = ?)"
                                + " ORDER BY seq DESC LIMIT 1",
                        run,
                        job.flow(),
                        job.tenant(),
                        job.streams().get(0))
                .stream()
                .findFirst();
    }

    /** Keeps the job open until the run ends; false if that does not run. */
    boolean letGrow(Transaction transaction, String id, String run) {
        return Sql.update(
                        transaction,
                        "UPDATE connector_job SET run = ? WHERE id = ?"
                                + " AND EXISTS (SELECT 1 FROM connector_run WHERE id = ? AND status = 'running')",
                        run,
                        id,
                        run)
                > 0;
    }

    void grow(Transaction transaction, long job, String stream, long count, long lastSeq) {
        Sql.update(
                transaction,
                "UPDATE connector_job_stream SET accepted = accepted + ? WHERE job = ? AND stream = ?",
                count,
                job,
                stream);
        Sql.update(
                transaction,
                "UPDATE connector_job SET records = records + ?, last_seq = ?, updated_at = ? WHERE seq = ?",
                count,
                lastSeq,
                transaction.nowMillis(),
                job);
    }

    /** The run has ended: its jobs grow no more, and are completed when all their records are. */
    void runEnded(Transaction transaction, String run) {
        growing.runEnded(transaction, run);
        List<Changed> changed = Sql.query(
                transaction,
                Changed::of,
                "UPDATE connector_job SET run = NULL, updated_at = ?, status = CASE WHEN status = 'JOB_CANCELLED' THEN"
                        + " status WHEN done = records THEN 'JOB_COMPLETED' ELSE status END WHERE run = ?"
                        + " RETURNING seq, flow, status",
                transaction.nowMillis(),
                run);
        changed.stream()
                .filter(job -> job.status() == Status.JOB_COMPLETED)
                .forEach(job -> webhooks.reached(transaction, job.seq(), job.flow(), job.status()));
    }

    /** Runs to which jobs wait to grow. */
    List<String> growingBy(Transaction transaction) {
        return Sql.query(
                transaction, row -> row.getString(1), "SELECT DISTINCT run FROM connector_job WHERE run IS NOT NULL");
    }

    /** Of that flow and tenant only; nobody else can change it until the transaction ends. */
    Optional<Found> lock(Transaction transaction, String flow, String tenant, String id) {
        return found(transaction, " WHERE id = ? AND flow = ? AND tenant = ?" + lock, id, flow, tenant).stream()
                .findFirst();
    }

    private static String older(Optional<String> before) {
        return before.isPresent() ? " AND seq < (SELECT seq FROM connector_job WHERE id = ?)" : "";
    }

    List<Job> list(Transaction transaction, String flow, int limit, Optional<String> before) {
        String sql = " WHERE flow = ?" + older(before) + " ORDER BY seq DESC LIMIT ?";
        List<Found> jobs = before.isPresent()
                ? found(transaction, sql, flow, before.get(), limit)
                : found(transaction, sql, flow, limit);
        return jobs.stream().map(Found::job).toList();
    }

    List<Job> list(Transaction transaction, String flow, String tenant, int limit, Optional<String> before) {
        String sql = " WHERE flow = ? AND tenant = ?" + older(before) + " ORDER BY seq DESC LIMIT ?";
        List<Found> jobs = before.isPresent()
                ? found(transaction, sql, flow, tenant, before.get(), limit)
                : found(transaction, sql, flow, tenant, limit);
        return jobs.stream().map(Found::job).toList();
    }

    /** The first outbound try of their records begins. */
    void started(Transaction transaction, Collection<String> ids) {
        for (String id : ids) {
            Sql.query(
                            transaction,
                            Changed::of,
                            "UPDATE connector_job SET status = 'EXPORT_STARTED', updated_at = ?"
                                    + " WHERE id = ? AND status = 'JOB_CREATED' RETURNING seq, flow, status",
                            transaction.nowMillis(),
                            id)
                    .forEach(job -> webhooks.reached(transaction, job.seq(), job.flow(), job.status()));
        }
    }

    /**
     * Adds results of a stream, or takes them away; {@code accepted} is not looked at.
     *
     * @return whether the job is completed by it
     */
    boolean count(Transaction transaction, long job, String stream, Counts counts) {
        Sql.update(
                transaction,
                "UPDATE connector_job_stream SET success = success + ?, fail = fail + ?, existing = existing + ?,"
                        + " updated = updated + ?, cancelled = cancelled + ? WHERE job = ? AND stream = ?",
                counts.success(),
                counts.fail(),
                counts.existing(),
                counts.updated(),
                counts.cancelled(),
                job,
                stream);
        Optional<Changed> completed = Sql.query(
                        transaction,
                        Changed::of,
                        "UPDATE connector_job SET done = done + ?, updated_at = ?, status = CASE"
                                + " WHEN status = 'JOB_CANCELLED' THEN status"
                                + " WHEN done + ? = records AND run IS NULL THEN 'JOB_COMPLETED'"
                                + " ELSE 'EXPORT_STARTED' END WHERE seq = ? RETURNING seq, flow, status",
                        counts.done(),
                        transaction.nowMillis(),
                        counts.done(),
                        job)
                .stream()
                .filter(changed -> changed.status() == Status.JOB_COMPLETED && counts.done() > 0)
                .findFirst();
        completed.ifPresent(changed -> webhooks.reached(transaction, job, changed.flow(), changed.status()));
        return completed.isPresent();
    }

    void cancelled(Transaction transaction, long job) {
        Sql.query(
                        transaction,
                        Changed::of,
                        "UPDATE connector_job SET status = 'JOB_CANCELLED' WHERE seq = ?"
                                + " AND status <> 'JOB_CANCELLED' RETURNING seq, flow, status",
                        job)
                .forEach(changed -> webhooks.reached(transaction, job, changed.flow(), changed.status()));
    }

    private List<Found> found(Transaction transaction, String where, Object... values) {
        List<Found> bare = Sql.query(transaction, JobRows::row, SELECT + where, values);
        return bare.stream()
                .map(found -> found.withStreams(streams(transaction, found.seq())))
                .toList();
    }

    private static Map<String, Counts> streams(Transaction transaction, long job) {
        Map<String, Counts> streams = new LinkedHashMap<>();
        Sql.query(
                transaction,
                row -> streams.put(
                        row.getString(1),
                        new Counts(
                                row.getLong(2),
                                row.getLong(3),
                                row.getLong(4),
                                row.getLong(5),
                                row.getLong(6),
                                row.getLong(7))),
                "SELECT stream, accepted, success, fail, existing, updated, cancelled FROM connector_job_stream"
                        + " WHERE job = ? ORDER BY position",
                job);
        return streams;
    }

    private static Found row(ResultSet row) throws SQLException {
        Job job = new Job(
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                Status.valueOf(row.getString(7)),
                Instant.ofEpochMilli(row.getLong(8)),
                Instant.ofEpochMilli(row.getLong(9)),
                Map.of());
        return new Found(row.getLong(1), job, row.getLong(10), row.getLong(11), row.getLong(12));
    }

    private record Changed(long seq, String flow, Status status) {
        static Changed of(ResultSet row) throws SQLException {
            return new Changed(row.getLong(1), row.getString(2), Status.valueOf(row.getString(3)));
        }
    }

    /**
     * A job's row, with the numbers that only this package knows.
     *
     * @param lastSeq of its last record; of one that grew, records of others may lie before it
     */
    record Found(long seq, Job job, long firstSeq, long records, long lastSeq) {
        Found withStreams(Map<String, Counts> streams) {
            Job full = new Job(
                    job.id(),
                    job.flow(),
                    job.tenant(),
                    job.env(),
                    job.name(),
                    job.status(),
                    job.createdAt(),
                    job.updatedAt(),
                    streams);
            return new Found(seq, full, firstSeq, records, lastSeq);
        }
    }
}
