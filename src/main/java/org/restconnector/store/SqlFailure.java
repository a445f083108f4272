package org.restconnector.store;

import java.sql.SQLException;
import java.util.Objects;

/** Carries a database's error through code that may not throw it; no caller of the store ever sees it. */
final class SqlFailure extends RuntimeException {
    SqlFailure(SQLException cause) {
        super(cause.getMessage(), Objects.requireNonNull(cause, "cause"));
    }

    @Override
    public synchronized SQLException getCause() {
        return (SQLException) super.getCause();
    }
}
