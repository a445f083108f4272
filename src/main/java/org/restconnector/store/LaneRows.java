package org.restconnector.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.restconnector.store.Batches.Lane;

/** The table {@code connector_lane}. */
final class LaneRows {
    private static final String SELECT =
            "SELECT id, flow, tenant, stream, next_seq, last_seq, owner FROM connector_lane";

    private final String lock;

    LaneRows(Dialect dialect) {
        lock = SELECT + " WHERE id = ?" + (dialect == Dialect.POSTGRESQL ? " FOR UPDATE" : "");
    }

    /** The lane's id; makes the lane where there is none. */
    long id(Transaction transaction, String flow, String tenant, String stream) {
        Optional<Long> found = find(transaction, flow, tenant, stream);
        if (found.isPresent()) {
            return found.get();
        }
        Sql.update(
                transaction,
                "INSERT INTO connector_lane (flow, tenant, stream) VALUES (?, ?, ?)"
                        + " ON CONFLICT (flow, tenant, stream) DO NOTHING",
                flow,
                tenant,
                stream);
        return find(transaction, flow, tenant, stream).orElseThrow();
    }

    private static Optional<Long> find(Transaction transaction, String flow, String tenant, String stream) {
        return Sql.query(
                        transaction,
                        row -> row.getLong(1),
                        "SELECT id FROM connector_lane WHERE flow = ? AND tenant = ? AND stream = ?",
                        flow,
                        tenant,
                        stream)
                .stream()
                .findFirst();
    }

    /** Records were put into the lane to wait, the last of them with that number. */
    void append(Transaction transaction, long lane, long records, long lastSeq) {
        Sql.update(
                transaction,
                "UPDATE connector_lane SET pending = pending + ?, last_seq = ? WHERE id = ?",
                records,
                lastSeq,
                lane);
    }

    /** The row, which nobody else can change until the transaction ends. */
    LaneRow lock(Transaction transaction, long lane) {
        return Sql.query(transaction, LaneRows::row, lock, lane).get(0);
    }

    /** Lanes with records in no batch, the one that was served longest ago first. @param apart see {@link Batches.Tenants} */
    List<LaneRow> toServe(Transaction transaction, String flow, boolean ordered, boolean apart) {
        String free =
                ordered ? " AND NOT EXISTS (SELECT 1 FROM connector_batch b WHERE b.lane = connector_lane.id)" : "";
        String sql = SELECT + " WHERE flow = ? AND last_seq >= next_seq" + free
                + (apart ? FlowRows.tenantMaySend("connector_lane.id") : "") + " ORDER BY last_served, id";
        return apart
                ? Sql.query(transaction, LaneRows::row, sql, flow, transaction.nowMillis())
                : Sql.query(transaction, LaneRows::row, sql, flow);
    }

    void own(Transaction transaction, long lane, long epoch) {
        Sql.update(transaction, "UPDATE connector_lane SET owner = ? WHERE id = ?", epoch, lane);
    }

    /** Lets the lane begin at its first waiting record behind that number. */
    void served(Transaction transaction, long lane, long upTo) {
        Sql.update(
                transaction, "UPDATE connector_lane SET last_served = ? WHERE id = ?", transaction.nowMillis(), lane);
        begin(transaction, lane, upTo + 1);
    }

    /** Passes what does not wait any more. */
    void skip(Transaction transaction, long lane) {
        begin(transaction, lane, lock(transaction, lane).nextSeq());
    }

    private static void begin(Transaction transaction, long lane, long from) {
        Sql.update(
                transaction,
                "UPDATE connector_lane SET next_seq = coalesce((SELECT min(r.seq) FROM connector_record r"
                        + " WHERE r.lane = connector_lane.id AND r.status = 'waiting' AND r.seq >= ?),"
                        + " CASE WHEN last_seq >= ? THEN last_seq + 1 ELSE ? END) WHERE id = ?",
                from,
                from,
                from,
                lane);
    }

    void addPending(Transaction transaction, long lane, long records) {
        Sql.update(transaction, "UPDATE connector_lane SET pending = pending + ? WHERE id = ?", records, lane);
    }

    List<String> waitingFlows(Transaction transaction) {
        return Sql.query(
                transaction,
                row -> row.getString(1),
                "SELECT flow FROM connector_lane GROUP BY flow HAVING sum(pending) > 0 ORDER BY flow");
    }

    long pending(Transaction transaction, String flow) {
        return Sql.query(
                        transaction,
                        row -> row.getLong(1),
                        "SELECT coalesce(sum(pending), 0) FROM connector_lane WHERE flow = ?",
                        flow)
                .get(0);
    }

    private static LaneRow row(ResultSet row) throws SQLException {
        long owner = row.getLong(7);
        OptionalLong epoch = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(owner);
        Lane lane = new Lane(row.getLong(1), row.getString(2), row.getString(3), row.getString(4));
        return new LaneRow(lane, row.getLong(5), row.getLong(6), epoch);
    }

    /**
     * @param nextSeq waiting records before it are in a batch
     * @param lastSeq of the newest record that was put into it
     * @param owner the epoch of the instance that reads it
     */
    record LaneRow(Lane lane, long nextSeq, long lastSeq, OptionalLong owner) {
        boolean ownedBy(long epoch) {
            return owner.isPresent() && owner.getAsLong() == epoch;
        }
    }
}
