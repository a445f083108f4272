package org.restconnector.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.restconnector.json.Json;
import org.restconnector.store.Batches.Batch;
import org.restconnector.store.Batches.Lane;
import org.restconnector.store.Batches.Member;
import org.restconnector.store.Batches.Queue;
import org.restconnector.store.Batches.Retry;
import org.restconnector.store.Batches.Tenants;

/** The table {@code connector_batch}. */
final class BatchRows {
    /** A batch of an ordered lane may be sent when it is the lane's first, and no other is on its way. */
    private static final String ELIGIBLE = " FROM connector_batch b WHERE b.flow = ? AND b.claimed IS NULL"
            + " AND (NOT b.ordered OR NOT EXISTS (SELECT 1 FROM connector_batch o WHERE o.lane = b.lane"
            + " AND o.id <> b.id AND (o.claimed IS NOT NULL OR o.first_seq < b.first_seq)))";

    private static final String RETRYING = " FROM connector_batch WHERE flow = ? AND attempts > 0";

    private final String in;
    private final String oneOf;
    private final String sending;
    private final String lock;
    private final String skipLocked;

    BatchRows(Dialect dialect) {
        in = Seqs.in(dialect);
        oneOf = dialect == Dialect.POSTGRESQL
                ? " IN (SELECT value FROM json_array_elements_text(?::json))"
                : " IN (SELECT value FROM json_each(?))";
        sending = "SELECT coalesce(sum(json_array_length(members" + (dialect == Dialect.POSTGRESQL ? "::json" : "")
                + ")), 0) FROM connector_batch WHERE flow = ? AND claimed IS NOT NULL";
        lock = dialect == Dialect.POSTGRESQL ? " FOR UPDATE" : "";
        skipLocked = dialect == Dialect.POSTGRESQL ? " FOR UPDATE OF b SKIP LOCKED" : "";
    }

    /**
     * @param claimed the epoch of who sends it now; empty: it is due
     * @param earlier attempts of the batches that it was split from
     */
    Batch insert(
            Transaction transaction,
            String key,
            Lane lane,
            List<Member> members,
            byte[] body,
            boolean ordered,
            int earlier,
            OptionalLong claimed) {
        List<Long> seqs = members.stream().map(Member::seq).toList();
        long id = Sql.query(
                        transaction,
                        row -> row.getLong(1),
                        "INSERT INTO connector_batch (key, flow, lane, first_seq, last_seq, members, body, ordered,"
                                + " earlier, next_attempt_at, claimed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                                + " RETURNING id",
                        key,
                        lane.flow(),
                        lane.id(),
                        seqs.stream().min(Long::compare).orElseThrow(),
                        seqs.stream().max(Long::compare).orElseThrow(),
                        Seqs.text(seqs),
                        body,
                        ordered,
                        earlier,
                        transaction.nowMillis(),
                        claimed.isPresent() ? claimed.getAsLong() : null)
                .get(0);
        return new Batch(id, key, lane, members, body, 0, ordered);
    }

    boolean anyOpen(Transaction transaction, long lane) {
        return !Sql.query(
                        transaction,
                        row -> row.getLong(1),
                        "SELECT id FROM connector_batch WHERE lane = ? LIMIT 1",
                        lane)
                .isEmpty();
    }

    Queue queue(Transaction transaction, String flow) {
        long records = count(transaction, sending, flow);
        long retrying = count(
                transaction,
                "SELECT count(*) FROM (SELECT 1" + RETRYING + " LIMIT " + Queue.MANY + ") AS counted",
                flow);
        return new Queue(
                records,
                retrying,
                Sql.query(
                                transaction,
                                row -> new Retry(
                                        Instant.ofEpochMilli(row.getLong(1)),
                                        row.getInt(2),
                                        Sql.integer(row, 3),
                                        Optional.ofNullable(row.getString(4))),
                                "SELECT next_attempt_at, attempts, last_status, last_error" + RETRYING
                                        + " ORDER BY next_attempt_at LIMIT 1",
                                flow)
                        .stream()
                        .findFirst());
    }

    private static long count(Transaction transaction, String sql, String flow) {
        return Sql.query(transaction, row -> row.getLong(1), sql, flow).get(0);
    }

    boolean anyDue(Transaction transaction, String flow, Tenants tenants) {
        return nextDue(transaction, flow, tenants)
                .map(time -> time.toEpochMilli() <= transaction.nowMillis())
                .orElse(false);
    }

    Optional<Instant> nextDue(Transaction transaction, String flow, Tenants tenants) {
        Of of = of(transaction, flow, tenants);
        return Sql.query(
                        transaction,
                        row -> Instant.ofEpochMilli(row.getLong(1)),
                        "SELECT b.next_attempt_at" + of.sql() + " ORDER BY b.next_attempt_at LIMIT 1",
                        of.values().toArray())
                .stream()
                .findFirst();
    }

    /** The batches of these tenants that may be sent, with the values that the SQL asks for. */
    private record Of(String sql, List<Object> values) {}

    private Of of(Transaction transaction, String flow, Tenants tenants) {
        StringBuilder sql = new StringBuilder(ELIGIBLE);
        List<Object> values = new ArrayList<>(List.of(flow));
        if (tenants.apart()) {
            sql.append(FlowRows.tenantMaySend("b.lane"));
            values.add(transaction.nowMillis());
        }
        String lane = "(SELECT tl.tenant FROM connector_lane tl WHERE tl.id = b.lane)";
        if (!tenants.away().isEmpty()) {
            sql.append(" AND NOT ").append(lane).append(oneOf);
            values.add(Json.text(List.copyOf(tenants.away())));
        }
        tenants.only().ifPresent(tenant -> {
            sql.append(" AND ").append(lane).append(" = ?");
            values.add(tenant);
        });
        return new Of(sql.toString(), values);
    }

    /** Claims those that are due, oldest first; returns their keys by id, in that order. */
    List<Claimed> claimDue(Transaction transaction, String flow, Tenants tenants, int limit, long epoch) {
        Of of = of(transaction, flow, tenants);
        of.values().add(transaction.nowMillis());
        of.values().add(limit);
        List<Claimed> due = Sql.query(
                transaction,
                row -> new Claimed(row.getLong(1), row.getString(2), epoch),
                "SELECT b.id, b.key" + of.sql() + " AND b.next_attempt_at <= ?"
                        + " ORDER BY b.next_attempt_at, b.id LIMIT ?" + skipLocked,
                of.values().toArray());
        Sql.update(
                transaction,
                "UPDATE connector_batch SET claimed = ? WHERE id" + in,
                epoch,
                Seqs.text(due.stream().map(Claimed::id).toList()));
        return due;
    }

    /** @param epoch of who claimed it */
    record Claimed(long id, String key, long epoch) {}

    List<Claimed> claimed(Transaction transaction, String flow) {
        return Sql.query(
                transaction,
                row -> new Claimed(row.getLong(1), row.getString(2), row.getLong(3)),
                "SELECT id, key, claimed FROM connector_batch WHERE flow = ? AND claimed IS NOT NULL",
                flow);
    }

    void free(Transaction transaction, Claimed batch) {
        Sql.update(
                transaction,
                "UPDATE connector_batch SET claimed = NULL, next_attempt_at = ? WHERE id = ? AND claimed = ?",
                transaction.nowMillis(),
                batch.id(),
                batch.epoch());
    }

    /** In the order of these ids. */
    List<Batch> load(Transaction transaction, List<Long> ids) {
        Map<Long, Batch> found = new HashMap<>();
        Sql.query(
                        transaction,
                        BatchRows::row,
                        "SELECT b.id, b.key, l.id, l.flow, l.tenant, l.stream, b.members, b.body, b.attempts, b.ordered"
                                + " FROM connector_batch b JOIN connector_lane l ON l.id = b.lane WHERE b.id" + in,
                        Seqs.text(ids))
                .forEach(row -> found.put(row.id, row.batch(members(transaction, row.seqs))));
        return ids.stream().filter(found::containsKey).map(found::get).toList();
    }

    private List<Member> members(Transaction transaction, List<Long> seqs) {
        Map<Long, Member> members = new HashMap<>();
        Sql.query(
                transaction,
                row -> members.put(
                        row.getLong(1),
                        new Member(
                                row.getLong(1),
                                row.getString(2),
                                row.getInt(3),
                                Optional.ofNullable(row.getString(4)))),
                "SELECT r.seq, j.id, r.idx, r.external_id FROM connector_record r"
                        + " JOIN connector_job j ON j.seq = r.job WHERE r.seq" + in,
                Seqs.text(seqs));
        return seqs.stream().map(members::get).toList();
    }

    /** @return its attempts so far; empty if it is gone, or another instance's */
    Optional<Attempts> lock(Transaction transaction, Batch batch, long epoch) {
        return Sql.query(
                        transaction,
                        row -> new Attempts(row.getInt(1), row.getInt(2)),
                        "SELECT attempts, earlier FROM connector_batch WHERE id = ? AND claimed = ?" + lock,
                        batch.id(),
                        epoch)
                .stream()
                .findFirst();
    }

    /** @param earlier attempts of the batches that it was split from */
    record Attempts(int own, int earlier) {
        /** With the one that has just ended. */
        int all() {
            return earlier + own + 1;
        }
    }

    void delete(Transaction transaction, long id) {
        Sql.update(transaction, "DELETE FROM connector_batch WHERE id = ?", id);
    }

    /** @return false if it is gone, or another instance's */
    boolean postpone(
            Transaction transaction,
            Batch batch,
            long epoch,
            Instant next,
            boolean counts,
            OptionalInt status,
            String error) {
        return Sql.update(
                        transaction,
                        "UPDATE connector_batch SET attempts = attempts + ?, next_attempt_at = ?, claimed = NULL,"
                                + " last_status = coalesce(?, last_status), last_error = coalesce(?, last_error)"
                                + " WHERE id = ? AND claimed = ?",
                        counts ? 1 : 0,
                        next.toEpochMilli(),
                        Sql.orNull(status),
                        error.isEmpty() ? null : StoredText.of(error, 4096),
                        batch.id(),
                        epoch)
                == 1;
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getLong(1),
                row.getString(2),
                new Lane(row.getLong(3), row.getString(4), row.getString(5), row.getString(6)),
                Seqs.list(row.getString(7)),
                row.getBytes(8),
                row.getInt(9),
                row.getBoolean(10));
    }

    private record Row(long id, String key, Lane lane, List<Long> seqs, byte[] body, int attempts, boolean ordered) {
        Batch batch(List<Member> members) {
            return new Batch(id, key, lane, members, body, attempts, ordered);
        }
    }
}
