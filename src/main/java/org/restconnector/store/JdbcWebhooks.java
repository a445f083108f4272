package org.restconnector.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The tables {@code connector_webhook} and {@code connector_webhook_event}. */
final class JdbcWebhooks implements Webhooks {
    private final Database database;
    private final Instance instance;
    private final String claim;

    JdbcWebhooks(Database database, Instance instance) {
        this.database = database;
        this.instance = instance;
        String skip = database.dialect() == Dialect.POSTGRESQL ? " FOR UPDATE SKIP LOCKED" : "";
        this.claim = "UPDATE connector_webhook SET claimed = ?, next_attempt_at = ? WHERE id IN (SELECT id FROM"
                + " connector_webhook WHERE flow = ? AND next_attempt_at <= ? ORDER BY next_attempt_at, id LIMIT ?"
                + skip + ") RETURNING id, flow, tenant, job, event, body, attempts";
    }

    @Override
    public void listen(String flow, Set<Event> events) {
        if (events.isEmpty() && database.read(transaction -> !listens(transaction, flow))) {
            return;
        }
        database.write(transaction -> {
            Sql.update(transaction, "DELETE FROM connector_webhook_event WHERE flow = ?", flow);
            for (Event event : events) {
                Sql.update(
                        transaction,
                        "INSERT INTO connector_webhook_event (flow, event) VALUES (?, ?) ON CONFLICT DO NOTHING",
                        flow,
                        event.name());
            }
            if (events.isEmpty()) {
                Sql.update(transaction, "DELETE FROM connector_webhook WHERE flow = ?", flow);
            } else {
                freeThoseOfTheDead(transaction, flow);
            }
            return null;
        });
    }

    private static boolean listens(Transaction transaction, String flow) {
        return !Sql.query(
                        transaction, row -> true, "SELECT 1 FROM connector_webhook_event WHERE flow = ? LIMIT 1", flow)
                .isEmpty();
    }

    private void freeThoseOfTheDead(Transaction transaction, String flow) {
        List<Long> epochs = Sql.query(
                transaction,
                row -> row.getLong(1),
                "SELECT DISTINCT claimed FROM connector_webhook WHERE flow = ? AND claimed IS NOT NULL",
                flow);
        for (long epoch : epochs) {
            if (epoch == instance.epoch()
                    || instance.findAlive(transaction, epoch).isEmpty()) {
                Sql.update(
                        transaction,
                        "UPDATE connector_webhook SET claimed = NULL, next_attempt_at = ?"
                                + " WHERE flow = ? AND claimed = ?",
                        transaction.nowMillis(),
                        flow,
                        epoch);
            }
        }
    }

    @Override
    public List<Call> due(String flow, int limit, Duration claimedFor) {
        boolean any = database.read(transaction -> !Sql.query(
                        transaction,
                        row -> true,
                        "SELECT 1 FROM connector_webhook WHERE flow = ? AND next_attempt_at <= ? LIMIT 1",
                        flow,
                        transaction.nowMillis())
                .isEmpty());
        if (!any) {
            return List.of();
        }
        return database.write(transaction -> Sql.query(
                transaction,
                JdbcWebhooks::call,
                claim,
                instance.epoch(),
                transaction.nowMillis() + claimedFor.toMillis(),
                flow,
                transaction.nowMillis(),
                limit));
    }

    private static Call call(ResultSet row) throws SQLException {
        return new Call(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                Event.valueOf(row.getString(5)),
                Optional.ofNullable(row.getBytes(6)),
                row.getInt(7));
    }

    @Override
    public void render(Call call, byte[] body) {
        Objects.requireNonNull(body, "body");
        database.write(transaction ->
                Sql.update(transaction, "UPDATE connector_webhook SET body = ? WHERE id = ?", body, call.id()));
    }

    @Override
    public void done(Call call) {
        database.write(transaction -> Sql.update(transaction, "DELETE FROM connector_webhook WHERE id = ?", call.id()));
    }

    @Override
    public void again(Call call, Instant next) {
        database.write(transaction -> Sql.update(
                transaction,
                "UPDATE connector_webhook SET claimed = NULL, attempts = attempts + 1, next_attempt_at = ? WHERE id = ?",
                next.toEpochMilli(),
                call.id()));
    }

    @Override
    public void giveBack(Call call) {
        database.write(transaction -> Sql.update(
                transaction,
                "UPDATE connector_webhook SET claimed = NULL, next_attempt_at = ? WHERE id = ?",
                transaction.nowMillis(),
                call.id()));
    }
}
