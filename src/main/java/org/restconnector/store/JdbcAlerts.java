package org.restconnector.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The tables {@code connector_alert_known} and {@code connector_alert}. */
final class JdbcAlerts implements Alerts {
    private final Database database;
    private final String take;

    JdbcAlerts(Database database) {
        this.database = database;
        this.take = "UPDATE connector_alert SET tries = tries + 1, next_at = ? WHERE seq = (SELECT seq FROM"
                + " connector_alert WHERE next_at <= ? ORDER BY seq LIMIT 1"
                + (database.dialect() == Dialect.POSTGRESQL ? " FOR UPDATE SKIP LOCKED" : "")
                + ") RETURNING seq, created_at, body, tries";
    }

    @Override
    public Map<Subject, Known> known() {
        return database.read(transaction -> Sql.query(
                        transaction,
                        row -> Map.entry(
                                new Subject(row.getString(1), row.getString(2)),
                                new Known(row.getLong(3), row.getString(4))),
                        "SELECT direction, name, version, state FROM connector_alert_known")
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    @Override
    public boolean learn(Subject subject, Optional<Long> before, String state, List<String> events) {
        return database.write(transaction -> {
            boolean first = before.isPresent()
                    ? replace(transaction, subject, before.get(), state)
                    : insert(transaction, subject, state);
            if (first) {
                events.forEach(event -> Sql.update(
                        transaction,
                        "INSERT INTO connector_alert (created_at, body) VALUES (?, ?)",
                        transaction.nowMillis(),
                        StoredText.of(event)));
            }
            return first;
        });
    }

    private static boolean insert(Transaction transaction, Subject subject, String state) {
        return Sql.update(
                        transaction,
                        "INSERT INTO connector_alert_known (direction, name, version, state) VALUES (?, ?, 1, ?)"
                                + " ON CONFLICT (direction, name) DO NOTHING",
                        subject.direction(),
                        subject.name(),
                        StoredText.of(state))
                == 1;
    }

    private static boolean replace(Transaction transaction, Subject subject, long before, String state) {
        return Sql.update(
                        transaction,
                        "UPDATE connector_alert_known SET version = version + 1, state = ?"
                                + " WHERE direction = ? AND name = ? AND version = ?",
                        StoredText.of(state),
                        subject.direction(),
                        subject.name(),
                        before)
                == 1;
    }

    @Override
    public long newestLetter() {
        return database.read(transaction -> Sql.query(
                        transaction, row -> row.getLong(1), "SELECT coalesce(max(seq), 0) FROM connector_dead_letter")
                .get(0));
    }

    @Override
    public Optional<Letters> lettersAfter(Subject subject, long seq) {
        return database.read(transaction -> {
            long count = Sql.query(
                            transaction,
                            row -> row.getLong(1),
                            "SELECT count(*) FROM connector_dead_letter WHERE name = ? AND seq > ? AND direction = ?",
                            subject.name(),
                            seq,
                            subject.direction())
                    .get(0);
            return Sql.query(
                            transaction,
                            row -> new Letters(
                                    count, row.getLong(1), row.getString(2), Sql.integer(row, 3), row.getString(4)),
                            "SELECT seq, id, last_status, reason FROM connector_dead_letter"
                                    + " WHERE name = ? AND seq > ? AND direction = ? ORDER BY seq DESC LIMIT 1",
                            subject.name(),
                            seq,
                            subject.direction())
                    .stream()
                    .findFirst();
        });
    }

    @Override
    public Optional<Event> take(Duration time) {
        if (waiting() == 0) {
            return Optional.empty();
        }
        return database.write(transaction -> Sql.query(
                        transaction,
                        JdbcAlerts::event,
                        take,
                        transaction.nowMillis() + time.toMillis(),
                        transaction.nowMillis())
                .stream()
                .findFirst());
    }

    private static Event event(ResultSet row) throws SQLException {
        return new Event(row.getLong(1), Instant.ofEpochMilli(row.getLong(2)), row.getString(3), row.getInt(4));
    }

    @Override
    public void handedOver(Event event) {
        database.write(
                transaction -> Sql.update(transaction, "DELETE FROM connector_alert WHERE seq = ?", event.seq()));
    }

    @Override
    public void postpone(Event event, Duration time) {
        database.write(transaction -> Sql.update(
                transaction,
                "UPDATE connector_alert SET next_at = ? WHERE seq = ? AND tries = ?",
                transaction.nowMillis() + time.toMillis(),
                event.seq(),
                event.tries()));
    }

    @Override
    public long waiting() {
        return database.read(
                transaction -> Sql.query(transaction, row -> row.getLong(1), "SELECT count(*) FROM connector_alert")
                        .get(0));
    }

    @Override
    public int giveUp(Duration age, int most) {
        if (waiting() == 0) {
            return 0;
        }
        return database.write(transaction -> Sql.update(
                transaction,
                "DELETE FROM connector_alert WHERE created_at < ? OR seq <="
                        + " (SELECT seq FROM connector_alert ORDER BY seq DESC LIMIT 1 OFFSET ?)",
                transaction.nowMillis() - age.toMillis(),
                most));
    }
}
