package org.restconnector.store;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The table {@code connector_instance}. */
final class InstanceRows {
    private static final String SELECT =
            "SELECT epoch, host, pid, process_started_at, heartbeat_at, uuid FROM connector_instance";

    private final String host = hostName();
    private final long pid = ProcessHandle.current().pid();
    private final long processStartedAt = ProcessHandle.current()
            .info()
            .startInstant()
            .map(Instant::toEpochMilli)
            .orElse(0L);

    /** Adds this process; returns its epoch. */
    long insert(Transaction transaction) {
        return insert(transaction, UUID.randomUUID());
    }

    /** @param uuid that nobody else has */
    long insert(Transaction transaction, UUID uuid) {
        return Sql.query(
                        transaction,
                        row -> row.getLong(1),
                        "INSERT INTO connector_instance"
                                + " (uuid, host, pid, process_started_at, started_at, heartbeat_at)"
                                + " VALUES (?, ?, ?, ?, ?, ?) RETURNING epoch",
                        uuid.toString(),
                        host,
                        pid,
                        processStartedAt,
                        transaction.nowMillis(),
                        transaction.nowMillis())
                .get(0);
    }

    Optional<Row> find(Transaction transaction, long epoch) {
        return Sql.query(transaction, InstanceRows::row, SELECT + " WHERE epoch = ?", epoch).stream()
                .findFirst();
    }

    List<Row> all(Transaction transaction) {
        return Sql.query(transaction, InstanceRows::row, SELECT);
    }

    void delete(Transaction transaction, long epoch) {
        Sql.update(transaction, "DELETE FROM connector_instance WHERE epoch = ?", epoch);
    }

    void deleteSilentSince(Transaction transaction, long epochMillis) {
        Sql.update(transaction, "DELETE FROM connector_instance WHERE heartbeat_at < ?", epochMillis);
    }

    /** A pid alone comes again, in a container at each start. */
    boolean isThisProcess(Row row) {
        return row.pid() == pid
                && row.processStartedAt() == processStartedAt
                && row.host().equals(host);
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getLong(1),
                row.getString(2),
                row.getLong(3),
                row.getLong(4),
                row.getLong(5),
                UUID.fromString(row.getString(6)));
    }

    private static String hostName() {
        try {
            return StoredText.of(InetAddress.getLocalHost().getHostName());
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    record Row(long epoch, String host, long pid, long processStartedAt, long heartbeatAt, UUID uuid) {}
}
