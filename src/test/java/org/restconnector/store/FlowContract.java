package org.restconnector.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.restconnector.store.Batches.Batch;
import org.restconnector.store.Batches.Outcome;
import org.restconnector.store.Batches.Result;
import org.restconnector.store.Batches.Waiting;
import org.restconnector.store.Jobs.Accepted;
import org.restconnector.store.Jobs.Counts;
import org.restconnector.store.Jobs.Immediate;
import org.restconnector.store.Jobs.Job;
import org.restconnector.store.Jobs.NewJob;
import org.restconnector.store.Jobs.NewRecord;
import org.restconnector.store.Jobs.Status;

/** What every store must do for flows, whatever its database. */
@Timeout(120)
abstract class FlowContract {
    static final long MANY_BYTES = 32_000_000;
    static final byte[] BODY = "[]".getBytes(UTF_8);

    @TempDir
    Path directory;

    private final List<Store> opened = new ArrayList<>();
    Store store;

    /** Of a database that nobody has used yet, the same for the whole of one test. */
    abstract StoreSettings settings();

    @BeforeEach
    void open() {
        store = openAnother();
    }

    @AfterEach
    void close() {
        opened.forEach(Store::close);
    }

    Store openAnother() {
        Store another = Stores.open(settings(), Clock.systemUTC(), point -> {});
        opened.add(another);
        return another;
    }

    /** As a new process would: what the old one held is free. */
    void restart() {
        store.close();
        opened.remove(store);
        store = openAnother();
    }

    @Test
    void recordsAreSentInTheOrderInWhichTheyCame() {
        Job job = accept("crm", "t1", "Contact", 5).job();
        assertThat(job.status()).isEqualTo(Status.JOB_CREATED);
        assertThat(found(job)).usingRecursiveComparison().isEqualTo(job);

        List<Waiting> first = claim("crm", 3);
        List<Waiting> second = claim("crm", 3);
        assertThat(first).extracting(Waiting::index).containsExactly(0, 1, 2);
        assertThat(second).extracting(Waiting::index).containsExactly(3, 4);
        assertThat(claim("crm", 3)).isEmpty();
        assertThat(new String(first.get(2).payload(), UTF_8)).contains("\"n\":2");

        Batch batch = form(first);
        assertThat(found(job).status()).isEqualTo(Status.EXPORT_STARTED);
        finish(batch, delivered("a"), delivered("b"), failed("no name"));
        assertThat(found(job).streams()).containsEntry("Contact", new Counts(5, 2, 1, 0, 0, 0));
        assertThat(store.jobs().pending("crm")).isEqualTo(2);
        finish(form(second), delivered("d"), existing());
        assertThat(found(job).status()).isEqualTo(Status.JOB_COMPLETED);
        assertThat(found(job).processed()).isEqualTo(5);
        assertThat(store.jobs().pending("crm")).isZero();
        assertThat(store.deadLetters().list(DeadLetters.Filter.ALL, 10)).hasSize(1);
    }

    Accepted accept(String flow, String tenant, String stream, int records) {
        return store.jobs().accept(newJob(flow, tenant, stream, records));
    }

    static NewJob newJob(String flow, String tenant, String stream, int records) {
        List<NewRecord> all = new ArrayList<>();
        for (int i = 0; i < records; i++) {
            all.add(record(stream, i));
        }
        return newJob(flow, tenant, List.of(stream), all, Optional.empty());
    }

    static NewJob newJob(
            String flow, String tenant, List<String> streams, List<NewRecord> records, Optional<Immediate> immediate) {
        return new NewJob(
                flow,
                tenant,
                "dev",
                Optional.of("job"),
                Optional.empty(),
                "hash",
                streams,
                records,
                immediate,
                1_000_000);
    }

    static NewRecord record(String stream, int index) {
        return new NewRecord(
                stream,
                index,
                HexFormat.of().formatHex(new byte[] {(byte) (index >> 8), (byte) index}),
                Optional.of("e" + index),
                ("{\"stream\":\"" + stream + "\",\"n\":" + index + "}").getBytes(UTF_8),
                OptionalInt.empty());
    }

    List<Waiting> claim(String flow, int records) {
        return store.batches().claim(flow, false, records, MANY_BYTES);
    }

    Batch form(List<Waiting> records) {
        return store.batches().form(records, BODY, false).batch().orElseThrow();
    }

    void finish(Batch batch, Result... results) {
        store.batches().finish(batch, List.of(results), OptionalInt.of(200));
    }

    static Result delivered(String targetId) {
        return new Result(Outcome.DELIVERED, Optional.of(targetId), false, "");
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
}
