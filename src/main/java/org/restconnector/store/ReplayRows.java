package org.restconnector.store;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The table {@code connector_replay}: failed records that are to be sent again. */
final class ReplayRows {
    private final String in;
    private final String skipLocked;

    ReplayRows(Dialect dialect) {
        in = Seqs.in(dialect);
        skipLocked = dialect == Dialect.POSTGRESQL ? " FOR UPDATE SKIP LOCKED" : "";
    }

    boolean any(Transaction transaction, String flow) {
        return !Sql.query(
                        transaction,
                        row -> row.getLong(1),
                        "SELECT seq FROM connector_replay WHERE flow = ? AND claimed IS NULL LIMIT 1",
                        flow)
                .isEmpty();
    }

    boolean anyClaimed(Transaction transaction, String flow) {
        return !claimants(transaction, flow).isEmpty();
    }

    List<Long> claim(Transaction transaction, String flow, int limit, long epoch) {
        List<Long> seqs = Sql.query(
                transaction,
                row -> row.getLong(1),
                "SELECT seq FROM connector_replay WHERE flow = ? AND claimed IS NULL ORDER BY seq LIMIT ?" + skipLocked,
                flow,
                limit);
        Sql.update(transaction, "UPDATE connector_replay SET claimed = ? WHERE seq" + in, epoch, Seqs.text(seqs));
        return seqs;
    }

    /** Those of the records that this instance has claimed here. */
    Set<Long> claimed(Transaction transaction, Collection<Long> seqs, long epoch) {
        return new HashSet<>(Sql.query(
                transaction,
                row -> row.getLong(1),
                "SELECT seq FROM connector_replay WHERE claimed = ? AND seq" + in,
                epoch,
                Seqs.text(seqs)));
    }

    void done(Transaction transaction, Collection<Long> seqs) {
        if (!seqs.isEmpty()) {
            Sql.update(transaction, "DELETE FROM connector_replay WHERE seq" + in, Seqs.text(seqs));
        }
    }

    void release(Transaction transaction, Collection<Long> seqs, long epoch) {
        Sql.update(
                transaction,
                "UPDATE connector_replay SET claimed = NULL WHERE claimed = ? AND seq" + in,
                epoch,
                Seqs.text(seqs));
    }

    /** Epochs that have claimed some. */
    Set<Long> claimants(Transaction transaction, String flow) {
        return new HashSet<>(Sql.query(
                transaction,
                row -> row.getLong(1),
                "SELECT DISTINCT claimed FROM connector_replay WHERE flow = ? AND claimed IS NOT NULL",
                flow));
    }

    List<Long> claimedBy(Transaction transaction, String flow, long epoch) {
        return Sql.query(
                transaction,
                row -> row.getLong(1),
                "SELECT seq FROM connector_replay WHERE flow = ? AND claimed = ?",
                flow,
                epoch);
    }
}
