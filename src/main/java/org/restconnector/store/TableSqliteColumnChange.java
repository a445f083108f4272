package org.restconnector.store;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives a column another type. SQLite cannot, so a new column takes its values, its name and its
 * indexes.
 */
record TableSqliteColumnChange(Connection connection, TableName table, List<TableColumn> columns, TableColumn column) {
    private static final int BATCH = 1_000;

    ColumnType to(ColumnType wanted) throws SQLException {
        ColumnType type = wanted == ColumnType.REAL && holdsWideIntegers() ? ColumnType.TEXT : wanted;
        String old = TableName.quote(column.name());
        String fresh = TableName.quote(freeName(List.of("_turned", "_turned2")));
        List<String> indexes = dropIndexes();
        alter("ADD COLUMN " + fresh + " " + (type == ColumnType.REAL ? "REAL" : "TEXT"));
        if (column.type() == ColumnType.REAL) {
            copyDoublesAsText(old, fresh);
        } else {
            JdbcTables.execute(connection, "UPDATE " + table.sql() + " SET " + fresh + " = " + converted(old, type));
        }
        alter("DROP COLUMN " + old);
        alter("RENAME COLUMN " + fresh + " TO " + old);
        for (String index : indexes) {
            JdbcTables.execute(connection, index);
        }
        return type;
    }

    private void alter(String how) throws SQLException {
        JdbcTables.execute(connection, "ALTER TABLE " + table.sql() + " " + how);
    }

    private String converted(String old, ColumnType type) {
        if (column.type() == ColumnType.BOOLEAN) {
            return "CASE " + old + " WHEN 1 THEN 'true' WHEN 0 THEN 'false' END";
        }
        return "CAST(" + old + " AS " + (type == ColumnType.REAL ? "REAL" : "TEXT") + ")";
    }

    private boolean holdsWideIntegers() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                        "SELECT 1 FROM " + table.sql() + " WHERE " + TableName.quote(column.name())
                                + " NOT BETWEEN -9007199254740992 AND 9007199254740992 LIMIT 1");
                ResultSet rows = select.executeQuery()) {
            return rows.next();
        }
    }

    /** Not by CAST, which writes 15 digits of them. */
    private void copyDoublesAsText(String old, String fresh) throws SQLException {
        String row = freeName(List.of("rowid", "_rowid_", "oid"));
        long last = Long.MIN_VALUE;
        try (PreparedStatement select =
                        connection.prepareStatement("SELECT " + row + ", " + old + " FROM " + table.sql() + " WHERE "
                                + row + " > ? AND " + old + " IS NOT NULL ORDER BY " + row + " LIMIT " + BATCH);
                PreparedStatement update = connection.prepareStatement(
                        "UPDATE " + table.sql() + " SET " + fresh + " = ? WHERE " + row + " = ?")) {
            int found = BATCH;
            while (found == BATCH) {
                found = 0;
                select.setLong(1, last);
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        last = rows.getLong(1);
                        update.setString(1, text(rows.getDouble(2)));
                        update.setLong(2, last);
                        update.addBatch();
                        found++;
                    }
                }
                update.executeBatch();
            }
        }
    }

    private static String text(double value) {
        BigDecimal exact = new BigDecimal(value);
        return exact.signum() == 0 ? "0" : exact.stripTrailingZeros().toPlainString();
    }

    private String freeName(List<String> names) {
        return names.stream()
                .filter(name -> columns.stream().noneMatch(c -> c.name().equalsIgnoreCase(name)))
                .findFirst()
                .orElseThrow(() -> new StoreException("table " + table + ", column " + column.name()
                        + ": its type cannot be changed, as there are columns named " + names
                        + "; rename one of them"));
    }

    private List<String> dropIndexes() throws SQLException {
        List<String> names = new ArrayList<>();
        List<String> statements = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT s.name, s.sql FROM sqlite_schema s JOIN pragma_index_list(?) l ON l.name = s.name"
                        + " WHERE s.type = 'index' AND s.sql IS NOT NULL"
                        + " AND EXISTS (SELECT 1 FROM pragma_index_info(s.name) i WHERE i.name = ?)")) {
            select.setString(1, table.table());
            select.setString(2, column.name());
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    names.add(rows.getString(1));
                    statements.add(rows.getString(2));
                }
            }
        }
        for (String name : names) {
            JdbcTables.execute(connection, "DROP INDEX " + TableName.quote(name));
        }
        return statements;
    }
}
