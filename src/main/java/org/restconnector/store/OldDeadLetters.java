package org.restconnector.store;

import java.util.List;

/** Dead letters of which nothing was heard for long. One that waits for its replay stays: it is work to be done. */
final class OldDeadLetters {
    private static final String OLD = "replay_at IS NULL AND coalesce(refused_at, created_at) <= ?";
    private static final String LOOK = "SELECT seq, created_at > ?, " + OLD + ", octet_length(record)"
            + " FROM connector_dead_letter WHERE seq > ? ORDER BY seq LIMIT ?";

    private final OldRows rows;
    private final String delete;

    OldDeadLetters(Database database) {
        rows = new OldRows(database, OldDeadLetters::look, this::delete);
        delete = "DELETE FROM connector_dead_letter WHERE seq IN (SELECT seq FROM connector_dead_letter WHERE " + OLD
                + " AND seq" + Seqs.in(database.dialect())
                // whoever holds one now replays or discards it
                + (database.dialect() == Dialect.POSTGRESQL ? " FOR UPDATE SKIP LOCKED)" : ")");
    }

    long remove(long before, Pace pace) {
        return rows.remove(before, pace);
    }

    private static List<OldRows.Row> look(Transaction transaction, long before, long after, int limit) {
        return Sql.query(
                transaction,
                row -> new OldRows.Row(row.getLong(1), row.getBoolean(2), row.getBoolean(3), row.getLong(4)),
                LOOK,
                before,
                before,
                after,
                limit);
    }

    private long delete(Transaction transaction, long before, List<Long> seqs) {
        return Sql.update(transaction, delete, before, Seqs.text(seqs));
    }
}
