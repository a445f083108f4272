package org.restconnector.store;

class SqliteFlowModelTest extends FlowModelContract {
    SqliteFlowModelTest() {
        super(Dialect.SQLITE);
    }
}
