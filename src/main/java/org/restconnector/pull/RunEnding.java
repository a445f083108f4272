package org.restconnector.pull;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;
import org.restconnector.http.Fault;
import org.restconnector.http.HttpCall;
import org.restconnector.http.HttpCalls;
import org.restconnector.log.About;
import org.restconnector.metrics.Metrics;
import org.restconnector.metrics.Owner;
import org.restconnector.store.FaultHook;
import org.restconnector.store.Run;
import org.restconnector.store.RunInProgressException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Ends runs, by whatever way they leave the route; the result is a property of the exchange. */
final class RunEnding {
    private static final Logger LOG = LoggerFactory.getLogger(Pulls.class);

    private final PullRegistry registry;
    private final RunLedger ledger;
    private final FaultHook faults;
    private final RunHolds holds;
    private final Metrics metrics;

    RunEnding(PullRegistry registry, RunLedger ledger, FaultHook faults, RunHolds holds, Metrics metrics) {
        this.registry = registry;
        this.ledger = ledger;
        this.faults = faults;
        this.holds = holds;
        this.metrics = metrics;
    }

    void complete(Exchange exchange, PullRun run) throws Fault {
        if (run.incoming().isPresent()) {
            FetchRuns.complete(run);
            return;
        }
        run.memory()
                .watermark()
                .ifPresent(mark -> mark.values().warnings(mark.newest()).forEach(run::warn));
        run.parts().release();
        end(exchange, run.cursor().isOpen() ? ledger.end(run, Optional.of(interruption(run))) : ledger.complete(run));
    }

    private Run.RunError interruption(PullRun run) {
        boolean held = holds.isHeld(run.settings().name());
        return new Run.RunError("interrupted", held ? RunErrors.CHANGED : RunErrors.STOPPED);
    }

    void fail(Exchange exchange, Exception cause) {
        PullRun run = PullRun.of(exchange);
        if (run == null) {
            noRun(exchange, cause);
            return;
        }
        leave(run);
        HttpCall call = exchange.getProperty(HttpCalls.CALL, HttpCall.class);
        if (run.parts().workIfAny().isEmpty() && call != null) {
            run.countRequests(call);
        }
        if (run.incoming().isPresent()) {
            // what Camel throws after this step
            exchange.setProperty(Exchange.EXCEPTION_CAUGHT, FetchRuns.failure(run, call, cause));
        } else {
            end(exchange, ledger.end(run, Optional.of(RunErrors.of(cause, call, run))));
        }
    }

    private void noRun(Exchange exchange, Exception cause) {
        String pull = exchange.getProperty(Pulls.PULL, String.class);
        if (cause instanceof RunInProgressException) {
            LOG.info("pull {}: no run: {}", pull, cause.getMessage());
            About.endOfRun();
            return;
        }
        end(exchange, ledger.refused(pull, RunErrors.of(cause, null, registry.settings(pull), "that could not begin")));
    }

    private void end(Exchange exchange, Run result) {
        exchange.setProperty(Pulls.RESULT, result);
        Instant end = result.endedAt().orElse(result.startedAt());
        Duration time = Duration.between(result.startedAt(), end);
        metrics.of(Owner.pull(result.pull()))
                .ran(result.status() == Run.Status.COMPLETED, time.isNegative() ? Duration.ZERO : time);
        faults.at("run-finished");
        LOG.atLevel(result.status() == Run.Status.FAILED ? Level.WARN : Level.INFO)
                .log("{}", RunSummary.line(result));
        About.endOfRun();
    }

    private static void leave(PullRun run) {
        run.parts().workIfAny().ifPresent(work -> work.transaction().rollback());
        run.parts().release();
    }

    /** A redelivery that is refused while stopping leaves the route at once, past its error handler's steps. */
    void endInAnyCase(Exchange exchange) {
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                if (done.getProperty(Pulls.RESULT) == null) {
                    Exception cause = done.getException();
                    fail(done, cause != null ? cause : new InterruptedException("the run was left"));
                    done.setException(null);
                }
            }
        });
    }

    /** As {@link #endInAnyCase}, of a fetch: it ends by what it throws. */
    void releaseInAnyCase(Exchange exchange) {
        PullRun run = PullRun.of(exchange);
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                leave(run);
            }
        });
    }
}
