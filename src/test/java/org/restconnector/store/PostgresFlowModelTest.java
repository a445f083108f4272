package org.restconnector.store;

class PostgresFlowModelTest extends FlowModelContract {
    PostgresFlowModelTest() {
        super(Dialect.POSTGRESQL);
    }
}
