package org.restconnector.store;

import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.restconnector.json.Json;
import org.restconnector.store.Run.Counters;
import org.restconnector.store.Run.RunError;
import org.restconnector.store.Run.Status;

/** The table {@code connector_run}. */
final class RunRows {
    private static final String SELECT = "SELECT id, pull, status, started_at, ended_at, requests, pages, records,"
            + " delivered, skipped, dead_lettered, resumed, warnings, error_code, error_message, state FROM connector_run";

    void insert(Transaction transaction, Run run) {
        Sql.update(
                transaction,
                "INSERT INTO connector_run (id, pull, status, started_at) VALUES (?, ?, ?, ?)",
                run.id(),
                run.pull(),
                run.status().text(),
                run.startedAt().toEpochMilli());
    }

    void update(Transaction transaction, Run run, Optional<Instant> endedAt) {
        Counters counters = run.counters();
        Sql.update(
                transaction,
                "UPDATE connector_run SET status = ?, ended_at = ?, requests = ?, pages = ?, records = ?,"
                        + " delivered = ?, skipped = ?, dead_lettered = ?, resumed = ?, warnings = ?, error_code = ?,"
                        + " error_message = ?, state = ? WHERE id = ?",
                run.status().text(),
                endedAt.map(Instant::toEpochMilli).orElse(null),
                counters.requests(),
                counters.pages(),
                counters.records(),
                counters.delivered(),
                counters.skipped(),
                counters.deadLettered(),
                run.resumed(),
                Json.text(run.warnings()),
                run.error().map(RunError::code).orElse(null),
                run.error().map(error -> StoredText.of(error.message())).orElse(null),
                run.state().map(StoredText::of).orElse(null),
                run.id());
    }

    /** Ends a run that nobody goes on with. */
    void interrupt(Transaction transaction, String id, String message) {
        Sql.update(
                transaction,
                "UPDATE connector_run SET status = 'failed', ended_at = ?, error_code = 'interrupted',"
                        + " error_message = ? WHERE id = ? AND status = 'running'",
                transaction.nowMillis(),
                message,
                id);
    }

    List<Run> newest(Transaction transaction, String pull, int limit, Optional<String> before) {
        String order = " ORDER BY seq DESC LIMIT ?";
        return before.isEmpty()
                ? Sql.query(transaction, RunRows::row, SELECT + " WHERE pull = ?" + order, pull, limit)
                : Sql.query(
                        transaction,
                        RunRows::row,
                        SELECT + " WHERE pull = ? AND seq < (SELECT seq FROM connector_run WHERE id = ?)" + order,
                        pull,
                        StoredText.of(before.get()),
                        limit);
    }

    private static Run row(ResultSet row) throws SQLException {
        long ended = row.getLong(5);
        Optional<Instant> endedAt = row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(ended));
        Counters counters = new Counters(
                row.getLong(6), row.getLong(7), row.getLong(8), row.getLong(9), row.getLong(10), row.getLong(11));
        String message = row.getString(15);
        return new Run(
                row.getString(1),
                row.getString(2),
                Status.valueOf(row.getString(3).toUpperCase(Locale.ROOT)),
                Instant.ofEpochMilli(row.getLong(4)),
                endedAt,
                counters,
                row.getBoolean(12),
                warnings(row.getString(13)),
                Optional.ofNullable(row.getString(14)).map(code -> new RunError(code, message)),
                Optional.ofNullable(row.getString(16)));
    }

    private static List<String> warnings(String json) {
        try {
            return ((List<?>) Json.read(json)).stream().map(String::valueOf).toList();
        } catch (IOException e) {
            throw new StoreException("the warnings of a run are not JSON: " + json, e);
        }
    }
}
