package org.restconnector.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Tables by JDBC. The shape of a table is read anew for each page: that costs less than a
 * millisecond, and is right after a rollback, and when others alter the table. Stateless.
 */
final class JdbcTables implements Tables {
    private final Dialect dialect;
    private final TableDialect sql;

    JdbcTables(Dialect dialect) {
        this.dialect = Objects.requireNonNull(dialect, "dialect");
        this.sql = TableDialect.of(dialect);
    }

    @Override
    public void check(Target target) {
        TableName.of(dialect, target.table());
    }

    @Override
    public void check(Row row) {
        new TableRecordCheck(dialect).check(row);
    }

    @Override
    public void write(Transaction transaction, Target target, List<Row> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        TableName table = TableName.of(dialect, target.table());
        try {
            write(transaction, table, target.mode(), rows);
        } catch (SQLException e) {
            throw TableFailure.of(dialect, table, e);
        }
    }

    private void write(Transaction transaction, TableName table, Mode mode, List<Row> rows) throws SQLException {
        Connection connection = transaction.connection();
        sql.lock(connection, table);
        TableShape shape = new TableShape(sql.columns(connection, table), sql.reservedNames());
        TablePage page = new TablePage(sql, shape);
        (mode != Mode.APPEND ? lastOfEach(rows) : rows).forEach(page::add);
        new TableWidening(sql, connection, table, shape).fit(page, mode);
        new TableInsert(sql, transaction, table, shape).insert(page, mode);
    }

    @Override
    public void deleteOthers(Transaction transaction, Target target, List<String> runs) throws SQLException {
        TableName table = TableName.of(dialect, target.table());
        Connection connection = transaction.connection();
        try {
            sql.lock(connection, table);
            TableShape shape = new TableShape(sql.columns(connection, table), sql.reservedNames());
            if (shape.find(TableShape.RUN_ID).isPresent()) {
                deleteOthers(connection, table, runs);
            }
        } catch (SQLException e) {
            throw TableFailure.of(dialect, table, e);
        }
    }

    private static void deleteOthers(Connection connection, TableName table, List<String> runs) throws SQLException {
        String run = TableName.quote(TableShape.RUN_ID);
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM " + table.sql() + " WHERE " + run
                + " IS NULL OR " + run + " NOT IN (" + String.join(", ", Collections.nCopies(runs.size(), "?"))
                + ")")) {
            for (int i = 0; i < runs.size(); i++) {
                delete.setString(i + 1, runs.get(i));
            }
            delete.executeUpdate();
        }
    }

    private static Collection<Row> lastOfEach(List<Row> rows) {
        Map<String, Row> last = new LinkedHashMap<>();
        rows.forEach(row -> last.put(row.recordId(), row));
        return new ArrayList<>(last.values());
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }
}
