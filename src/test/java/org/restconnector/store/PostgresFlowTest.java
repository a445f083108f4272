package org.restconnector.store;

import org.junit.jupiter.api.BeforeEach;

class PostgresFlowTest extends FlowContract {
    private String url;

    @BeforeEach
    @Override
    void open() {
        url = TestPostgres.freshSchema("store_flow_test");
        super.open();
    }

    @Override
    StoreSettings settings() {
        return new StoreSettings(url, "", "", true, directory);
    }
}
