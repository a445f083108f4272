package org.restconnector.store;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Tables of SQLite: INTEGER for 64-bit integers, REAL where the double has exactly the same value,
 * BOOLEAN (stored as 0 and 1), else TEXT, objects and arrays too. Times are UTC text.
 */
final class TableSqlite implements TableDialect {
    private static final Map<String, ColumnType> TYPES = Map.of(
            "INTEGER", ColumnType.INTEGER,
            "REAL", ColumnType.REAL,
            "BOOLEAN", ColumnType.BOOLEAN,
            "TEXT", ColumnType.TEXT);

    // Of one length, so that text sorts as time does.
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    // What a column of numeric affinity would turn into a number, https://www.sqlite.org/datatype3.html 3.1
    private static final Pattern LIKE_A_NUMBER = Pattern.compile("\\s*[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?\\s*");

    @Override
    public void lock(Connection connection, TableName table) {
        // SQLite has one writer at a time.
    }

    @Override
    public List<TableColumn> columns(Connection connection, TableName table) throws SQLException {
        List<TableColumn> columns = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT name, type, hidden <> 0, \"notnull\" = 0 AND dflt_value IS NULL AND pk = 0"
                        + " FROM pragma_table_xinfo(?)")) {
            select.setString(1, table.table());
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    String declared = rows.getString(2);
                    ColumnType type = TYPES.getOrDefault(declared.toUpperCase(Locale.ROOT), ColumnType.OTHER);
                    columns.add(
                            new TableColumn(rows.getString(1), type, declared, rows.getBoolean(3), rows.getBoolean(4)));
                }
            }
        }
        return columns;
    }

    @Override
    public String declare(ColumnType type) {
        return switch (type) {
            case BOOLEAN -> "BOOLEAN";
            case INTEGER, LONG -> "INTEGER";
            case REAL -> "REAL";
            case DECIMAL, JSON, TEXT, OTHER -> "TEXT";
        };
    }

    @Override
    public String declareTime() {
        return "TEXT";
    }

    @Override
    public void add(Connection connection, TableName table, List<TableColumn> columns) throws SQLException {
        for (TableColumn column : columns) {
            JdbcTables.execute(
                    connection,
                    "ALTER TABLE " + table.sql() + " ADD COLUMN " + TableName.quote(column.name()) + " "
                            + column.declared());
        }
    }

    @Override
    public ColumnType change(
            Connection connection, TableName table, List<TableColumn> columns, TableColumn column, ColumnType wanted)
            throws SQLException {
        return new TableSqliteColumnChange(connection, table, columns, column).to(wanted);
    }

    @Override
    public boolean isUnique(Connection connection, TableName table, String column) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT 1 FROM pragma_index_list(?) l WHERE l.\"unique\" = 1 AND l.partial = 0"
                        + " AND (SELECT group_concat(name) FROM pragma_index_info(l.name)) = ?")) {
            select.setString(1, table.table());
            select.setString(2, column);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next();
            }
        }
    }

    @Override
    public String uniqueIndex(TableName table, String column) {
        return "CREATE UNIQUE INDEX " + TableName.quote(table.table() + "_" + column) + " ON " + table.sql() + " ("
                + TableName.quote(column) + ")";
    }

    @Override
    public ColumnType typeOf(Object value) {
        if (value instanceof Boolean) {
            return ColumnType.BOOLEAN;
        }
        if (!(value instanceof Number)) {
            return ColumnType.TEXT;
        }
        boolean exact = value instanceof Integer || TableValues.isExactDouble(value);
        if (TableValues.isLong(value)) {
            return exact ? ColumnType.INTEGER : ColumnType.LONG;
        }
        return exact ? ColumnType.REAL : ColumnType.TEXT;
    }

    @Override
    public boolean holds(TableColumn column, Object value) {
        String declared = column.declared().toUpperCase(Locale.ROOT);
        boolean exact = value instanceof Number && TableValues.isExactDouble(value);
        // In the order in which SQLite finds a column's affinity.
        if (declared.contains("INT")) {
            return TableValues.isLong(value);
        }
        if (declared.contains("CHAR") || declared.contains("CLOB") || declared.contains("TEXT")) {
            return true;
        }
        if (declared.contains("BLOB") || declared.isEmpty()) {
            return true;
        }
        if (declared.contains("REAL") || declared.contains("FLOA") || declared.contains("DOUB")) {
            return exact;
        }
        return value instanceof Number
                ? exact || TableValues.isLong(value)
                : !LIKE_A_NUMBER.matcher(TableValues.text(value)).matches();
    }

    @Override
    public void bind(PreparedStatement statement, int index, TableColumn column, Object value) throws SQLException {
        if (value == null) {
            statement.setNull(index, Types.NULL);
        } else if (value instanceof Instant time) {
            statement.setString(index, TIME.format(time));
        } else {
            switch (column.type()) {
                case BOOLEAN -> statement.setInt(index, (Boolean) value ? 1 : 0);
                case INTEGER, LONG -> statement.setLong(index, ((Number) value).longValue());
                case REAL -> statement.setDouble(index, ((Number) value).doubleValue());
                case DECIMAL, JSON, TEXT -> statement.setString(index, TableValues.text(value));
                case OTHER -> bindOther(statement, index, value);
            }
        }
    }

    private static void bindOther(PreparedStatement statement, int index, Object value) throws SQLException {
        if (value instanceof Boolean flag) {
            statement.setInt(index, flag ? 1 : 0);
        } else if (TableValues.isLong(value)) {
            statement.setLong(index, ((Number) value).longValue());
        } else if (value instanceof BigDecimal number && TableValues.isExactDouble(number)) {
            statement.setDouble(index, number.doubleValue());
        } else {
            statement.setString(index, TableValues.text(value));
        }
    }

    @Override
    public List<String> reservedNames() {
        return List.of();
    }

    @Override
    public int rowBytes() {
        return Integer.MAX_VALUE;
    }
}
