package org.restconnector.store;

class PostgresJobsTest extends JobsContract {
    PostgresJobsTest() {
        super(Dialect.POSTGRESQL);
    }
}
