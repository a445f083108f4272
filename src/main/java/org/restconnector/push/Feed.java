package org.restconnector.push;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.restconnector.store.Batches.Waiting;

/** Puts claimed records into the aggregator of the flow's route. Used by the flow's claimer alone. */
final class Feed {
    /** More than these wait for as long as others do. */
    private static final int MOST_URGENT = 10_000;

    private final RunningFlow flow;
    private final FlowServices services;
    private final Set<String> urgent = ConcurrentHashMap.newKeySet();

    Feed(RunningFlow flow, FlowServices services) {
        this.flow = flow;
        this.services = services;
    }

    /** @param more whether their lane seems to hold more records */
    void feed(String key, List<Waiting> claimed, boolean more) {
        List<Waiting> records = flow.passing().pass(claimed);
        if (flow.isStopping()) {
            flow.batches().release(records);
            return;
        }
        flow.inFlight().take(InFlight.Weight.of(records));
        int fed = 0;
        try {
            for (Waiting record : records) {
                feed(key, record);
                fed++;
                if (flow.forming().isFull()) {
                    flow.forming().commit();
                }
            }
        } catch (RuntimeException e) {
            giveBack(key, records.subList(fed, records.size()));
            throw e;
        }
        flow.groups().fed(key, more, flow.now());
        if (!urgent.isEmpty()
                && claimed.stream().map(Waiting::jobId).filter(urgent::remove).count() > 0) {
            flow.groups().hurry(key, flow.now());
        }
    }

    /** Lets the batch that the job's record goes into wait for no more records. Safe for use by many threads. */
    void hurry(String jobId) {
        if (urgent.size() < MOST_URGENT) {
            urgent.add(jobId);
        }
    }

    private void feed(String key, Waiting record) {
        Exchange exchange = services.template().send("direct:rest-push-" + flow.name(), fed -> {
            fed.setProperty(RunningFlow.PROPERTY, flow);
            fed.setProperty(RunningFlow.GROUP, key);
            fed.setProperty(RunningFlow.BATCH_SIZE, flow.settings().limits().size());
            fed.getMessage().setBody(record);
        });
        if (exchange.getException() != null) {
            throw new IllegalStateException(
                    "flow " + flow.name() + ": record " + record.seq() + " of job " + record.jobId()
                            + " could not be put into a batch",
                    exchange.getException());
        }
    }

    private void giveBack(String key, List<Waiting> unfed) {
        services.groups().discard(flow.route(), key);
        Set<Waiting> all = new LinkedHashSet<>(flow.groups().drop(key));
        all.addAll(unfed);
        giveBack(List.copyOf(all));
    }

    private void giveBack(List<Waiting> records) {
        if (!records.isEmpty()) {
            flow.batches().release(records);
            flow.inFlight().release(InFlight.Weight.of(records));
        }
    }

    /** Gives all back that is in no batch. */
    void end() {
        services.groups().discard(flow.route());
        flow.forming().giveBack();
        giveBack(flow.groups().clear());
    }
}
