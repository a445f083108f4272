package org.restconnector.store;

import java.nio.ByteBuffer;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.restconnector.store.Jobs.NewRecord;

/**
 * The table {@code connector_growing}: which records a job that still grows holds, to find one that equals them.
 * An index of all records by their hash would cost every job, for the sake of these few.
 */
final class GrowingRows {
    private final String in;

    GrowingRows(Dialect dialect) {
        in = Seqs.in(dialect);
    }

    /** The seqs of records of the job by the hashes of those that equal them. */
    Map<String, Long> find(Transaction transaction, long job, List<NewRecord> records) {
        Map<String, Long> found = new HashMap<>();
        // compared whole: a part of a hash may be another's by chance
        Sql.query(
                transaction,
                row -> found.put(HexFormat.of().formatHex(row.getBytes(1)), row.getLong(2)),
                "SELECT r.hash, r.seq FROM connector_growing g JOIN connector_record r ON r.seq = g.seq"
                        + " WHERE g.job = ? AND g.hash" + in,
                job,
                Seqs.text(records.stream().map(GrowingRows::key).toList()));
        return found;
    }

    /** @param known places of records that equal one before them */
    void add(Transaction transaction, long job, List<NewRecord> records, Set<Integer> known, long firstSeq) {
        try (Statements.Use use = transaction
                .statements()
                .use("INSERT INTO connector_growing (job, hash, seq) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")) {
            PreparedStatement insert = use.statement();
            for (int i = 0; i < records.size(); i++) {
                if (!known.contains(i)) {
                    insert.setLong(1, job);
                    insert.setLong(2, key(records.get(i)));
                    insert.setLong(3, firstSeq + i);
                    insert.addBatch();
                }
            }
            insert.executeBatch();
            use.keep();
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }

    /** The run's jobs grow no more. */
    void runEnded(Transaction transaction, String run) {
        Sql.update(
                transaction,
                "DELETE FROM connector_growing WHERE job IN (SELECT seq FROM connector_job WHERE run = ?)",
                run);
    }

    private static long key(NewRecord record) {
        byte[] hash = HexFormat.of().parseHex(record.hash());
        return ByteBuffer.wrap(hash).getLong(hash.length - Long.BYTES);
    }
}
