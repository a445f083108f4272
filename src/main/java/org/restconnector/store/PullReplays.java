package org.restconnector.store;

import java.util.List;
import java.util.OptionalInt;
import org.restconnector.store.DeadLetters.DeadLetter;

/** The dead letters of pulls that are to be sent again. Who sends one names its epoch in it. */
final class PullReplays {
    private static final String ASKED =
            " FROM connector_dead_letter WHERE direction = 'pull' AND replay_at IS NOT NULL";

    private final Database database;
    private final Instance instance;
    private final String in;
    private final String skipLocked;

    PullReplays(Database database, Instance instance) {
        this.database = database;
        this.instance = instance;
        this.in = Seqs.in(database.dialect());
        this.skipLocked = database.dialect() == Dialect.POSTGRESQL ? " FOR UPDATE SKIP LOCKED" : "";
    }

    List<String> pulls() {
        return database.read(transaction ->
                Sql.query(transaction, row -> row.getString(1), "SELECT DISTINCT name" + ASKED + " ORDER BY name"));
    }

    List<DeadLetter> take(String pull, int limit) {
        return database.write(transaction -> {
            List<Long> seqs = Sql.query(
                    transaction,
                    row -> row.getLong(1),
                    "SELECT seq" + ASKED + " AND name = ? AND (replay_epoch IS NULL OR NOT (replay_epoch" + in
                            + ")) ORDER BY seq LIMIT ?" + skipLocked,
                    pull,
                    Seqs.text(othersAlive(transaction, pull)),
                    limit);
            Sql.update(
                    transaction,
                    "UPDATE connector_dead_letter SET replay_epoch = ? WHERE seq" + in,
                    instance.epoch(),
                    Seqs.text(seqs));
            return Sql.query(
                    transaction,
                    JdbcDeadLetters::row,
                    JdbcDeadLetters.SELECT + " WHERE seq" + in + " ORDER BY seq",
                    Seqs.text(seqs));
        });
    }

    /** Epochs of other instances that are at work on some. */
    private List<Long> othersAlive(Transaction transaction, String pull) {
        return Sql.query(
                        transaction,
                        row -> row.getLong(1),
                        "SELECT DISTINCT replay_epoch" + ASKED + " AND name = ? AND replay_epoch <> ?",
                        pull,
                        instance.epoch())
                .stream()
                .filter(epoch -> instance.findAlive(transaction, epoch).isPresent())
                .toList();
    }

    void done(Transaction transaction, String id) {
        requireMine(
                transaction,
                id,
                Sql.update(
                        transaction,
                        "DELETE FROM connector_dead_letter WHERE id = ? AND replay_epoch = ?",
                        id,
                        instance.epoch()));
    }

    void refused(
            Transaction transaction, String id, OptionalInt lastStatus, String reason, String reasonKey, int attempts) {
        requireMine(
                transaction,
                id,
                Sql.update(
                        transaction,
                        "UPDATE connector_dead_letter SET replay_at = NULL, replay_epoch = NULL, refused_at = ?,"
                                + " last_status = ?, reason = ?, reason_key = ?, attempts = attempts + ? WHERE id = ? AND replay_epoch = ?",
                        transaction.nowMillis(),
                        Sql.orNull(lastStatus),
                        reason,
                        reasonKey,
                        attempts,
                        id,
                        instance.epoch()));
    }

    /** One that was discarded meanwhile is nobody's any longer. */
    private static void requireMine(Transaction transaction, String id, int changed) {
        boolean there = changed == 0
                && !Sql.query(
                                transaction,
                                row -> row.getLong(1),
                                "SELECT seq FROM connector_dead_letter WHERE id = ?",
                                id)
                        .isEmpty();
        if (there) {
            throw new LockLostException("dead letter " + id
                    + " is replayed by another instance, which took it over; what this one writes is refused");
        }
    }
}
