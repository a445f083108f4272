package org.restconnector.store;

class SqliteFlowTest extends FlowContract {
    @Override
    StoreSettings settings() {
        return StoreSettings.embedded(directory.resolve("data"));
    }
}
