package org.restconnector.pull;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.FailedToCreateProducerException;
import org.apache.camel.ResolveEndpointFailedException;
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

    /** Why a run ended whose pull is to go on with other settings, or not at all. */
    static final String CHANGED = "its route file was changed or removed; the next run goes on here";

    private RunErrors() {}

    static RunError of(Exception cause, HttpCall call, PullRun run) {
        return of(cause, call, run.settings(), run.id());
    }

    /** @param run its id */
    static RunError of(Exception cause, HttpCall call, PullSettings pull, String run) {
        if (cause instanceof TransientFault fault && call != null) {
            return error(
                    Retries.verdict(call, fault).code(),
                    Retries.verdict(call, fault).getMessage(),
                    pull);
        }
        if (cause instanceof Fault fault) {
            return error(fault.code(), fault.getMessage(), pull);
        }
        if (cause instanceof StoreException) {
            return error("store", cause.getMessage(), pull);
        }
        if (cause instanceof LockLostException) {
            return error("interrupted", cause.getMessage(), pull);
        }
        if (cause instanceof RejectedExecutionException || cause instanceof InterruptedException) {
            return error("interrupted", STOPPED, pull);
        }
        if (cause instanceof ResolveEndpointFailedException || cause instanceof FailedToCreateProducerException) {
            return error("config", "an endpoint cannot be used: " + Reasons.of(cause, pull), pull);
        }
        String reason = Reasons.of(cause, pull);
        LOG.error("pull {}: run {} met a fault of the program itself: {}", pull.name(), run, reason);
        if (LOG.isDebugEnabled()) {
            StringWriter trace = new StringWriter();
            cause.printStackTrace(new PrintWriter(trace));
            LOG.debug("{}", pull.api().secrets().mask(trace.toString()));
        }
        return error("config", "a fault of the program itself, please report it: " + reason, pull);
    }

    private static RunError error(String code, String message, PullSettings pull) {
        return new RunError(code, pull.api().secrets().mask(message));
    }
}
