package org.restconnector.store;

import java.sql.Connection;
import java.util.Objects;

/** An open transaction of the store, used by one thread. */
public final class Transaction {
    private final Connection connection;
    private final Statements statements;
    private final long nowMillis;

    Transaction(Connection connection, Statements statements, long nowMillis) {
        this.connection = Objects.requireNonNull(connection, "connection");
        this.statements = Objects.requireNonNull(statements, "statements");
        this.nowMillis = nowMillis;
    }

    Transaction(Connection connection, long nowMillis) {
        this(connection, Statements.closing(connection), nowMillis);
    }

    /** The database, auto-commit off; neither committed nor closed by the work. */
    public Connection connection() {
        return connection;
    }

    /**
     * The transaction's time in UTC epoch milliseconds: the database's on PostgreSQL, the process
     * clock's on SQLite.
     */
    public long nowMillis() {
        return nowMillis;
    }

    Statements statements() {
        return statements;
    }
}
