package org.restconnector.store;

class PostgresBatchesTest extends BatchesContract {
    PostgresBatchesTest() {
        super(Dialect.POSTGRESQL);
    }
}
