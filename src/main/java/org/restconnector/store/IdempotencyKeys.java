package org.restconnector.store;

import java.time.Duration;
import java.util.Optional;
import org.restconnector.store.Jobs.IdempotencyException;
import org.restconnector.store.Jobs.NewJob;

/** The table {@code connector_idempotency}. */
final class IdempotencyKeys {
    static final Duration KEPT = Duration.ofHours(24);

    private final Dialect dialect;

    IdempotencyKeys(Dialect dialect) {
        this.dialect = dialect;
    }

    /**
     * Takes the job's key for the job of that id.
     *
     * @return the job that has it already; empty if there was none
     * @throws IdempotencyException if that one came with another body
     */
    Optional<String> take(Transaction transaction, NewJob job, String id) {
        if (job.idempotencyKey().isEmpty()) {
            return Optional.empty();
        }
        String key = StoredText.of(job.idempotencyKey().get());
        int taken = Sql.update(
                transaction,
                "INSERT INTO connector_idempotency (flow, tenant, key, body_hash, job, created_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (flow, tenant, key) DO UPDATE SET"
                        + " body_hash = excluded.body_hash, job = excluded.job, created_at = excluded.created_at"
                        + " WHERE connector_idempotency.created_at <= ?",
                job.flow(),
                job.tenant(),
                key,
                job.bodyHash(),
                id,
                transaction.nowMillis(),
                transaction.nowMillis() - KEPT.toMillis());
        return taken == 1 ? Optional.empty() : Optional.of(holder(transaction, job, key));
    }

    private static String holder(Transaction transaction, NewJob job, String key) {
        String[] found = Sql.query(
                        transaction,
                        row -> new String[] {row.getString(1), row.getString(2)},
                        "SELECT body_hash, job FROM connector_idempotency WHERE flow = ? AND tenant = ? AND key = ?",
                        job.flow(),
                        job.tenant(),
                        key)
                .get(0);
        if (!found[0].equals(job.bodyHash())) {
            throw new IdempotencyException("the Idempotency-Key was used for another body within 24 h, by job "
                    + found[1] + "; use a key of its own for each body");
        }
        return found[1];
    }

    /**
     * A part of those that are too old to be looked at.
     *
     * @return how many they were
     */
    int forgetOld(Transaction transaction, int atMost) {
        String row = dialect == Dialect.SQLITE ? "(flow, tenant, key)" : "ctid";
        String columns = dialect == Dialect.SQLITE ? "flow, tenant, key" : "ctid";
        return Sql.update(
                transaction,
                "DELETE FROM connector_idempotency WHERE " + row + " IN (SELECT " + columns
                        + " FROM connector_idempotency WHERE created_at <= ? LIMIT ?)",
                transaction.nowMillis() - KEPT.toMillis(),
                atMost);
    }
}
