package org.restconnector.pull;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.restconnector.http.Fault;
import org.restconnector.http.HttpCall;
import org.restconnector.http.PermanentFault;
import org.restconnector.store.Run;
import org.restconnector.store.Store;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Begins and ends fetches: runs without a lock, a row or a checkpoint of their own. */
final class FetchRuns {
    private static final Logger LOG = LoggerFactory.getLogger(FetchRuns.class);

    private final Store store;

    FetchRuns(Store store) {
        this.store = store;
    }

    PullRun begin(PullSettings fetch, Incoming incoming) {
        boolean apart = incoming.run().filter(run -> run.memory().apart()).isPresent();
        DeliveredFilter filter = new DeliveredFilter(
                fetch,
                Optional.empty(),
                apart
                        ? Optional.empty()
                        : Optional.of(records -> store.delivered().find(fetch.name(), records)));
        RunMemory memory = new RunMemory(Optional.empty(), Optional.empty(), filter, apart);
        Run begun = new Run(
                incoming.run().map(PullRun::id).orElseGet(() -> UUID.randomUUID()
                        .toString()),
                fetch.name(),
                Run.Status.RUNNING,
                Instant.EPOCH,
                Optional.empty(),
                Run.Counters.ZERO,
                false,
                List.of(),
                Optional.empty());
        UnaryOperator<URI> cleaner = fetch.api().credentials()::unsign;
        PageCursor cursor = new PageCursor(fetch.pagination(), Position.start(fetch.pagination()), cleaner);
        return PullRun.ofFetch(fetch, begun, cursor, memory, incoming);
    }

    /** @throws PermanentFault {@code interrupted} if there are pages left */
    static void complete(PullRun fetch) throws PermanentFault {
        if (fetch.cursor().isOpen()) {
            throw new PermanentFault("interrupted", RunErrors.STOPPED);
        }
        Incoming incoming = fetch.incoming().orElseThrow();
        String name = fetch.settings().name();
        incoming.run().ifPresent(run -> fetch.warnings().forEach(warning -> run.warnOf(name, warning)));
        if (incoming.run().isEmpty()) {
            Run.Counters counted = fetch.counters();
            LOG.info(
                    "fetch {}: {} records in {} pages, {} delivered, {} dead-lettered{}",
                    name,
                    counted.records(),
                    counted.pages(),
                    counted.delivered(),
                    counted.deadLettered(),
                    fetch.warnings().isEmpty() ? "" : ", " + String.join(", ", fetch.warnings()));
        }
    }

    /** The failure of a fetch as its caller is to see it. */
    static Fault failure(PullRun fetch, HttpCall call, Exception cause) {
        Run.RunError error = RunErrors.of(cause, call, fetch);
        String prefix = "fetch " + fetch.settings().name() + ": ";
        return new PermanentFault(error.code(), prefix + error.message(), cause);
    }
}
