package org.restconnector.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Statements with positional values, within a transaction. */
final class Sql {
    private Sql() {}

    /** @return how many rows it changed */
    static int update(Transaction transaction, String sql, Object... values) {
        try (Statements.Use use = transaction.statements().use(sql)) {
            int changed = bind(use.statement(), values).executeUpdate();
            use.keep();
            return changed;
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }

    static <T> List<T> query(Transaction transaction, RowReader<T> reader, String sql, Object... values) {
        try (Statements.Use use = transaction.statements().use(sql);
                ResultSet rows = bind(use.statement(), values).executeQuery()) {
            List<T> found = new ArrayList<>();
            while (rows.next()) {
                found.add(reader.read(rows));
            }
            use.keep();
            return found;
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }

    static Optional<Instant> time(ResultSet row, int column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }

    static OptionalInt integer(ResultSet row, int column) throws SQLException {
        int value = row.getInt(column);
        return row.wasNull() ? OptionalInt.empty() : OptionalInt.of(value);
    }

    /** As a value of a statement. */
    static Object orNull(OptionalInt value) {
        return value.isPresent() ? value.getAsInt() : null;
    }

    static PreparedStatement bind(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    @FunctionalInterface
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }
}
