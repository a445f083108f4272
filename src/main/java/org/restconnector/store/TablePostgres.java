package org.restconnector.store;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.restconnector.json.Json;

/** Tables of PostgreSQL: BIGINT, NUMERIC, BOOLEAN, TEXT, and JSONB for objects and arrays. */
final class TablePostgres implements TableDialect {
    private static final Map<String, ColumnType> TYPES = Map.of(
            "bigint", ColumnType.LONG,
            "numeric", ColumnType.DECIMAL,
            "boolean", ColumnType.BOOLEAN,
            "text", ColumnType.TEXT,
            "jsonb", ColumnType.JSON);
    private static final Pattern LIMITED =
            Pattern.compile("(numeric|character varying|character)\\((\\d+)(?:,(\\d+))?\\)");

    // A row must fit into a block of 8 kB, whatever is stored outside of it: 8,160 less the row's header.
    private static final int ROW_BYTES = 7_900;

    @Override
    public void lock(Connection connection, TableName table) throws SQLException {
        // Not LOCK TABLE: two that hold it and then alter the table would wait for each other.
        try (PreparedStatement lock =
                connection.prepareStatement("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))")) {
            lock.setString(1, "connector_table " + table.sql());
            lock.execute();
        }
    }

    @Override
    public List<TableColumn> columns(Connection connection, TableName table) throws SQLException {
        List<TableColumn> columns = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                """
                SELECT attname, format_type(atttypid, atttypmod), attgenerated <> '' OR attidentity = 'a',
                       NOT (attnotnull OR atthasdef OR attidentity <> '')
                FROM pg_attribute WHERE attrelid = to_regclass(?) AND attnum > 0 AND NOT attisdropped
                ORDER BY attnum""")) {
            select.setString(1, table.sql());
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    String declared = rows.getString(2);
                    ColumnType type = TYPES.getOrDefault(declared, ColumnType.OTHER);
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
            case INTEGER, LONG -> "BIGINT";
            case REAL, DECIMAL -> "NUMERIC";
            case JSON -> "JSONB";
            case TEXT, OTHER -> "TEXT";
        };
    }

    @Override
    public String declareTime() {
        return "TIMESTAMPTZ";
    }

    @Override
    public void add(Connection connection, TableName table, List<TableColumn> columns) throws SQLException {
        JdbcTables.execute(
                connection,
                columns.stream()
                        .map(column -> "ADD COLUMN " + TableName.quote(column.name()) + " " + column.declared())
                        .collect(Collectors.joining(", ", "ALTER TABLE " + table.sql() + " ", "")));
    }

    @Override
    public ColumnType change(
            Connection connection, TableName table, List<TableColumn> columns, TableColumn column, ColumnType wanted)
            throws SQLException {
        String name = TableName.quote(column.name());
        String type = declare(wanted);
        JdbcTables.execute(
                connection,
                "ALTER TABLE " + table.sql() + " ALTER COLUMN " + name + " TYPE " + type + " USING " + name + "::"
                        + type);
        return wanted;
    }

    @Override
    public boolean isUnique(Connection connection, TableName table, String column) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                """
                SELECT 1 FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
                WHERE i.indrelid = to_regclass(?) AND i.indisunique AND i.indisvalid AND i.indimmediate
                  AND i.indpred IS NULL AND i.indnkeyatts = 1 AND a.attname = ?""")) {
            select.setString(1, table.sql());
            select.setString(2, column);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next();
            }
        }
    }

    @Override
    public String uniqueIndex(TableName table, String column) {
        return "CREATE UNIQUE INDEX ON " + table.sql() + " (" + TableName.quote(column) + ")";
    }

    @Override
    public ColumnType typeOf(Object value) {
        if (value instanceof Boolean) {
            return ColumnType.BOOLEAN;
        }
        if (value instanceof Number) {
            return TableValues.isLong(value) ? ColumnType.LONG : ColumnType.DECIMAL;
        }
        return TableValues.isNested(value) ? ColumnType.JSON : ColumnType.TEXT;
    }

    @Override
    public boolean holds(TableColumn column, Object value) {
        Matcher limited = LIMITED.matcher(column.declared());
        if (limited.matches()) {
            return limited.group(1).equals("numeric")
                    ? value instanceof Number && fits(TableValues.decimal(value), limited)
                    : fits(TableValues.text(value), limited);
        }
        return switch (column.declared()) {
            case "smallint" ->
                TableValues.isLong(value) && ((Number) value).longValue() == ((Number) value).shortValue();
            case "integer" -> TableValues.isLong(value) && ((Number) value).longValue() == ((Number) value).intValue();
            case "double precision" -> value instanceof Number && TableValues.isExactDouble(value);
            case "real" ->
                value instanceof Number number
                        && TableValues.isExactDouble(value)
                        && number.doubleValue() == number.floatValue();
            case "character varying" -> true;
            case "json" -> TableValues.isNested(value);
            // The database would take an instant too, and drop its time.
            case "date" -> value instanceof String text && text.length() == 10;
            default -> value instanceof String;
        };
    }

    private static boolean fits(BigDecimal number, Matcher limit) {
        BigDecimal bare = number.stripTrailingZeros();
        int scale = Integer.parseInt(limit.group(3));
        return bare.scale() <= scale
                && (long) bare.precision() - bare.scale() <= Long.parseLong(limit.group(2)) - scale;
    }

    private static boolean fits(String text, Matcher limit) {
        // CHAR drops spaces at the end, VARCHAR those beyond its length.
        return text.codePointCount(0, text.length()) <= Integer.parseInt(limit.group(2))
                && (limit.group(1).equals("character varying") || !text.endsWith(" "));
    }

    @Override
    public void bind(PreparedStatement statement, int index, TableColumn column, Object value) throws SQLException {
        if (value == null) {
            statement.setNull(index, sqlType(column.type()));
        } else if (value instanceof Instant time) {
            statement.setObject(index, time.atOffset(ZoneOffset.UTC));
        } else {
            switch (column.type()) {
                case BOOLEAN -> statement.setBoolean(index, (Boolean) value);
                case INTEGER, LONG -> statement.setLong(index, ((Number) value).longValue());
                case REAL, DECIMAL -> statement.setBigDecimal(index, TableValues.decimal(value));
                case TEXT -> statement.setString(index, TableValues.text(value));
                case JSON -> statement.setObject(index, Json.text(value), Types.OTHER);
                case OTHER -> bindOther(statement, index, column, value);
            }
        }
    }

    private static void bindOther(PreparedStatement statement, int index, TableColumn column, Object value)
            throws SQLException {
        if (value instanceof Number && !column.declared().startsWith("char")) {
            statement.setBigDecimal(index, TableValues.decimal(value));
        } else {
            // Without a type of ours the database reads the text as the column's own.
            statement.setObject(index, TableValues.text(value), Types.OTHER);
        }
    }

    private static int sqlType(ColumnType type) {
        return switch (type) {
            case BOOLEAN -> Types.BOOLEAN;
            case INTEGER, LONG -> Types.BIGINT;
            case REAL, DECIMAL -> Types.NUMERIC;
            case TEXT -> Types.VARCHAR;
            case JSON, OTHER -> Types.OTHER;
        };
    }

    @Override
    public List<String> reservedNames() {
        return List.of("tableoid", "xmin", "cmin", "xmax", "cmax", "ctid");
    }

    @Override
    public int rowBytes() {
        return ROW_BYTES;
    }
}
