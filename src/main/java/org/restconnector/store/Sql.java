package org.restconnector.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Statements with positional values, within a transaction. */
final class Sql {
    private Sql() {}

    /** @return how many rows it changed */
    static int update(Transaction transaction, String sql, Object... values) {
        try (PreparedStatement statement = prepare(transaction, sql, values)) {
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }

    static <T> List<T> query(Transaction transaction, RowReader<T> reader, String sql, Object... values) {
        try (PreparedStatement statement = prepare(transaction, sql, values);
                ResultSet rows = statement.executeQuery()) {
            List<T> found = new ArrayList<>();
            while (rows.next()) {
                found.add(reader.read(rows));
            }
            return found;
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }

    private static PreparedStatement prepare(Transaction transaction, String sql, Object... values)
            throws SQLException {
        PreparedStatement statement = transaction.connection().prepareStatement(sql);
        try {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return statement;
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
    }

    @FunctionalInterface
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }
}
