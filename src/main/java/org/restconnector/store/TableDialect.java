package org.restconnector.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** How one database spells tables and stores values. Stateless. */
interface TableDialect {
    static TableDialect of(Dialect dialect) {
        return dialect == Dialect.SQLITE ? new TableSqlite() : new TablePostgres();
    }

    /** Lets no other transaction write to the table, or shape it, until this one ends. */
    void lock(Connection connection, TableName table) throws SQLException;

    /** The table's columns in their order; none if there is no such table. */
    List<TableColumn> columns(Connection connection, TableName table) throws SQLException;

    /** The type of a column that is made for values of this type. */
    String declare(ColumnType type);

    /** The type of {@code _loaded_at}. */
    String declareTime();

    void add(Connection connection, TableName table, List<TableColumn> columns) throws SQLException;

    /**
     * Changes the type of a column that was made here, and its values without loss.
     *
     * @return what it has become: TEXT where its values do not fit the wanted type
     */
    ColumnType change(
            Connection connection, TableName table, List<TableColumn> columns, TableColumn column, ColumnType wanted)
            throws SQLException;

    /** Whether the column alone is unique, so that a row can be found by it. */
    boolean isUnique(Connection connection, TableName table, String column) throws SQLException;

    /** Makes the column unique. */
    String uniqueIndex(TableName table, String column);

    /** The type that holds just this value, which is not null. */
    ColumnType typeOf(Object value);

    /** Whether a column of type OTHER holds the value without changing it. */
    boolean holds(TableColumn column, Object value);

    /** @param value of the column's type, an Instant for {@code _loaded_at}, or null */
    void bind(PreparedStatement statement, int index, TableColumn column, Object value) throws SQLException;

    /** Names that no column may have, in lower case. */
    List<String> reservedNames();

    /** Bytes that the values of one row may take within the row itself. */
    int rowBytes();
}
