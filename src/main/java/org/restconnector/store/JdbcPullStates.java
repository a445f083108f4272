package org.restconnector.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.restconnector.store.PullLocks.Lock;

/** The table {@code connector_pull_state}, and what is done to all that is kept of a pull. */
final class JdbcPullStates implements PullStates {
    private final Database database;
    private final Instance instance;
    private final PullLocks locks;
    private final Checkpoints checkpoints;
    private final DeliveredRecords delivered;

    JdbcPullStates(Database database, Instance instance, Checkpoints checkpoints, DeliveredRecords delivered) {
        this.database = database;
        this.instance = instance;
        this.locks = new PullLocks(database.dialect());
        this.checkpoints = checkpoints;
        this.delivered = delivered;
    }

    @Override
    public Optional<PullState> find(String pull) {
        return database.read(transaction -> Sql.query(
                        transaction,
                        row -> new PullState(
                                Optional.ofNullable(row.getString(1)),
                                row.getString(2),
                                Instant.ofEpochMilli(row.getLong(3))),
                        "SELECT field, value, updated_at FROM connector_pull_state WHERE pull = ?",
                        pull)
                .stream()
                .findFirst());
    }

    @Override
    public List<String> pulls() {
        return database.read(transaction -> Sql.query(
                transaction,
                row -> row.getString(1),
                "SELECT pull FROM connector_pull_state UNION SELECT pull FROM connector_checkpoint"
                        + " UNION SELECT DISTINCT pull FROM connector_delivered ORDER BY 1"));
    }

    @Override
    public void save(Transaction transaction, String pull, String field, String value) {
        upsert(transaction, pull, field, value);
    }

    private static void upsert(Transaction transaction, String pull, String field, String value) {
        Sql.update(
                transaction,
                "INSERT INTO connector_pull_state (pull, field, value, updated_at) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (pull) DO UPDATE SET field = excluded.field, value = excluded.value,"
                        + " updated_at = excluded.updated_at",
                pull,
                field,
                StoredText.of(value),
                transaction.nowMillis());
    }

    @Override
    public void set(String pull, String value) {
        whileIdle(pull, transaction -> {
            upsert(transaction, pull, null, value);
            checkpoints.delete(transaction, pull);
            delivered.forgetOrdered(transaction, pull);
            return null;
        });
    }

    @Override
    public void restart(String pull) {
        whileIdle(pull, transaction -> {
            checkpoints.delete(transaction, pull);
            return null;
        });
    }

    @Override
    public void reset(String pull) {
        whileIdle(pull, transaction -> {
            Sql.update(transaction, "DELETE FROM connector_pull_state WHERE pull = ?", pull);
            checkpoints.delete(transaction, pull);
            delivered.forget(transaction, pull);
            return null;
        });
    }

    /** The work holds the pull's lock, so that no run begins beside it; a lock of the dead stays for the next run. */
    private void whileIdle(String pull, Store.Work<Void> work) {
        database.write(transaction -> {
            long now = transaction.nowMillis();
            boolean taken = locks.insert(transaction, pull, new Lock(instance.epoch(), "", now));
            if (!taken) {
                locks.find(transaction, pull).ifPresent(lock -> refuseIfAlive(transaction, pull, lock));
            }
            work.run(transaction);
            if (taken) {
                locks.delete(transaction, pull, instance.epoch(), "");
            }
            return null;
        });
    }

    private void refuseIfAlive(Transaction transaction, String pull, Lock lock) {
        instance.findAlive(transaction, lock.epoch()).ifPresent(holder -> {
            throw new RunInProgressException("pull " + pull + " is running: " + holder.text() + " since "
                    + Instant.ofEpochMilli(lock.acquiredAt()) + "; nothing was changed, try again when it has ended");
        });
    }
}
