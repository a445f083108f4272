package org.restconnector.store;

import java.util.List;
import java.util.Optional;

/** Jobs in the tables {@code connector_job}, {@code connector_job_stream} and {@code connector_record}. */
final class JdbcJobs implements Jobs {
    private final Database database;
    private final HeldBatches held;
    private final JobIntake intake;
    private final JobRows jobs;
    private final LaneRows lanes;
    private final RecordResults results;
    private final JobCancel cancel;
    private final Requeue requeue;

    JdbcJobs(Database database, Instance instance, UuidV7 ids, HeldBatches held, Requeue requeue) {
        this.database = database;
        this.held = held;
        this.intake = new JobIntake(database.dialect(), instance, ids);
        this.jobs = new JobRows(database.dialect());
        this.lanes = new LaneRows(database.dialect());
        this.results = new RecordResults(database.dialect());
        this.cancel = new JobCancel(database.dialect());
        this.requeue = requeue;
    }

    @Override
    public Accepted accept(NewJob job) {
        List<String> keys = job.immediate().stream().map(Immediate::key).toList();
        Accepted accepted = held.during(keys, () -> database.write(transaction -> intake.accept(transaction, job)));
        if (accepted.batch().isEmpty()) {
            keys.forEach(held::remove);
        }
        return accepted;
    }

    @Override
    public Accepted accept(Transaction transaction, NewJob job) {
        if (job.immediate().isPresent()) {
            throw new IllegalArgumentException("a real-time write is a transaction of its own");
        }
        return intake.accept(transaction, job);
    }

    @Override
    public Accepted append(Transaction transaction, NewJob job, String run) {
        if (job.immediate().isPresent()
                || job.idempotencyKey().isPresent()
                || job.streams().size() != 1) {
            throw new IllegalArgumentException("a job that grows is of one stream, without an idempotency key");
        }
        return intake.append(transaction, job, run);
    }

    @Override
    public Optional<Job> find(String flow, String tenant, String id) {
        return database.read(transaction -> jobs.find(transaction, id)
                .map(JobRows.Found::job)
                .filter(job -> job.flow().equals(flow) && job.tenant().equals(tenant)));
    }

    @Override
    public List<Job> list(String flow, String tenant, int limit, Optional<String> before) {
        return database.read(transaction -> jobs.list(transaction, flow, tenant, limit, before));
    }

    @Override
    public List<Job> list(String flow, int limit, Optional<String> before) {
        return database.read(transaction -> jobs.list(transaction, flow, limit, before));
    }

    @Override
    public List<RecordRow> records(String jobId, Optional<RecordStatus> status, int limit, long after) {
        return database.read(transaction -> jobs.find(transaction, jobId)
                .map(job -> results.list(transaction, job, status, limit, after))
                .orElse(List.of()));
    }

    @Override
    public Optional<Job> cancel(String flow, String tenant, String id) {
        return database.write(transaction -> cancel.cancel(transaction, flow, tenant, id));
    }

    @Override
    public long retry(String flow, String tenant, String id) {
        return database.write(transaction -> requeue.job(transaction, flow, tenant, id));
    }

    @Override
    public long pending(String flow) {
        return database.read(transaction -> lanes.pending(transaction, flow));
    }

    @Override
    public List<String> waitingFlows() {
        return database.read(lanes::waitingFlows);
    }
}
