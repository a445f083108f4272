package org.restconnector.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.restconnector.store.Batches.Lane;
import org.restconnector.store.Batches.Waiting;
import org.restconnector.store.Jobs.NewRecord;

/** The table {@code connector_record}, as records come in and are taken. */
final class RecordRows {
    private static final String WAITING = "SELECT r.seq, r.idx, r.external_id, r.payload, j.id, j.created_at"
            + " FROM connector_record r JOIN connector_job j ON j.seq = r.job";
    private static final Set<String> FINAL = Set.of("delivered", "updated", "existing", "failed");

    private final String in;

    RecordRows(Dialect dialect) {
        in = Seqs.in(dialect);
    }

    /**
     * @param firstIndex what is added to the places of the records
     * @param status of those that are no duplicates
     * @param originals the seqs of the records that duplicates equal, by the duplicates' places
     */
    void insert(
            Transaction transaction,
            long job,
            long firstSeq,
            int firstIndex,
            List<NewRecord> records,
            Map<String, Long> lanes,
            String status,
            Map<Integer, Long> originals) {
        Map<Long, Integer> duplicates = new HashMap<>();
        originals.values().forEach(original -> duplicates.merge(original, 1, Integer::sum));
        try (Statements.Use use = transaction
                .statements()
                .use("INSERT INTO connector_record (seq, lane, job, idx, hash, external_id, payload, status,"
                        + " duplicate_of, duplicates) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            PreparedStatement insert = use.statement();
            for (int i = 0; i < records.size(); i++) {
                NewRecord record = records.get(i);
                boolean duplicate = originals.containsKey(i);
                insert.setLong(1, firstSeq + i);
                insert.setLong(2, lanes.get(record.stream()));
                insert.setLong(3, job);
                insert.setInt(4, firstIndex + record.index());
                insert.setBytes(5, HexFormat.of().parseHex(record.hash()));
                insert.setString(6, record.externalId().map(StoredText::of).orElse(null));
                insert.setBytes(7, duplicate ? null : record.payload());
                insert.setString(8, duplicate ? "duplicate" : status);
                insert.setObject(9, originals.get(i));
                insert.setInt(10, duplicates.getOrDefault(firstSeq + i, 0));
                insert.addBatch();
            }
            insert.executeBatch();
            use.keep();
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }

    /**
     * Records that are there already have further duplicates.
     *
     * @return how many of these have their result with that
     */
    long addDuplicates(Transaction transaction, Map<Long, Long> countBySeq) {
        long done = 0;
        for (Map.Entry<Long, Long> entry : countBySeq.entrySet()) {
            String status = Sql.query(
                            transaction,
                            row -> row.getString(1),
                            "UPDATE connector_record SET duplicates = duplicates + ? WHERE seq = ? RETURNING status",
                            entry.getValue(),
                            entry.getKey())
                    .get(0);
            done += FINAL.contains(status) ? entry.getValue() : 0;
        }
        return done;
    }

    /** The lane's next records, at least one where there is one, at most that many bytes of payload. */
    List<Waiting> waiting(Transaction transaction, Lane lane, long after, int maxRecords, long maxBytes) {
        List<Waiting> found = new ArrayList<>();
        long bytes = 0;
        try (Statements.Use use = transaction
                .statements()
                .use(WAITING + " WHERE r.lane = ? AND r.status = 'waiting' AND r.seq > ? ORDER BY r.seq LIMIT ?")) {
            PreparedStatement select = Sql.bind(use.statement(), lane.id(), after, maxRecords);
            // PostgreSQL's driver would read all of them at once.
            select.setFetchSize(200);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    Waiting next = waiting(rows, lane);
                    bytes += next.payload().length;
                    if (!found.isEmpty() && bytes > maxBytes) {
                        break;
                    }
                    found.add(next);
                }
            }
            use.keep();
            return found;
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }

    /** Records that are to be sent again, in the order of these numbers. */
    List<Waiting> replayed(Transaction transaction, List<Long> seqs) {
        Map<Long, Lane> lanes = new HashMap<>();
        Sql.query(
                transaction,
                row -> lanes.put(
                        row.getLong(1), new Lane(row.getLong(2), row.getString(3), row.getString(4), row.getString(5))),
                "SELECT r.seq, l.id, l.flow, l.tenant, l.stream FROM connector_record r"
                        + " JOIN connector_lane l ON l.id = r.lane WHERE r.seq" + in,
                Seqs.text(seqs));
        return Sql.query(
                transaction,
                row -> waiting(row, lanes.get(row.getLong(1))),
                WAITING + " WHERE r.status = 'replay' AND r.seq" + in + " ORDER BY r.seq",
                Seqs.text(seqs));
    }

    private static Waiting waiting(ResultSet row, Lane lane) throws SQLException {
        return new Waiting(
                lane,
                row.getLong(1),
                row.getString(5),
                row.getInt(2),
                Optional.ofNullable(row.getString(3)),
                row.getBytes(4),
                Instant.ofEpochMilli(row.getLong(6)));
    }

    /** The numbers of the lane's records in no batch, up to that one. */
    List<Long> waitingSeqs(Transaction transaction, long lane, long from, long to) {
        return Sql.query(
                transaction,
                row -> row.getLong(1),
                "SELECT seq FROM connector_record WHERE lane = ? AND status = 'waiting' AND seq BETWEEN ? AND ?"
                        + " ORDER BY seq",
                lane,
                from,
                to);
    }

    /** They go into a batch out of their lane's order. */
    void sending(Transaction transaction, Collection<Long> seqs) {
        Sql.update(transaction, "UPDATE connector_record SET status = 'sending' WHERE seq" + in, Seqs.text(seqs));
    }

    Map<Long, byte[]> payloads(Transaction transaction, Collection<Long> seqs) {
        Map<Long, byte[]> payloads = new HashMap<>();
        Sql.query(
                transaction,
                row -> payloads.put(row.getLong(1), row.getBytes(2)),
                "SELECT seq, payload FROM connector_record WHERE seq" + in,
                Seqs.text(seqs));
        return payloads;
    }
}
