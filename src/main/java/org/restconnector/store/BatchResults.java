package org.restconnector.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.restconnector.store.Batches.Batch;
import org.restconnector.store.Batches.Member;
import org.restconnector.store.Batches.Outcome;
import org.restconnector.store.Batches.Result;
import org.restconnector.store.DeadLetters.NewDeadLetter;
import org.restconnector.store.DeadLetters.Origin;
import org.restconnector.store.Jobs.Counts;
import org.restconnector.store.Jobs.Job;

/** Writes what became of a batch, within one transaction. */
final class BatchResults {
    private static final int SERVER_ERROR = 500;
    private static final int TEXT_LIMIT = 4096;

    private final Instance instance;
    private final JdbcDeadLetters deadLetters;
    private final BatchRows batches;
    private final LaneRows lanes;
    private final JobRows jobs;
    private final FlowRows flows = new FlowRows();
    private final String in;

    BatchResults(Dialect dialect, Instance instance, JdbcDeadLetters deadLetters) {
        this.instance = instance;
        this.deadLetters = deadLetters;
        this.batches = new BatchRows(dialect);
        this.lanes = new LaneRows(dialect);
        this.jobs = new JobRows(dialect);
        this.in = Seqs.in(dialect);
    }

    /**
     * What came of it.
     *
     * @param letters in the order sent
     * @param completed jobs of which these were the last results
     */
    record Ended(List<DeadLetters.DeadLetter> letters, List<Job> completed) {}

    /** @throws LockLostException if the batch is gone, or another instance's */
    Ended finish(Transaction transaction, Batch batch, List<Result> results, OptionalInt status) {
        Ended ended = conclude(transaction, batch, results, status);
        countRefusals(transaction, batch, results, status);
        return ended;
    }

    /** As {@link #finish}, of a batch that was not sent: that says nothing of the target. */
    Ended settle(Transaction transaction, Batch batch, List<Result> results) {
        return conclude(transaction, batch, results, OptionalInt.empty());
    }

    private Ended conclude(Transaction transaction, Batch batch, List<Result> results, OptionalInt status) {
        BatchRows.Attempts attempts =
                batches.lock(transaction, batch, instance.epoch()).orElseThrow(() -> lost(batch));
        lanes.lock(transaction, batch.lane().id());
        Map<Long, Sent> sent = sent(transaction, batch);
        write(transaction, batch, results, status, attempts.all());
        Map<Long, Counts> byJob = new TreeMap<>();
        List<DeadLetters.DeadLetter> letters = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            Sent record = sent.get(batch.members().get(i).seq());
            byJob.merge(record.job, counts(results.get(i), record.duplicates), Counts::plus);
            if (results.get(i).outcome() == Outcome.FAILED) {
                letters.add(deadLetter(transaction, batch, i, results.get(i), status, record, attempts.all()));
            }
        }
        List<Job> completed = new ArrayList<>();
        byJob.forEach((job, counts) -> {
            if (jobs.count(transaction, job, batch.lane().stream(), counts)) {
                jobs.find(transaction, job).ifPresent(completed::add);
            }
        });
        lanes.addPending(transaction, batch.lane().id(), -results.size());
        batches.delete(transaction, batch.id());
        return new Ended(letters, completed);
    }

    static LockLostException lost(Batch batch) {
        return new LockLostException(
                "batch " + batch.key() + " of flow " + batch.lane().flow()
                        + " has its result already, or another instance has taken it over; this one's result is dropped");
    }

    private Map<Long, Sent> sent(Transaction transaction, Batch batch) {
        Map<Long, Sent> sent = new HashMap<>();
        Sql.query(
                transaction,
                row -> sent.put(row.getLong(1), sent(row)),
                "SELECT r.seq, r.job, r.duplicates, r.hash, r.attempts FROM connector_record r WHERE r.seq" + in,
                Seqs.text(batch.members().stream().map(Member::seq).toList()));
        return sent;
    }

    private static Sent sent(ResultSet row) throws SQLException {
        return new Sent(row.getLong(2), row.getLong(3), row.getBytes(4), row.getInt(5));
    }

    /** @param attempts that were made before this batch */
    private record Sent(long job, long duplicates, byte[] hash, int attempts) {}

    private static void write(
            Transaction transaction, Batch batch, List<Result> results, OptionalInt status, int attempts) {
        try (Statements.Use use = transaction
                .statements()
                .use("UPDATE connector_record SET status = ?, attempts = attempts + ?, target_id = ?,"
                        + " error = ?, last_status = ?, payload = CASE WHEN ? = 'failed' THEN payload END"
                        + " WHERE seq = ?")) {
            PreparedStatement update = use.statement();
            for (int i = 0; i < results.size(); i++) {
                Result result = results.get(i);
                update.setString(1, status(result));
                update.setInt(2, attempts);
                update.setString(
                        3,
                        result.targetId()
                                .map(id -> StoredText.of(id, TEXT_LIMIT))
                                .orElse(null));
                update.setString(4, result.error().isEmpty() ? null : StoredText.of(result.error(), TEXT_LIMIT));
                update.setObject(5, Sql.orNull(status));
                update.setString(6, status(result));
                update.setLong(7, batch.members().get(i).seq());
                update.addBatch();
            }
            update.executeBatch();
            use.keep();
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }

    private static String status(Result result) {
        return switch (result.outcome()) {
            case DELIVERED -> result.updated() ? "updated" : "delivered";
            case EXISTING -> "existing";
            case FAILED -> "failed";
        };
    }

    private static Counts counts(Result result, long duplicates) {
        return switch (result.outcome()) {
            case DELIVERED -> new Counts(0, result.updated() ? 0 : 1, 0, duplicates, result.updated() ? 1 : 0, 0);
            case EXISTING -> new Counts(0, 0, 0, 1 + duplicates, 0, 0);
            case FAILED -> new Counts(0, 0, 1, duplicates, 0, 0);
        };
    }

    private DeadLetters.DeadLetter deadLetter(
            Transaction transaction,
            Batch batch,
            int place,
            Result result,
            OptionalInt status,
            Sent record,
            int attempts) {
        Member member = batch.members().get(place);
        byte[] payload = Sql.query(
                        transaction,
                        row -> row.getBytes(1),
                        "SELECT payload FROM connector_record WHERE seq = ?",
                        member.seq())
                .get(0);
        Origin origin = new Origin(
                "flow",
                batch.lane().flow(),
                Optional.of(batch.lane().stream()),
                Optional.of(batch.lane().tenant()),
                member.jobId());
        String recordId = member.externalId().orElseGet(() -> HexFormat.of().formatHex(record.hash));
        return deadLetters.addOfRecord(
                transaction,
                new NewDeadLetter(origin, recordId, payload, status, result.error(), record.attempts + attempts),
                member.seq());
    }

    /** An answer of 5xx, or none, refuses nothing: the target is ill. */
    private void countRefusals(Transaction transaction, Batch batch, List<Result> results, OptionalInt status) {
        if (results.stream().anyMatch(result -> result.outcome() != Outcome.FAILED)) {
            flows.succeeded(transaction, batch.lane().flow());
        } else if (status.isPresent() && status.getAsInt() < SERVER_ERROR) {
            flows.refused(transaction, batch.lane().flow());
        }
    }
}
