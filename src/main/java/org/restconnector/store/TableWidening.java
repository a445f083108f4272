package org.restconnector.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.restconnector.json.Json;

/** Creates a table, adds columns to it and changes their types, until it holds a page. */
record TableWidening(TableDialect sql, Connection connection, TableName table, TableShape shape) {

    void fit(TablePage page, Tables.Mode mode) throws SQLException {
        if (shape.columns().isEmpty()) {
            create();
        }
        List<TableColumn> fresh = new ArrayList<>();
        want(fresh, TableShape.RECORD_ID, ColumnType.TEXT, sql.declare(ColumnType.TEXT));
        want(fresh, TableShape.RUN_ID, ColumnType.TEXT, sql.declare(ColumnType.TEXT));
        want(fresh, TableShape.LOADED_AT, ColumnType.OTHER, sql.declareTime());
        if (page.hasMore()) {
            want(fresh, TableShape.MORE, ColumnType.JSON, sql.declare(ColumnType.JSON));
        }
        page.fields().forEach((field, type) -> want(fresh, field, type, sql.declare(type)));
        if (!fresh.isEmpty()) {
            sql.add(connection, table, fresh);
            fresh.forEach(shape::put);
        }
        for (Map.Entry<String, ColumnType> field : page.fields().entrySet()) {
            fit(shape.find(field.getKey()).orElseThrow(), field.getValue(), page);
        }
        if (mode != Tables.Mode.APPEND && !sql.isUnique(connection, table, TableShape.RECORD_ID)) {
            JdbcTables.execute(connection, sql.uniqueIndex(table, TableShape.RECORD_ID));
        }
    }

    private void create() throws SQLException {
        String text = sql.declare(ColumnType.TEXT);
        JdbcTables.execute(
                connection,
                "CREATE TABLE " + table.sql() + " (" + TableName.quote(TableShape.RECORD_ID)
                        + " " + text + " NOT NULL, " + TableName.quote(TableShape.RUN_ID) + " " + text + ", "
                        + TableName.quote(TableShape.LOADED_AT) + " " + sql.declareTime() + " NOT NULL)");
        sql.columns(connection, table).forEach(shape::put);
    }

    private void want(List<TableColumn> fresh, String name, ColumnType type, String declared) {
        if (shape.find(name).isEmpty()) {
            fresh.add(TableColumn.made(name, type, declared));
        }
    }

    private void fit(TableColumn column, ColumnType needed, TablePage page) throws SQLException {
        if (column.type() == ColumnType.OTHER) {
            requireAll(page, column, value -> sql.holds(column, value));
        } else if (!shape.isOurs()) {
            requireAll(page, column, value -> isWideEnough(column, sql.typeOf(value)));
        } else if (!isWideEnough(column, needed)) {
            ColumnType joined = column.type().join(needed);
            ColumnType type = sql.change(connection, table, shape.columns(), column, joined);
            shape.put(column.as(type, sql.declare(type)));
        }
    }

    private boolean isWideEnough(TableColumn column, ColumnType needed) {
        return sql.declare(column.type().join(needed)).equals(sql.declare(column.type()));
    }

    private void requireAll(TablePage page, TableColumn column, Predicate<Object> fits) {
        for (TablePage.Values row : page.values()) {
            Object value = page.value(row, column.name());
            if (value != null && !fits.test(value)) {
                throw unfit(column, Json.typeName(value));
            }
        }
    }

    private StoreException unfit(TableColumn column, String seen) {
        return new StoreException("table " + table + ", column " + column.name() + ": its type " + column.declared()
                + " cannot hold a value of the field (" + seen + ") without changing it; change the column's type"
                + (shape.isOurs() ? "" : " (it is not changed here, as the table was not made by table-sink)"));
    }
}
