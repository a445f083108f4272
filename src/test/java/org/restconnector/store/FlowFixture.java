package org.restconnector.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.restconnector.store.Batches.Batch;
import org.restconnector.store.Batches.Half;
import org.restconnector.store.Batches.Outcome;
import org.restconnector.store.Batches.Result;
import org.restconnector.store.Batches.Waiting;
import org.restconnector.store.Jobs.Immediate;
import org.restconnector.store.Jobs.Job;
import org.restconnector.store.Jobs.NewJob;
import org.restconnector.store.Jobs.NewRecord;
import org.restconnector.store.Jobs.RecordRow;

/** A store with nothing in it, and short words for what the tests of flows do with it. */
@Timeout(180)
abstract class FlowFixture {
    static final String FLOW = "crm";
    static final byte[] BODY = "[{\"sent\":true}]".getBytes(UTF_8);

    @TempDir(factory = MemoryDirectory.class)
    Path directory;

    private final Dialect dialect;
    private final List<Store> opened = new ArrayList<>();
    private StoreSettings settings;
    Store store;

    FlowFixture(Dialect dialect) {
        this.dialect = dialect;
    }

    @BeforeEach
    void open() {
        settings = dialect == Dialect.SQLITE
                ? StoreSettings.embedded(directory.resolve("data"))
                : new StoreSettings(TestPostgres.freshSchema("store_flow_test"), "", "", true, directory);
        store = openAnother(point -> {});
    }

    @AfterEach
    void close() {
        opened.forEach(Store::close);
    }

    Dialect dialect() {
        return dialect;
    }

    StoreSettings settings() {
        return settings;
    }

    /** In place of the one that is open: what a program left whose schema ended with that version, and these rows. */
    void openAfter(int version, String... rows) {
        closeNow(store);
        List<String> sql = new ArrayList<>();
        Migration.all(dialect).stream()
                .filter(migration -> migration.version() <= version)
                .forEach(migration -> sql.addAll(migration.statements()));
        sql.addAll(List.of(rows));
        if (dialect == Dialect.POSTGRESQL) {
            TestPostgres.freshSchema("store_flow_test");
        } else {
            PrivateFiles.directory(directory.resolve("old"));
            settings = StoreSettings.embedded(directory.resolve("old"));
            SqliteFile.of(settings.url()).prepare(true);
        }
        TestPostgres.execute(settings.url(), sql.toArray(String[]::new));
        store = openAnother(point -> {});
    }

    Store openAnother(FaultHook faults) {
        Store another = Stores.open(settings, Clock.systemUTC(), faults);
        opened.add(another);
        return another;
    }

    void closeNow(Store which) {
        which.close();
        opened.remove(which);
    }

    void restart() {
        closeNow(store);
        store = openAnother(point -> {});
    }

    /** Makes all instances seem dead, as if their processes had been killed. */
    void killAll() {
        store.write(transaction -> Sql.update(transaction, "DELETE FROM connector_instance"));
    }

    Job accept(String tenant, String stream, int records) {
        return store.jobs().accept(job(tenant, stream, records)).job();
    }

    static NewJob job(String tenant, String stream, int records) {
        List<NewRecord> all = new ArrayList<>();
        for (int i = 0; i < records; i++) {
            all.add(record(stream, i));
        }
        return job(tenant, List.of(stream), all);
    }

    static NewJob job(String tenant, List<String> streams, List<NewRecord> records) {
        return new NewJob(
                FLOW,
                tenant,
                "dev",
                Optional.of("import"),
                Optional.empty(),
                "hash",
                streams,
                records,
                Optional.empty(),
                1_000_000);
    }

    static NewJob keyed(NewJob job, String key, String bodyHash) {
        return new NewJob(
                job.flow(),
                job.tenant(),
                job.env(),
                job.name(),
                Optional.of(key),
                bodyHash,
                job.streams(),
                job.records(),
                job.immediate(),
                job.maxPending());
    }

    static NewJob immediate(NewJob job, boolean ordered) {
        return new NewJob(
                job.flow(),
                job.tenant(),
                job.env(),
                job.name(),
                job.idempotencyKey(),
                job.bodyHash(),
                job.streams(),
                job.records(),
                Optional.of(new Immediate(ordered, UUID.randomUUID().toString(), BODY)),
                job.maxPending());
    }

    static NewRecord record(String stream, int index) {
        return new NewRecord(
                stream,
                index,
                String.format("%064x", index),
                Optional.of("e" + index),
                payload(index),
                OptionalInt.empty());
    }

    static NewRecord duplicate(String stream, int index, int of) {
        return new NewRecord(
                stream, index, String.format("%064x", of), Optional.empty(), payload(of), OptionalInt.of(of));
    }

    static byte[] payload(int index) {
        return ("{\"n\":" + index + ",\"price\":1.10}").getBytes(UTF_8);
    }

    List<Waiting> claim(int records) {
        return store.batches().claim(FLOW, false, records, Long.MAX_VALUE);
    }

    List<Waiting> claimOrdered(int records) {
        return store.batches().claim(FLOW, true, records, Long.MAX_VALUE);
    }

    Batch form(List<Waiting> records) {
        return store.batches().form(records, BODY, false).batch().orElseThrow();
    }

    static Half half(String body) {
        return new Half(UUID.randomUUID().toString(), body.getBytes(UTF_8));
    }

    Batch next(int records) {
        return form(claim(records));
    }

    List<Batch> due() {
        return store.batches().due(FLOW, 100);
    }

    void finish(Batch batch, Result... results) {
        store.batches().finish(batch, Arrays.asList(results), OptionalInt.of(422));
    }

    void deliver(Batch batch) {
        store.batches().finish(batch, Collections.nCopies(batch.members().size(), delivered()), OptionalInt.of(200));
    }

    void postpone(Batch batch, Instant next) {
        store.batches().postpone(batch, next, true, OptionalInt.of(503), "try later");
    }

    static Result delivered() {
        return new Result(Outcome.DELIVERED, Optional.of("003K"), false, "");
    }

    static Result updated() {
        return new Result(Outcome.DELIVERED, Optional.empty(), true, "");
    }

    static Result existing() {
        return new Result(Outcome.EXISTING, Optional.empty(), false, "");
    }

    static Result failed(String error) {
        return new Result(Outcome.FAILED, Optional.empty(), false, error);
    }

    Job found(Job job) {
        return store.jobs().find(job.flow(), job.tenant(), job.id()).orElseThrow();
    }

    List<RecordRow> records(Job job) {
        return store.jobs().records(job.id(), Optional.empty(), 1000, 0);
    }

    static List<Long> seqs(Batch batch) {
        return batch.members().stream().map(Batches.Member::seq).toList();
    }

    void assertThatAllIsDone(Job... jobs) {
        for (Job job : jobs) {
            assertThat(found(job).status()).isEqualTo(Jobs.Status.JOB_COMPLETED);
        }
        assertThat(store.jobs().pending(FLOW)).isZero();
        assertThat(claim(100)).isEmpty();
        assertThat(due()).isEmpty();
        new FlowLedger(store).assertThatAllAddsUp();
    }
}
