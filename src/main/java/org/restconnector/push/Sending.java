package org.restconnector.push;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.Exchange;
import org.restconnector.http.ApiSettings;
import org.restconnector.http.HttpCalls;
import org.restconnector.http.PermanentFault;
import org.restconnector.http.Turn;
import org.restconnector.http.Turns;
import org.restconnector.log.About;
import org.restconnector.store.Batches.Batch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends batches, each as its turn comes, through the route of requests. Safe for use by many threads. */
final class Sending {
    private static final Logger LOG = LoggerFactory.getLogger(Sending.class);

    private final RunningFlow flow;
    private final FlowServices services;
    private final Senders senders;

    Sending(RunningFlow flow, FlowServices services, Senders senders) {
        this.flow = flow;
        this.services = services;
        this.senders = senders;
    }

    /** Sends the batch as soon as its turn comes. */
    void dispatch(Attempt attempt) {
        try {
            senders.submit(attempt);
        } catch (RejectedExecutionException e) {
            putBack(attempt);
        }
    }

    /** It is not to be sent now. */
    void putBack(Attempt attempt) {
        flow.inFlight().release(attempt.weight());
        flow.conclusion().giveBack(attempt);
    }

    /** An attempt's turn, in a thread of the senders. */
    void send(Attempt attempt) {
        attempt.onlyJob().ifPresent(About::job);
        try {
            Optional<PushSettings> target = maySend(attempt) ? flow.target(attempt.tenant()) : Optional.empty();
            if (target.isPresent()) {
                sendInTurn(attempt.to(target.get()));
            } else {
                flow.conclusion().giveBack(attempt);
            }
        } catch (InterruptedException e) {
            // it was waiting for its place, and nothing is sent
            flow.conclusion().giveBack(attempt);
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            faulty(attempt, e);
        } finally {
            About.endOfJob();
            flow.inFlight().release(attempt.weight());
            senders.ended(attempt);
            flow.claimer().freed();
        }
    }

    private boolean maySend(Attempt attempt) {
        return attempt.probe() || flow.mayServe(attempt.tenant()) && !flow.isStopping();
    }

    /** The turn first: whoever waits for one holds no place of another flow. */
    private void sendInTurn(Attempt attempt) throws InterruptedException {
        // the tenant's own first: whoever waits there takes nothing of what all share
        List<ApiSettings> apis = new ArrayList<>(List.of(attempt.settings().api()));
        apis.addAll(shared(attempt));
        long asked = System.nanoTime();
        try (Turn turn = Turns.take(services.budgets(), apis, flow::isStopping)) {
            flow.tally().waited(System.nanoTime() - asked);
            if (maySend(attempt)) {
                transmit(attempt, turn);
            } else {
                flow.conclusion().giveBack(attempt);
            }
        } catch (PermanentFault e) {
            // it was asked to stop while it waited
            flow.conclusion().giveBack(attempt);
        }
    }

    /** Of a flow of tenants: what they share beside what each has for itself. */
    private List<ApiSettings> shared(Attempt attempt) {
        return flow.settings() == attempt.settings()
                ? List.of()
                : List.of(flow.settings().api());
    }

    private void transmit(Attempt attempt, Turn turn) throws InterruptedException {
        services.places().acquire(flow.name());
        try {
            Exchange exchange = services.template().send("direct:rest-push-send", sent -> {
                sent.setProperty(PushSteps.ATTEMPT, attempt);
                sent.setProperty(HttpCalls.TURN, turn);
                sent.setProperty(HttpCalls.OUTER, new HttpCalls.Outer(shared(attempt)));
            });
            if (exchange.getException() != null) {
                faulty(attempt, exchange.getException());
                Batch batch = attempt.batch();
                Judge judge = new Judge(attempt.settings());
                flow.conclusion()
                        .store(
                                attempt,
                                judge.of(
                                        exchange.getException(), batch.members().size(), batch.attempts()));
            }
        } finally {
            services.places().release(flow.name());
        }
    }

    private void faulty(Attempt attempt, Exception e) {
        LOG.error(
                "flow {}: batch {} met a fault of the program itself",
                flow.name(),
                attempt.batch().key(),
                e);
    }
}
