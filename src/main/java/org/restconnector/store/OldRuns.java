package org.restconnector.store;

import java.util.List;

/** Runs that ended long ago; the schedule needs a pull's last one, whoever looks at it the last that went well. */
final class OldRuns {
    private static final String LOOK =
            "SELECT seq, started_at > ?, ended_at IS NOT NULL AND ended_at <= ? FROM connector_run"
                    + " WHERE seq > ? ORDER BY seq LIMIT ?";

    private static final String NEWER =
            "EXISTS (SELECT 1 FROM connector_run n WHERE n.pull = connector_run.pull AND n.seq > connector_run.seq";

    private final OldRows rows;
    private final String delete;

    OldRuns(Database database) {
        rows = new OldRows(database, OldRuns::look, this::delete);
        delete = "DELETE FROM connector_run WHERE ended_at <= ? AND status <> 'running' AND " + NEWER + ")"
                + " AND (status <> 'completed' OR " + NEWER + " AND n.status = 'completed')) AND seq"
                + Seqs.in(database.dialect());
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

    private long delete(Transaction transaction, long before, List<Long> seqs) {
        return Sql.update(transaction, delete, before, Seqs.text(seqs));
    }
}
