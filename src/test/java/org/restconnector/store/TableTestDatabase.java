package org.restconnector.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** A database that a test looks into. */
record TableTestDatabase(Connection connection, AutoCloseable cleanUp) implements AutoCloseable {

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
        connection.commit();
    }

    Object value(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getObject(1);
        }
    }

    /** The rows, their values joined by {@code |}. */
    List<String> rows(String sql) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                StringJoiner row = new StringJoiner("|");
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    row.add(rows.getString(i));
                }
                found.add(row.toString());
            }
        }
        return found;
    }

    List<String> columns(String table) throws SQLException {
        List<String> found = new ArrayList<>();
        try (ResultSet tables = connection.getMetaData().getTables(null, connection.getSchema(), table, null)) {
            if (!tables.next()) {
                return found;
            }
        }
        // Not getColumns, which fails on SQLite for a table of 500 of them.
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT * FROM " + TableName.quote(table) + " LIMIT 0")) {
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                found.add(rows.getMetaData().getColumnName(i));
            }
        }
        return found;
    }

    List<String> indexes(String table) throws SQLException {
        List<String> found = new ArrayList<>();
        try (ResultSet rows = connection.getMetaData().getIndexInfo(null, connection.getSchema(), table, false, true)) {
            while (rows.next()) {
                found.add(rows.getString("INDEX_NAME"));
            }
        }
        return found;
    }

    @Override
    public void close() throws Exception {
        connection.rollback();
        cleanUp.close();
    }
}
