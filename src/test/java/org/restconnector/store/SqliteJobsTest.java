package org.restconnector.store;

class SqliteJobsTest extends JobsContract {
    SqliteJobsTest() {
        super(Dialect.SQLITE);
    }
}
