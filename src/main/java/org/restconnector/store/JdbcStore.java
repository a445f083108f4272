package org.restconnector.store;

import java.time.Instant;

/** The store on either database. */
final class JdbcStore implements Store {
    private final Database database;
    private final Instance instance;
    private final JdbcRuns runs;
    private final Checkpoints checkpoints;
    private final PullStates states;
    private final PullPauses pauses;
    private final DeliveredRecords delivered;
    private final JdbcDeadLetters deadLetters;
    private final Jobs jobs;
    private final Batches batches;
    private final Throughput throughput;
    private final Webhooks webhooks;
    private final RefreshTokens refreshTokens;
    private final Alerts alerts;
    private final Tables tables;
    private final Survey survey;
    private final Retention retention;

    JdbcStore(Database database, Instance instance, Tables tables, Throughput throughput) {
        UuidV7 ids = new UuidV7();
        this.database = database;
        this.instance = instance;
        this.runs = new JdbcRuns(database, instance, ids);
        this.checkpoints = new JdbcCheckpoints(database);
        this.throughput = throughput;
        this.pauses = new JdbcPullPauses(database);
        this.delivered = new JdbcDeliveredRecords(database);
        this.states = new JdbcPullStates(database, instance, checkpoints, delivered);
        Requeue requeue = new Requeue(database.dialect());
        HeldBatches held = new HeldBatches(ids);
        this.deadLetters = new JdbcDeadLetters(database, instance, ids, requeue);
        this.jobs = new JdbcJobs(database, instance, ids, held, requeue);
        this.batches = new JdbcBatches(database, instance, held, deadLetters, throughput);
        this.webhooks = new JdbcWebhooks(database, instance);
        this.refreshTokens = new JdbcRefreshTokens(database);
        this.alerts = new JdbcAlerts(database);
        this.tables = tables;
        this.survey = new JdbcSurvey(database);
        this.retention = new JdbcRetention(database, runs);
        runs.endJobsOfTheDead();
    }

    @Override
    public <T> T write(Work<T> work) {
        return database.write(work);
    }

    @Override
    public <T> T read(Work<T> work) {
        return database.read(work);
    }

    @Override
    public Instant now() {
        return read(transaction -> Instant.ofEpochMilli(transaction.nowMillis()));
    }

    @Override
    public Runs runs() {
        return runs;
    }

    @Override
    public Checkpoints checkpoints() {
        return checkpoints;
    }

    @Override
    public PullStates states() {
        return states;
    }

    @Override
    public PullPauses pauses() {
        return pauses;
    }

    @Override
    public DeliveredRecords delivered() {
        return delivered;
    }

    @Override
    public DeadLetters deadLetters() {
        return deadLetters;
    }

    @Override
    public Jobs jobs() {
        return jobs;
    }

    @Override
    public Batches batches() {
        return batches;
    }

    @Override
    public Webhooks webhooks() {
        return webhooks;
    }

    @Override
    public Throughput throughput() {
        return throughput;
    }

    @Override
    public RefreshTokens refreshTokens() {
        return refreshTokens;
    }

    @Override
    public Retention retention() {
        return retention;
    }

    @Override
    public Alerts alerts() {
        return alerts;
    }

    @Override
    public Survey survey() {
        return survey;
    }

    @Override
    public Tables tables() {
        return tables;
    }

    @Override
    public void close() {
        instance.close();
        database.close();
    }
}
