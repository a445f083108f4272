package org.restconnector.store;

import java.nio.ByteBuffer;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.restconnector.json.Json;

/** The table {@code connector_delivered}. */
final class JdbcDeliveredRecords implements DeliveredRecords {
    private static final String INSERT =
            "INSERT INTO connector_delivered (pull, record_hash, content_hash, since_key) VALUES (?, ?, ?, ?)"
                    + " ON CONFLICT (pull, record_hash) DO UPDATE SET content_hash = excluded.content_hash,"
                    + " since_key = excluded.since_key";

    private final Database database;
    private final String select;

    JdbcDeliveredRecords(Database database) {
        this.database = database;
        // the hashes as one JSON array: a statement takes only so many values
        this.select = "SELECT record_hash, content_hash FROM connector_delivered WHERE pull = ? AND record_hash IN ("
                + (database.dialect() == Dialect.SQLITE
                        ? "SELECT unhex(value) FROM json_each(?)"
                        : "SELECT decode(value, 'hex') FROM json_array_elements_text(CAST(? AS json))")
                + ")";
    }

    @Override
    public Map<ByteBuffer, ByteBuffer> find(String pull, Collection<ByteBuffer> records) {
        if (records.isEmpty()) {
            return Map.of();
        }
        String hashes = Json.text(records.stream()
                .map(hash -> HexFormat.of().formatHex(bytes(hash)))
                .toList());
        Map<ByteBuffer, ByteBuffer> found = new HashMap<>();
        database.read(transaction -> Sql.query(
                        transaction,
                        row -> Map.entry(ByteBuffer.wrap(row.getBytes(1)), ByteBuffer.wrap(row.getBytes(2))),
                        select,
                        pull,
                        hashes))
                .forEach(row -> found.put(row.getKey(), row.getValue()));
        return found;
    }

    private static byte[] bytes(ByteBuffer hash) {
        byte[] bytes = new byte[hash.remaining()];
        hash.duplicate().get(bytes);
        return bytes;
    }

    @Override
    public void save(Transaction transaction, String pull, Collection<Entry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        try (Statements.Use use = transaction.statements().use(INSERT)) {
            PreparedStatement insert = use.statement();
            for (Entry entry : entries) {
                insert.setString(1, pull);
                insert.setBytes(2, bytes(entry.record()));
                insert.setBytes(3, bytes(entry.content()));
                insert.setBytes(4, entry.order().orElse(null));
                insert.addBatch();
            }
            insert.executeBatch();
            use.keep();
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }

    @Override
    public void forgetBetween(Transaction transaction, String pull, Optional<byte[]> after, byte[] before) {
        String delete = "DELETE FROM connector_delivered WHERE pull = ? AND since_key < ?";
        if (after.isPresent()) {
            Sql.update(transaction, delete + " AND since_key > ?", pull, before, after.get());
        } else {
            Sql.update(transaction, delete, pull, before);
        }
    }

    @Override
    public void forgetOrdered(Transaction transaction, String pull) {
        Sql.update(transaction, "DELETE FROM connector_delivered WHERE pull = ? AND since_key IS NOT NULL", pull);
    }

    @Override
    public void forget(Transaction transaction, String pull) {
        Sql.update(transaction, "DELETE FROM connector_delivered WHERE pull = ?", pull);
    }

    @Override
    public long count(String pull) {
        return database.read(transaction -> Sql.query(
                        transaction,
                        row -> row.getLong(1),
                        "SELECT count(*) FROM connector_delivered WHERE pull = ?",
                        pull)
                .get(0));
    }
}
