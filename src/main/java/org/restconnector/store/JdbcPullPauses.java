package org.restconnector.store;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The table {@code connector_paused_pull}. */
final class JdbcPullPauses implements PullPauses {
    private final Database database;

    JdbcPullPauses(Database database) {
        this.database = database;
    }

    @Override
    public Optional<Instant> since(String pull) {
        return database.read(transaction -> Sql.query(
                        transaction,
                        row -> Instant.ofEpochMilli(row.getLong(1)),
                        "SELECT paused_at FROM connector_paused_pull WHERE pull = ?",
                        pull)
                .stream()
                .findFirst());
    }

    @Override
    public Map<String, Instant> all() {
        return database.read(transaction -> Sql.query(
                        transaction,
                        row -> Map.entry(row.getString(1), Instant.ofEpochMilli(row.getLong(2))),
                        "SELECT pull, paused_at FROM connector_paused_pull")
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    @Override
    public void pause(String pull) {
        database.write(transaction -> Sql.update(
                transaction,
                "INSERT INTO connector_paused_pull (pull, paused_at) VALUES (?, ?) ON CONFLICT (pull) DO NOTHING",
                pull,
                transaction.nowMillis()));
    }

    @Override
    public void resume(String pull) {
        database.write(
                transaction -> Sql.update(transaction, "DELETE FROM connector_paused_pull WHERE pull = ?", pull));
    }
}
