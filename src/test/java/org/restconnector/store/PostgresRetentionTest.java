package org.restconnector.store;

class PostgresRetentionTest extends RetentionContract {
    PostgresRetentionTest() {
        super(Dialect.POSTGRESQL);
    }
}
