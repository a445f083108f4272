package org.restconnector.sink;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.restconnector.json.Json;
import org.restconnector.store.Jobs;
import org.restconnector.store.Participant;
import org.restconnector.store.Transaction;

/** The records of one page for one stream of a flow; they join the job of their run when the page ends. */
final class FlowRecords implements Participant {
    private final Jobs jobs;
    private final FlowQueues queues;
    private final String flow;
    private final String tenant;
    private final String stream;
    private final Optional<String> run;
    private final List<Jobs.NewRecord> records = new ArrayList<>();
    private final Map<String, Integer> places = new HashMap<>();

    FlowRecords(Jobs jobs, FlowQueues queues, String flow, String tenant, String stream, Optional<String> run) {
        this.jobs = jobs;
        this.queues = queues;
        this.flow = flow;
        this.tenant = tenant;
        this.stream = stream;
        this.run = run;
    }

    void add(List<Map<String, Object>> more, String externalIdField) {
        for (Map<String, Object> record : more) {
            byte[] json = Json.write(record);
            String hash = sha256(json);
            Integer first = places.putIfAbsent(hash, records.size());
            records.add(new Jobs.NewRecord(
                    stream,
                    records.size(),
                    hash,
                    Optional.ofNullable(record.get(externalIdField)).map(Json::plain),
                    json,
                    first == null ? OptionalInt.empty() : OptionalInt.of(first)));
        }
    }

    @Override
    public void prepare() {
        // all of it lies in the store's own database
    }

    @Override
    public void apply(Transaction transaction) {
        if (!records.isEmpty()) {
            Jobs.NewJob job = new Jobs.NewJob(
                    flow,
                    tenant,
                    queues.env(),
                    run.map(id -> flow + "-" + id),
                    Optional.empty(),
                    "",
                    List.of(stream),
                    records,
                    Optional.empty(),
                    Long.MAX_VALUE);
            if (run.isPresent()) {
                jobs.append(transaction, job, run.get());
            } else {
                jobs.accept(transaction, job);
            }
        }
    }

    /** Called after the commit, too. */
    @Override
    public void release() {
        records.clear();
        places.clear();
        queues.wake(flow);
    }

    private static String sha256(byte[] json) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(json));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
