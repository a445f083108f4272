package org.restconnector.store;

import java.util.Optional;

/** The table {@code connector_pull_lock}. */
final class PullLocks {
    private final String select;

    PullLocks(Dialect dialect) {
        // SQLite has one writer at a time anyway.
        select = "SELECT epoch, run_id, acquired_at FROM connector_pull_lock WHERE pull = ?"
                + (dialect == Dialect.POSTGRESQL ? " FOR UPDATE" : "");
    }

    /** @return false if there is a row already; on PostgreSQL after the transaction that made it has ended */
    boolean insert(Transaction transaction, String pull, Lock lock) {
        return Sql.update(
                        transaction,
                        "INSERT INTO connector_pull_lock (pull, epoch, run_id, acquired_at, progressed_at)"
                                + " VALUES (?, ?, ?, ?, ?) ON CONFLICT (pull) DO NOTHING",
                        pull,
                        lock.epoch(),
                        lock.runId(),
                        lock.acquiredAt(),
                        lock.acquiredAt())
                == 1;
    }

    /** The row, which nobody else can change until the transaction ends. */
    Optional<Lock> find(Transaction transaction, String pull) {
        return Sql.query(transaction, row -> new Lock(row.getLong(1), row.getString(2), row.getLong(3)), select, pull)
                .stream()
                .findFirst();
    }

    /** The epoch of the instance that runs it. */
    Optional<Long> holder(Transaction transaction, String run) {
        return Sql.query(
                        transaction,
                        row -> row.getLong(1),
                        "SELECT epoch FROM connector_pull_lock WHERE run_id = ?",
                        run)
                .stream()
                .findFirst();
    }

    void replace(Transaction transaction, String pull, Lock lock) {
        Sql.update(
                transaction,
                "UPDATE connector_pull_lock SET epoch = ?, run_id = ?, acquired_at = ?, progressed_at = ?"
                        + " WHERE pull = ?",
                lock.epoch(),
                lock.runId(),
                lock.acquiredAt(),
                lock.acquiredAt(),
                pull);
    }

    /** @return false if the lock is another's */
    boolean touch(Transaction transaction, String pull, long epoch, String runId) {
        return Sql.update(
                        transaction,
                        "UPDATE connector_pull_lock SET progressed_at = ?"
                                + " WHERE pull = ? AND epoch = ? AND run_id = ?",
                        transaction.nowMillis(),
                        pull,
                        epoch,
                        runId)
                == 1;
    }

    /** @return false if the lock is another's */
    boolean delete(Transaction transaction, String pull, long epoch, String runId) {
        return Sql.update(
                        transaction,
                        "DELETE FROM connector_pull_lock WHERE pull = ? AND epoch = ? AND run_id = ?",
                        pull,
                        epoch,
                        runId)
                == 1;
    }

    record Lock(long epoch, String runId, long acquiredAt) {}
}
