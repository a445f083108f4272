package org.restconnector.pull;

import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.CamelContext;
import org.restconnector.http.Fault;

/** Tells that a delivery was broken off, and not refused: what is left of it is for the next run. */
final class Interruption {
    private static final String CODE = "interrupted";
    private static final int DEEPEST = 20;

    private Interruption() {}

    static boolean is(Throwable thrown, CamelContext context) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++, cause = cause.getCause()) {
            boolean interrupted = cause instanceof Fault fault && fault.code().equals(CODE);
            // Camel's word for a redelivery that is not done any more
            if (interrupted || cause instanceof RejectedExecutionException && context.isStopping()) {
                return true;
            }
        }
        return false;
    }
}
