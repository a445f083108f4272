package org.restconnector.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The survey of either database. */
final class JdbcSurvey implements Survey {
    private static final String OLDEST =
            "(SELECT r.seq FROM connector_record r WHERE r.lane = l.id AND r.status = 'waiting' ORDER BY r.seq LIMIT 1)";
    private static final String BACKLOGS = "SELECT f.flow, f.pending, (SELECT j.created_at FROM connector_record r"
            + " JOIN connector_job j ON j.seq = r.job WHERE r.seq = f.oldest) FROM (SELECT l.flow AS flow,"
            + " sum(l.pending) AS pending, min(" + OLDEST + ") AS oldest FROM connector_lane l WHERE l.pending > 0"
            + " GROUP BY l.flow) f";

    private final Database database;

    JdbcSurvey(Database database) {
        this.database = database;
    }

    @Override
    public Map<String, Backlog> backlogs() {
        Map<String, Backlog> found = new HashMap<>();
        database.read(transaction -> Sql.query(
                        transaction,
                        row -> Map.entry(row.getString(1), new Backlog(row.getLong(2), Sql.time(row, 3))),
                        BACKLOGS))
                .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
        return found;
    }

    @Override
    public Map<String, Long> deadLetters() {
        Map<String, Long> found = new HashMap<>();
        database.read(transaction -> Sql.query(
                        transaction,
                        row -> Map.entry(row.getString(1), row.getLong(2)),
                        "SELECT name, count(*) FROM connector_dead_letter GROUP BY name"))
                .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
        return found;
    }

    @Override
    public Optional<Instant> lastCompleted(String pull) {
        return database.read(transaction -> Sql.query(
                        transaction,
                        JdbcSurvey::time,
                        "SELECT ended_at FROM connector_run WHERE pull = ? AND status = 'completed'"
                                + " ORDER BY seq DESC LIMIT 1",
                        pull)
                .stream()
                .findFirst()
                .flatMap(time -> time));
    }

    private static Optional<Instant> time(ResultSet row) throws SQLException {
        return Sql.time(row, 1);
    }

    @Override
    public Map<String, Long> fileBytes() {
        Map<String, Long> sizes = new HashMap<>();
        database.files().forEach((what, file) -> sizes.put(what, size(file)));
        return sizes;
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            // a log is there only while there is something in it
            return 0;
        }
    }

    @Override
    public boolean isWorking() {
        return database.isWorking();
    }
}
