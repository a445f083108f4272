package org.restconnector.store;

/** Which SQL the store's database speaks. */
enum Dialect {
    SQLITE,
    POSTGRESQL
}
