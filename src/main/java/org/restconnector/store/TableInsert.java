package org.restconnector.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** Inserts a page into a table that holds all its columns, in one batch. */
record TableInsert(TableDialect sql, Transaction transaction, TableName table, TableShape shape) {

    void insert(TablePage page, Tables.Mode mode) throws SQLException {
        List<TableColumn> system = new ArrayList<>();
        system.add(column(TableShape.RECORD_ID));
        system.add(column(TableShape.RUN_ID));
        system.add(column(TableShape.LOADED_AT));
        if (page.hasMore()) {
            system.add(column(TableShape.MORE));
        }
        List<TableColumn> fields =
                page.fields().keySet().stream().map(this::column).toList();
        List<TableColumn> all = new ArrayList<>(system);
        all.addAll(fields);
        Instant now = Instant.ofEpochMilli(transaction.nowMillis());
        try (PreparedStatement insert = transaction.connection().prepareStatement(statement(all, mode))) {
            for (TablePage.Values row : page.values()) {
                int index = bindSystem(insert, system, row, now);
                for (TableColumn column : fields) {
                    sql.bind(insert, ++index, column, page.value(row, column.name()));
                }
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private TableColumn column(String name) {
        return shape.find(name).orElseThrow();
    }

    private int bindSystem(PreparedStatement insert, List<TableColumn> system, TablePage.Values row, Instant now)
            throws SQLException {
        sql.bind(insert, 1, system.get(0), row.row().recordId());
        sql.bind(insert, 2, system.get(1), row.row().runId().orElse(null));
        sql.bind(insert, 3, system.get(2), now);
        if (system.size() > 3) {
            sql.bind(insert, 4, system.get(3), row.more().isEmpty() ? null : row.more());
        }
        return system.size();
    }

    private String statement(List<TableColumn> columns, Tables.Mode mode) {
        String insert = "INSERT INTO " + table.sql() + " (" + names(columns) + ") VALUES ("
                + String.join(", ", Collections.nCopies(columns.size(), "?")) + ")";
        return mode == Tables.Mode.APPEND
                ? insert
                : insert + " ON CONFLICT (" + TableName.quote(TableShape.RECORD_ID) + ") DO UPDATE SET "
                        + assignments(columns);
    }

    private static String names(List<TableColumn> columns) {
        return columns.stream().map(column -> TableName.quote(column.name())).collect(Collectors.joining(", "));
    }

    /** A row is replaced whole: a field that the new record lacks becomes NULL. */
    private String assignments(List<TableColumn> written) {
        return shape.columns().stream()
                .filter(column -> !column.computed() && !column.name().equals(TableShape.RECORD_ID))
                .filter(column -> column.cleared() || written.contains(column))
                .map(column -> TableName.quote(column.name()))
                .map(name -> name + " = excluded." + name)
                .collect(Collectors.joining(", "));
    }
}
