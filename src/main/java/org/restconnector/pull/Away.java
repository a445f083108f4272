package org.restconnector.pull;

import com.fasterxml.jackson.core.JacksonException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.restconnector.http.Fault;
import org.restconnector.store.StoreException;

/** Tells a destination that cannot be reached from one that refuses a record. */
public final class Away {
    private static final int DEEPEST = 20;

    /** Ends of a fetch, with what is behind them: its API, its own destination, or the store. */
    private static final Set<String> UNREACHED = Set.of("connection", "timeout", "destination", "store");

    private Away() {}

    /** Whether a connection fault or a timeout is behind it: trying other records would bring the same. */
    public static boolean is(Throwable thrown) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++, cause = cause.getCause()) {
            if (cause instanceof JacksonException
                    || cause instanceof Fault fault && !UNREACHED.contains(fault.code())) {
                return false;
            }
            if (isAway(cause)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAway(Throwable cause) {
        // Kafka, JMS and others have exceptions of their own for a time that ran out.
        return cause instanceof IOException
                || cause instanceof TimeoutException
                || cause instanceof StoreException
                || cause instanceof SQLException sql && isConnection(sql)
                || cause.getClass()
                        .getSimpleName()
                        .matches(".*(Timeout|TimedOut|Disconnect|Connect|ConsumerNotAvailable)(ion)?Exception");
    }

    /** SQLSTATE class 08 is 'connection exception', 57P0 of PostgreSQL 'server is going away'. */
    private static boolean isConnection(SQLException sql) {
        String state = sql.getSQLState() == null ? "" : sql.getSQLState();
        return state.startsWith("08") || state.startsWith("57P0");
    }
}
