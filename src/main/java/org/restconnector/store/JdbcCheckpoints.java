package org.restconnector.store;

import java.util.Optional;

/** The table {@code connector_checkpoint}. */
final class JdbcCheckpoints implements Checkpoints {
    private final Database database;

    JdbcCheckpoints(Database database) {
        this.database = database;
    }

    @Override
    public Optional<Checkpoint> find(String pull) {
        return database.read(transaction -> Sql.query(
                        transaction,
                        row -> new Checkpoint(pull, row.getString(1), row.getString(2)),
                        "SELECT fingerprint, position FROM connector_checkpoint WHERE pull = ?",
                        pull)
                .stream()
                .findFirst());
    }

    @Override
    public void save(Transaction transaction, Checkpoint checkpoint) {
        Sql.update(
                transaction,
                "INSERT INTO connector_checkpoint (pull, fingerprint, position, updated_at) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (pull) DO UPDATE SET fingerprint = excluded.fingerprint,"
                        + " position = excluded.position, updated_at = excluded.updated_at",
                checkpoint.pull(),
                checkpoint.fingerprint(),
                checkpoint.position(),
                transaction.nowMillis());
    }

    @Override
    public void delete(Transaction transaction, String pull) {
        Sql.update(transaction, "DELETE FROM connector_checkpoint WHERE pull = ?", pull);
    }
}
