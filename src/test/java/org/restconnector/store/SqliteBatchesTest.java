package org.restconnector.store;

class SqliteBatchesTest extends BatchesContract {
    SqliteBatchesTest() {
        super(Dialect.SQLITE);
    }
}
