package org.restconnector.store;

import java.util.List;
import java.util.Optional;

/** Records of jobs that are gone. Others' may lie between those of a job that grew by and by. */
final class OldRecords {
    private static final int LOOKED_AT = 10_000;
    private static final String LOOK = "SELECT seq, coalesce(octet_length(payload), 0) FROM connector_record r"
            + " WHERE seq BETWEEN ? AND ? AND NOT EXISTS (SELECT 1 FROM connector_job j WHERE j.seq = r.job)"
            + " ORDER BY seq";

    private final Database database;
    private final String delete;

    OldRecords(Database database) {
        this.database = database;
        this.delete = "DELETE FROM connector_record WHERE seq" + Seqs.in(database.dialect());
    }

    long remove(Pace pace) {
        pace.reset();
        long total = 0;
        for (Optional<Removal> next = next(); next.isPresent(); next = next()) {
            Removal removal = next.get();
            long until = Math.min(removal.last, removal.first + LOOKED_AT - 1);
            List<OldRows.Row> rows = database.read(transaction -> Sql.query(
                    transaction,
                    row -> new OldRows.Row(row.getLong(1), false, true, row.getLong(2)),
                    LOOK,
                    removal.first,
                    until));
            OldRows.Part part = OldRows.remove(
                    database, rows, pace, (transaction, seqs) -> Sql.update(transaction, delete, Seqs.text(seqs)));
            total += part.removed();
            if (!part.whole()) {
                return total;
            }
            database.write(transaction -> done(transaction, removal, until));
        }
        return total;
    }

    private Optional<Removal> next() {
        return database.read(transaction -> Sql.query(
                        transaction,
                        row -> new Removal(row.getLong(1), row.getLong(2), row.getLong(3)),
                        "SELECT seq, first_seq, last_seq FROM connector_removal ORDER BY seq LIMIT 1")
                .stream()
                .findFirst());
    }

    private static int done(Transaction transaction, Removal removal, long until) {
        return until == removal.last
                ? Sql.update(transaction, "DELETE FROM connector_removal WHERE seq = ?", removal.seq)
                : Sql.update(
                        transaction,
                        "UPDATE connector_removal SET first_seq = ? WHERE seq = ?",
                        until + 1,
                        removal.seq);
    }

    private record Removal(long seq, long first, long last) {}
}
