package org.restconnector.pull;

import java.util.concurrent.RejectedExecutionException;
import org.restconnector.http.Fault;
import org.restconnector.http.HttpCall;
import org.restconnector.http.Retries;
import org.restconnector.http.TransientFault;
import org.restconnector.store.LockLostException;
import org.restconnector.store.Run.RunError;
import org.restconnector.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Names what ended a run: a code that programs read, a message that people read. */
final class RunErrors {
    private static final Logger LOG = LoggerFactory.getLogger(RunErrors.class);

    /** Why a run ended that the process could not wait for. */
    static final String STOPPED = "the process was asked to stop; the next run goes on here";

    private RunErrors() {}

    static RunError of(Exception cause, HttpCall call, PullRun run) {
        if (cause instanceof TransientFault fault && call != null) {
            return error(
                    Retries.verdict(call, fault).code(),
                    Retries.verdict(call, fault).getMessage(),
                    run);
        }
        if (cause instanceof Fault fault) {
            return error(fault.code(), fault.getMessage(), run);
        }
        if (cause instanceof StoreException) {
            return error("store", cause.getMessage(), run);
        }
        if (cause instanceof LockLostException) {
            return error("interrupted", cause.getMessage(), run);
        }
        if (cause instanceof RejectedExecutionException || cause instanceof InterruptedException) {
            return error("interrupted", STOPPED, run);
        }
        LOG.error(
                "pull {}: run {} met a fault of the program itself",
                run.settings().name(),
                run.id(),
                cause);
        return error("internal", Reasons.of(cause, run.settings()), run);
    }

    private static RunError error(String code, String message, PullRun run) {
        return new RunError(code, run.settings().api().secrets().mask(message));
    }
}
