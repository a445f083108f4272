package org.restconnector.push;

import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.Exchange;
import org.restconnector.http.ApiSettings;
import org.restconnector.http.Budget.Patience;
import org.restconnector.http.HttpCalls;
import org.restconnector.http.PermanentFault;
import org.restconnector.http.Turn;
import org.restconnector.log.About;
import org.restconnector.store.Batches.Batch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends batches, each as its turn comes, through the route of requests. Safe for use by many threads. */
final class Sending {
    private static final Logger LOG = LoggerFactory.getLogger(Sending.class);

    private final RunningFlow flow;
    private final FlowServices services;
    private final Sender sender;

    Sending(RunningFlow flow, FlowServices services, Sender sender) {
        this.flow = flow;
        this.services = services;
        this.sender = sender;
    }

    /** Sends the batch as soon as its turn comes. */
    void dispatch(Attempt attempt) {
        try {
            sender.submit(attempt);
        } catch (RejectedExecutionException e) {
            sender.ended();
            flow.inFlight().release(attempt.weight());
            flow.conclusion().giveBack(attempt);
        }
    }

    /** An attempt's turn, in a thread of the sender. */
    void send(Attempt attempt) {
        attempt.onlyJob().ifPresent(About::job);
        try {
            if (maySend(attempt)) {
                sendInTurn(attempt);
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
            sender.ended();
            flow.claimer().signal();
        }
    }

    private boolean maySend(Attempt attempt) {
        return attempt.probe() || flow.gate().isOpen() && !flow.isStopping();
    }

    /** The turn first: whoever waits for one holds no place of another flow. */
    private void sendInTurn(Attempt attempt) throws InterruptedException {
        ApiSettings api = flow.settings().api();
        long asked = System.nanoTime();
        try (Turn turn = services.budgets().of(api).take(Patience.of(api, flow::isStopping))) {
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

    private void transmit(Attempt attempt, Turn turn) throws InterruptedException {
        services.places().acquire(flow.name());
        try {
            Exchange exchange = services.template().send("direct:rest-push-send", sent -> {
                sent.setProperty(PushSteps.ATTEMPT, attempt);
                sent.setProperty(HttpCalls.TURN, turn);
            });
            if (exchange.getException() != null) {
                faulty(attempt, exchange.getException());
                Batch batch = attempt.batch();
                Judge judge = new Judge(flow.settings());
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
