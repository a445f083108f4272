package org.restconnector.store;

/**
 * A column as the database describes it.
 *
 * @param declared its type in the database's words
 * @param computed the database gives its value, nobody may write it
 * @param cleared it becomes NULL where a record that is written again lacks it; not so where it has a
 *     default, or may not be NULL
 */
record TableColumn(String name, ColumnType type, String declared, boolean computed, boolean cleared) {
    static TableColumn made(String name, ColumnType type, String declared) {
        return new TableColumn(name, type, declared, false, true);
    }

    TableColumn as(ColumnType other, String otherDeclared) {
        return new TableColumn(name, other, otherDeclared, computed, cleared);
    }
}
