package org.restconnector.store;

class SqliteRetentionTest extends RetentionContract {
    SqliteRetentionTest() {
        super(Dialect.SQLITE);
    }
}
