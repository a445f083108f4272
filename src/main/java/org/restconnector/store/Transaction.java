package org.restconnector.store;

import java.sql.Connection;
import java.util.Objects;

/**
 * An open transaction of the store.
 *
 * @param connection the database, auto-commit off; neither committed nor closed by the work
 * @param nowMillis the transaction's time in UTC epoch milliseconds: the database's on PostgreSQL,
 *     the process clock's on SQLite
 */
public record Transaction(Connection connection, long nowMillis) {
    public Transaction {
        Objects.requireNonNull(connection, "connection");
    }
}
