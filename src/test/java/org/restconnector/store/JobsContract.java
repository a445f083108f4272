package org.restconnector.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.restconnector.store.Batches.Batch;
import org.restconnector.store.Batches.Waiting;
import org.restconnector.store.Jobs.Accepted;
import org.restconnector.store.Jobs.BacklogException;
import org.restconnector.store.Jobs.Counts;
import org.restconnector.store.Jobs.IdempotencyException;
import org.restconnector.store.Jobs.Job;
import org.restconnector.store.Jobs.NewJob;
import org.restconnector.store.Jobs.RecordRow;
import org.restconnector.store.Jobs.RecordStatus;
import org.restconnector.store.Jobs.Status;

/** What every store must do for the jobs of flows, whatever its database. */
abstract class JobsContract extends FlowFixture {
    JobsContract(Dialect dialect) {
        super(dialect);
    }

    @Test
    void aJobIsFoundAsItWasAccepted() {
        Accepted accepted = store.jobs()
                .accept(job(
                        "t1", List.of("Contact", "Deal", "None"), List.of(record("Contact", 0), record("Deal", 0))));

        Job job = accepted.job();
        assertThat(accepted.repeated()).isFalse();
        assertThat(accepted.batch()).isEmpty();
        assertThat(job.status()).isEqualTo(Status.JOB_CREATED);
        assertThat(job.name()).isEqualTo("import");
        assertThat(List.copyOf(job.streams().keySet())).containsExactly("Contact", "Deal", "None");
        assertThat(job.accepted()).isEqualTo(2);
        assertThat(found(job)).isEqualTo(job);
        assertThat(store.jobs().find(FLOW, "t2", job.id())).isEmpty();
        assertThat(store.jobs().find("erp", "t1", job.id())).isEmpty();
        restart();
        assertThat(found(job)).isEqualTo(job);
    }

    @Test
    void whatWaitsInADatabaseOfAnOlderProgramGoesOn() {
        String no = dialect() == Dialect.POSTGRESQL ? "false" : "0";
        String record =
                "INSERT INTO connector_record (seq, lane, job, idx, hash, payload, status, attempts, error) VALUES ";
        openAfter(
                9,
                "UPDATE connector_counter SET value = 3 WHERE name = 'record'",
                "INSERT INTO connector_flow (flow, paused_reason, paused_at, probed_at, refused_in_row)"
                        + " VALUES ('crm', 'unauthorized', 1000, 2000, 7)",
                "INSERT INTO connector_flow (flow, not_before) VALUES ('erp', 3000)",
                "INSERT INTO connector_lane (flow, tenant, stream, next_seq, last_seq, pending)"
                        + " VALUES ('crm', 't1', 'Contact', 2, 2, 2)",
                "INSERT INTO connector_job (id, flow, tenant, env, name, status, created_at, updated_at, first_seq,"
                        + " records, done, last_seq) VALUES ('j1', 'crm', 't1', 'dev', 'old', 'EXPORT_STARTED', 1, 1, 1, 3, 1, 3)",
                "INSERT INTO connector_job_stream (job, position, stream, accepted, fail) VALUES (1, 0, 'Contact', 3, 1)",
                record + "(1, 1, 1, 0, " + blob("01") + ", " + blob("7b7d") + ", 'waiting', 1, NULL)",
                record + "(2, 1, 1, 1, " + blob("02") + ", " + blob("7b7d") + ", 'waiting', 0, NULL)",
                record + "(3, 1, 1, 2, " + blob("03") + ", " + blob("7b7d") + ", 'failed', 1, 'no')",
                "INSERT INTO connector_batch (key, flow, lane, first_seq, last_seq, members, body, ordered, attempts,"
                        + " next_attempt_at, claimed) VALUES ('k1', 'crm', 1, 1, 1, '[1]', " + blob("7b7d") + ", " + no
                        + ", 1, 1, 99)",
                "INSERT INTO connector_dead_letter (id, created_at, direction, name, stream, tenant, job, record_id,"
                        + " record, reason, reason_key, attempts, record_seq) VALUES ('d1', 1, 'flow', 'crm', 'Contact', 't1',"
                        + " 'j1', '03', " + blob("7b7d") + ", 'no', 'no', 1, 3)");

        assertThat(store.batches().state(FLOW).pausedReason()).contains("unauthorized");
        assertThat(store.batches().state(FLOW).pausedAt()).contains(Instant.ofEpochMilli(1000));
        assertThat(store.batches().state(FLOW).probedAt()).contains(Instant.ofEpochMilli(2000));
        assertThat(store.batches().state(FLOW).refusedInARow()).isEqualTo(7);
        assertThat(store.batches().state("erp").notBefore()).contains(Instant.ofEpochMilli(3000));
        assertThat(claim(10)).isEmpty();
        store.batches().resume(FLOW);
        assertThat(store.jobs().retry(FLOW, "t1", "j1")).isEqualTo(1);
        deliver(next(10));
        List<Batch> due = due();
        assertThat(due).extracting(Batch::key).containsExactly("k1");
        deliver(due.get(0));
        deliver(form(store.batches().replays(FLOW, 10)));
        Job job = store.jobs().find(FLOW, "t1", "j1").orElseThrow();
        assertThat(job.streams().get("Contact").success()).isEqualTo(3);
        assertThatAllIsDone(job);
    }

    private String blob(String hex) {
        return dialect() == Dialect.POSTGRESQL ? "decode('" + hex + "', 'hex')" : "x'" + hex + "'";
    }

    @Test
    void aJobWithoutANameGetsOne() {
        NewJob named = job("t1", "Contact", 1);
        NewJob unnamed = new NewJob(
                FLOW,
                "t1",
                "dev",
                Optional.empty(),
                Optional.empty(),
                "hash",
                named.streams(),
                named.records(),
                Optional.empty(),
                10);

        assertThat(store.jobs().accept(unnamed).job().name()).matches("crm-\\d{8}-\\d{6}");
    }

    @Test
    void aJobOfNoRecordsIsCompletedAtOnce() {
        Job job = store.jobs().accept(job("t1", List.of(), List.of())).job();

        assertThat(job.status()).isEqualTo(Status.JOB_COMPLETED);
        assertThatAllIsDone(job);
    }

    @Test
    void itsStatusFollowsItsRecords() {
        Job job = accept("t1", "Contact", 3);
        assertThat(found(job).status()).isEqualTo(Status.JOB_CREATED);
        List<Waiting> claimed = claim(2);
        assertThat(found(job).status()).isEqualTo(Status.JOB_CREATED);
        Batch first = form(claimed);
        assertThat(found(job).status()).isEqualTo(Status.EXPORT_STARTED);
        deliver(first);
        assertThat(found(job).status()).isEqualTo(Status.EXPORT_STARTED);
        assertThat(found(job).processed()).isEqualTo(2);
        finish(next(1), failed("bad"));
        assertThatAllIsDone(job);
    }

    @Test
    void eachResultIsCountedAndShown() {
        Job job = store.jobs()
                .accept(job(
                        "t1",
                        List.of("Contact"),
                        List.of(
                                record("Contact", 0),
                                duplicate("Contact", 1, 0),
                                record("Contact", 2),
                                duplicate("Contact", 3, 2),
                                duplicate("Contact", 4, 0),
                                record("Contact", 5),
                                record("Contact", 6),
                                record("Contact", 7))))
                .job();
        assertThat(store.jobs().pending(FLOW)).isEqualTo(5);
        Batch batch = next(4);
        store.jobs().cancel(FLOW, "t1", job.id());
        finish(batch, delivered(), failed("no name"), updated(), existing());

        assertThat(found(job).streams()).isEqualTo(Map.of("Contact", new Counts(8, 1, 1, 4, 1, 1)));
        assertThat(records(job))
                .extracting(RecordRow::status)
                .containsExactly(
                        RecordStatus.DELIVERED,
                        RecordStatus.EXISTING,
                        RecordStatus.FAILED,
                        RecordStatus.EXISTING,
                        RecordStatus.EXISTING,
                        RecordStatus.DELIVERED,
                        RecordStatus.EXISTING,
                        RecordStatus.CANCELLED);
        assertThat(records(job))
                .extracting(RecordRow::succeeded)
                .containsExactly(true, true, false, false, true, true, true, false);
        RecordRow refused = records(job).get(2);
        assertThat(refused.error()).contains("no name");
        assertThat(refused.externalId()).contains("e2");
        assertThat(refused.attempts()).isEqualTo(1);
        assertThat(refused.lastStatus()).hasValue(422);
        assertThat(refused.hash()).isEqualTo(String.format("%064x", 2));
        RecordRow itsDuplicate = records(job).get(3);
        assertThat(itsDuplicate.error()).contains("no name");
        assertThat(itsDuplicate.hash()).isEqualTo(refused.hash());
        assertThat(records(job).get(0).targetId()).contains("003K");
        assertThat(records(job).get(1).targetId()).contains("003K");
        new FlowLedger(store).assertThatAllAddsUp();
    }

    @Test
    void recordsThatAreOnTheirWayAreShown() {
        Job job = accept("t1", "Contact", 4);
        Batch batch = next(2);
        assertThat(records(job))
                .extracting(RecordRow::status)
                .containsExactly(
                        RecordStatus.SENDING, RecordStatus.SENDING, RecordStatus.PENDING, RecordStatus.PENDING);
        Instant next = Instant.ofEpochMilli(System.currentTimeMillis() + 60_000);
        postpone(batch, next);

        RecordRow row = records(job).get(1);
        assertThat(row.nextAttemptAt()).contains(next);
        assertThat(row.attempts()).isEqualTo(1);
        assertThat(row.error()).contains("try later");
        assertThat(row.lastStatus()).hasValue(503);
        assertThat(records(job).get(2).nextAttemptAt()).isEmpty();
        long second = row.seq();
        assertThat(store.jobs().records(job.id(), Optional.of(RecordStatus.PENDING), 1, 0))
                .extracting(RecordRow::index)
                .containsExactly(2);
        assertThat(store.jobs().records(job.id(), Optional.empty(), 10, second))
                .extracting(RecordRow::index)
                .containsExactly(2, 3);
        assertThat(store.jobs().records("none", Optional.empty(), 10, 0)).isEmpty();
    }

    @Test
    void jobsAreListedNewestFirst() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            ids.add(0, accept("t1", "Contact", 1).id());
            accept("t2", "Contact", 1);
        }

        assertThat(store.jobs().list(FLOW, "t1", 10, Optional.empty()))
                .extracting(Job::id)
                .isEqualTo(ids);
        assertThat(store.jobs().list(FLOW, "t1", 2, Optional.of(ids.get(1))))
                .extracting(Job::id)
                .isEqualTo(ids.subList(2, 4));
        assertThat(store.jobs().list(FLOW, "none", 10, Optional.empty())).isEmpty();
    }

    @Test
    void aKeyThatComesAgainGetsTheFirstJob() {
        NewJob job = keyed(job("t1", "Contact", 2), "k1", "h1");
        Accepted first = store.jobs().accept(job);
        restart();
        Accepted again = store.jobs().accept(job);

        assertThat(again.repeated()).isTrue();
        assertThat(again.job()).isEqualTo(first.job());
        assertThat(store.jobs().pending(FLOW)).isEqualTo(2);
        assertThatThrownBy(() -> store.jobs().accept(keyed(job("t1", "Contact", 2), "k1", "h2")))
                .isInstanceOf(IdempotencyException.class)
                .hasMessageContaining(first.job().id());
        assertThat(store.jobs()
                        .accept(keyed(job("t2", "Contact", 2), "k1", "h2"))
                        .repeated())
                .isFalse();
        assertThat(store.jobs()
                        .accept(keyed(job("t1", "Contact", 2), "k2", "h1"))
                        .repeated())
                .isFalse();
    }

    @Test
    void aKeyIsForgottenAfterADay() {
        NewJob job = keyed(job("t1", "Contact", 1), "k1", "h1");
        Accepted first = store.jobs().accept(job);
        age(Duration.ofHours(24).minusMinutes(1));
        assertThat(store.jobs().accept(job).repeated()).isTrue();
        age(Duration.ofMinutes(2));

        Accepted later = store.jobs().accept(keyed(job("t1", "Contact", 1), "k1", "h2"));
        assertThat(later.repeated()).isFalse();
        assertThat(later.job().id()).isNotEqualTo(first.job().id());
    }

    private void age(Duration by) {
        store.write(transaction ->
                Sql.update(transaction, "UPDATE connector_idempotency SET created_at = created_at - ?", by.toMillis()));
    }

    @Test
    void ofManyWithOneKeyAtOnceOneIsStored() throws Exception {
        List<Accepted> all = Collections.synchronizedList(new ArrayList<>());
        NewJob job = keyed(job("t1", "Contact", 3), "k1", "h1");

        StoreContract.inThreads(16, thread -> all.add(store.jobs().accept(job)));

        assertThat(all).filteredOn(accepted -> !accepted.repeated()).hasSize(1);
        assertThat(all)
                .extracting(accepted -> accepted.job().id())
                .containsOnly(all.get(0).job().id());
        assertThat(store.jobs().pending(FLOW)).isEqualTo(3);
    }

    @Test
    void aFullBacklogIsRefusedAndNothingIsStored() {
        NewJob job = new NewJob(
                FLOW,
                "t1",
                "dev",
                Optional.empty(),
                Optional.of("k1"),
                "h1",
                List.of("Contact"),
                List.of(record("Contact", 0), record("Contact", 1)),
                Optional.empty(),
                3);
        store.jobs().accept(keyed(job, "k0", "h0"));
        store.jobs().accept(keyed(job, "k1", "h1"));

        assertThatThrownBy(() -> store.jobs().accept(keyed(job, "k2", "h2")))
                .isInstanceOf(BacklogException.class)
                .hasMessageContaining("flow crm has 4 records waiting")
                .hasMessageContaining("3 are allowed");
        assertThat(store.jobs().accept(keyed(job, "k1", "h1")).repeated()).isTrue();
        assertThat(store.jobs().list(FLOW, "t1", 10, Optional.empty())).hasSize(2);
        deliver(next(2));
        assertThat(store.jobs().accept(keyed(job, "k2", "h2")).repeated()).isFalse();
    }

    @Test
    void cancellingLeavesWhatIsInABatch() {
        Job job = accept("t1", "Contact", 5);
        Job other = accept("t1", "Contact", 1);
        Batch batch = next(2);

        Job cancelled = store.jobs().cancel(FLOW, "t1", job.id()).orElseThrow();

        assertThat(cancelled.status()).isEqualTo(Status.JOB_CANCELLED);
        assertThat(cancelled.streams().get("Contact").cancelled()).isEqualTo(3);
        assertThat(store.jobs().cancel(FLOW, "t2", job.id())).isEmpty();
        assertThat(store.jobs().pending(FLOW)).isEqualTo(3);
        deliver(batch);
        assertThat(found(job).status()).isEqualTo(Status.JOB_CANCELLED);
        assertThat(found(job).processed()).isEqualTo(5);
        deliver(next(10));
        assertThatAllIsDone(other);
    }

    @Test
    void cancellingWhatIsDoneChangesNothing() {
        Job job = accept("t1", "Contact", 1);
        deliver(next(1));

        assertThat(store.jobs().cancel(FLOW, "t1", job.id()).orElseThrow().status())
                .isEqualTo(Status.JOB_COMPLETED);
    }

    @Test
    void recordsThatWereCancelledAfterTheirClaimAreLeftOut() {
        Job cancelled = accept("t1", "Contact", 2);
        Job kept = accept("t1", "Contact", 2);
        List<Waiting> claimed = claim(10);
        store.jobs().cancel(FLOW, "t1", cancelled.id());

        Batches.Formed formed = store.batches().form(claimed, BODY, false);

        assertThat(formed.batch()).isEmpty();
        assertThat(formed.remaining()).extracting(Waiting::jobId).containsExactly(kept.id(), kept.id());
        deliver(form(formed.remaining()));
        assertThatAllIsDone(kept);
    }

    @Test
    void failedRecordsOfAJobAreSentAgain() {
        Job job = store.jobs()
                .accept(job(
                        "t1",
                        List.of("Contact"),
                        List.of(record("Contact", 0), record("Contact", 1), duplicate("Contact", 2, 1))))
                .job();
        finish(next(2), delivered(), failed("bad"));
        assertThat(store.deadLetters().count(DeadLetters.Filter.ALL)).isEqualTo(1);
        assertThat(store.jobs().retry(FLOW, "t2", job.id())).isZero();

        assertThat(store.jobs().retry(FLOW, "t1", job.id())).isEqualTo(1);

        assertThat(store.jobs().retry(FLOW, "t1", job.id())).isZero();
        assertThat(store.deadLetters().count(DeadLetters.Filter.ALL)).isZero();
        assertThat(found(job).status()).isEqualTo(Status.EXPORT_STARTED);
        assertThat(found(job).processed()).isEqualTo(1);
        assertThat(records(job))
                .extracting(RecordRow::status)
                .containsExactly(RecordStatus.DELIVERED, RecordStatus.PENDING, RecordStatus.PENDING);
        new FlowLedger(store).assertThatAllAddsUp();
        restart();
        List<Waiting> again = store.batches().replays(FLOW, 10);
        assertThat(again).extracting(Waiting::index).containsExactly(1);
        assertThat(again.get(0).payload()).isEqualTo(payload(1));
        assertThat(again.get(0).externalId()).contains("e1");
        assertThat(store.batches().replays(FLOW, 10)).isEmpty();
        Batch batch = form(again);
        assertThat(records(job).get(1).status()).isEqualTo(RecordStatus.SENDING);
        deliver(batch);
        assertThat(records(job).get(1).attempts()).isEqualTo(2);
        assertThat(found(job).streams().get("Contact")).isEqualTo(new Counts(3, 2, 0, 1, 0, 0));
        assertThatAllIsDone(job);
    }

    @Test
    void aRetryThatIsCancelledIsNotSent() {
        Job job = accept("t1", "Contact", 1);
        finish(next(1), failed("bad"));
        store.jobs().retry(FLOW, "t1", job.id());
        List<Waiting> again = store.batches().replays(FLOW, 10);

        store.jobs().cancel(FLOW, "t1", job.id());

        Batches.Formed formed = store.batches().form(again, BODY, false);
        assertThat(formed.batch()).isEmpty();
        assertThat(formed.remaining()).isEmpty();
        assertThat(found(job).streams().get("Contact")).isEqualTo(new Counts(1, 0, 0, 0, 0, 1));
        new FlowLedger(store).assertThatAllAddsUp();
    }

    @Test
    void aRealTimeWriteIsABatchAtOnce() {
        Job before = accept("t1", "Contact", 2);
        Accepted accepted = store.jobs().accept(immediate(job("t1", "Contact", 1), false));

        Batch batch = accepted.batch().orElseThrow();
        assertThat(accepted.job().status()).isEqualTo(Status.EXPORT_STARTED);
        assertThat(batch.body()).isEqualTo(BODY);
        assertThat(batch.members())
                .extracting(Batches.Member::jobId)
                .containsExactly(accepted.job().id());
        assertThat(store.batches().payloads(batch)).containsExactly(payload(0));
        assertThat(due()).isEmpty();
        deliver(batch);
        assertThat(found(accepted.job()).status()).isEqualTo(Status.JOB_COMPLETED);
        Batch rest = next(10);
        assertThat(rest.members()).extracting(Batches.Member::jobId).containsOnly(before.id());
        deliver(rest);
        assertThatAllIsDone(before, accepted.job());
    }

    @Test
    void aRealTimeWriteWaitsWhileItsFlowMayNotSend() {
        store.batches().pause(FLOW, "unauthorized");
        assertThat(store.jobs()
                        .accept(immediate(job("t1", "Contact", 1), false))
                        .batch())
                .isEmpty();
        store.batches().resume(FLOW);
        store.batches().holdBack(FLOW, Instant.now().plusSeconds(60));
        assertThat(store.jobs()
                        .accept(immediate(job("t1", "Contact", 1), false))
                        .batch())
                .isEmpty();
        assertThat(store.jobs().pending(FLOW)).isEqualTo(2);
    }

    @Test
    void anOrderedRealTimeWriteWaitsBehindWhatIsBeforeIt() {
        Accepted first = store.jobs().accept(immediate(job("t1", "Contact", 1), true));
        assertThat(first.batch()).isPresent();
        assertThat(store.jobs().accept(immediate(job("t1", "Contact", 1), true)).batch())
                .isEmpty();
        assertThat(store.jobs().accept(immediate(job("t2", "Contact", 1), true)).batch())
                .isPresent();
        assertThat(claimOrdered(10)).isEmpty();
        deliver(first.batch().get());
        List<Waiting> second = claimOrdered(10);
        assertThat(second).hasSize(1);
        assertThat(store.jobs().accept(immediate(job("t1", "Contact", 1), true)).batch())
                .isEmpty();
    }

    @Test
    void namesOfAllKindsAreKept() {
        String name = "ä \"quoted\" $x {{y}} \\ ' %";
        Job job = store.jobs().accept(job(name, name, 1)).job();

        assertThat(found(job).streams()).containsOnlyKeys(name);
        List<Waiting> claimed = claim(1);
        assertThat(claimed.get(0).lane().tenant()).isEqualTo(name);
        store.batches().finish(form(claimed), List.of(failed("\u0000\uD800" + "x".repeat(5000))), OptionalInt.empty());
        assertThat(records(job).get(0).error().orElseThrow()).hasSize(4096).startsWith("\uFFFD\uFFFDx");
    }

    @Test
    void aRunsPagesAreOneJobThatIsCompletedWhenTheRunEnds() {
        Run run = store.runs().begin("orders");
        Job first = append(job("t1", "Contact", 2), run);
        Job other = accept("t1", "Contact", 1);
        deliver(next(2));
        assertThat(found(first).status()).isEqualTo(Status.EXPORT_STARTED);
        Job second = append(others(2, 5), run);
        Job stranger = append(job("t1", "Deal", 1), run);

        assertThat(second.id()).isEqualTo(first.id()).isNotEqualTo(stranger.id());
        assertThat(found(first).accepted()).isEqualTo(5);
        assertThat(found(first).processed()).isEqualTo(2);
        assertThat(records(first)).extracting(RecordRow::index).containsExactly(0, 1, 2, 3, 4);
        assertThat(records(other)).hasSize(1);
        for (Batch batch = next(10); ; batch = next(10)) {
            deliver(batch);
            if (store.jobs().pending(FLOW) == 0) {
                break;
            }
        }
        assertThat(found(first).processed()).isEqualTo(5);
        assertThat(found(first).status()).isEqualTo(Status.EXPORT_STARTED);
        assertThat(found(other).status()).isEqualTo(Status.JOB_COMPLETED);

        store.write(transaction -> {
            store.runs().finish(transaction, completed(run));
            return null;
        });

        assertThat(found(first).status()).isEqualTo(Status.JOB_COMPLETED);
        assertThat(found(stranger).status()).isEqualTo(Status.JOB_COMPLETED);
        assertThat(append(job("t1", "Contact", 1), run).id()).isNotEqualTo(first.id());
        assertThat(append(job("t1", "Contact", 1), run).accepted()).isEqualTo(1);
    }

    @Test
    void aRecordThatComesAgainOnALaterPageIsSentOnce() {
        Run run = store.runs().begin("orders");
        NewJob page = job("t1", "Contact", 3);
        Job job = append(page, run);
        finish(next(2), failed("no"), delivered());
        assertThat(append(page, run).id()).isEqualTo(job.id());
        assertThat(append(page, run).accepted()).isEqualTo(9);

        assertThat(store.jobs().pending(FLOW)).isEqualTo(1);
        assertThat(found(job).processed()).isEqualTo(2 + 4);
        deliver(next(10));
        assertThat(claim(10)).isEmpty();
        store.write(transaction -> {
            store.runs().finish(transaction, completed(run));
            return null;
        });

        assertThat(found(job).status()).isEqualTo(Status.JOB_COMPLETED);
        assertThat(found(job).streams().get("Contact")).isEqualTo(new Jobs.Counts(9, 2, 1, 6, 0, 0));
        assertThat(records(job))
                .extracting(RecordRow::status)
                .endsWith(RecordStatus.EXISTING, RecordStatus.EXISTING, RecordStatus.EXISTING);
        store.jobs().retry(FLOW, "t1", job.id());
        assertThat(found(job).processed()).isEqualTo(6);
    }

    @Test
    void aRunThatCrashedLeavesNoJobOpen() {
        Run crashed = store.runs().begin("orders");
        Job left = append(job("t1", "Contact", 1), crashed);
        Job gone = append(job("t1", "Deal", 1), store.runs().begin("removed"));
        deliver(next(1));
        deliver(next(1));
        assertThat(found(left).status()).isEqualTo(Status.EXPORT_STARTED);
        restart();
        Run next = store.runs().begin("orders");
        assertThat(found(left).status()).isEqualTo(Status.JOB_COMPLETED);
        assertThat(append(job("t1", "Contact", 1), next).id()).isNotEqualTo(left.id());
        closeNow(store);
        store = openAnother(point -> {});
        assertThat(found(gone).status()).isEqualTo(Status.JOB_COMPLETED);
    }

    @Test
    void whatARunAddsToACancelledJobIsANewOne() {
        Run run = store.runs().begin("orders");
        Job first = append(job("t1", "Contact", 2), run);
        store.jobs().cancel(FLOW, "t1", first.id());
        Job second = append(job("t1", "Contact", 1), run);
        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(found(first).status()).isEqualTo(Status.JOB_CANCELLED);
        assertThat(found(first).accepted()).isEqualTo(2);
    }

    @Test
    void aWebhooksCallsOutliveTheProcessUntilTheyAreDone() {
        store.webhooks().listen(FLOW, Set.of(Webhooks.Event.JOB_COMPLETED));
        Job job = accept("t1", "Contact", 1);
        assertThat(calls(store)).isEmpty();
        deliver(next(1));

        Webhooks.Call call = calls(store).get(0);
        assertThat(call.job()).isEqualTo(job.id());
        assertThat(calls(store)).isEmpty();
        store.webhooks().render(call, new byte[] {1, 2});
        restart();
        store.webhooks().listen(FLOW, Set.of(Webhooks.Event.JOB_COMPLETED));

        Webhooks.Call again = calls(store).get(0);
        assertThat(again.key()).isEqualTo(call.key());
        assertThat(again.body()).hasValue(new byte[] {1, 2});
        store.webhooks().again(again, Instant.EPOCH);
        assertThat(calls(store)).singleElement().satisfies(last -> {
            assertThat(last.attempts()).isEqualTo(1);
            store.webhooks().done(last);
        });
        store.webhooks().listen(FLOW, Set.of(Webhooks.Event.JOB_COMPLETED));
        assertThat(calls(store)).isEmpty();
    }

    private static List<Webhooks.Call> calls(Store store) {
        return store.webhooks().due(FLOW, 10, Duration.ofMinutes(1));
    }

    /** Of records that no other job has. */
    private static NewJob others(int from, int to) {
        List<Jobs.NewRecord> records = new ArrayList<>();
        for (int i = from; i < to; i++) {
            Jobs.NewRecord record = record("Contact", i);
            records.add(new Jobs.NewRecord(
                    "Contact", i - from, record.hash(), record.externalId(), record.payload(), OptionalInt.empty()));
        }
        return job("t1", List.of("Contact"), records);
    }

    private static Run completed(Run run) {
        return new Run(
                run.id(),
                run.pull(),
                Run.Status.COMPLETED,
                run.startedAt(),
                Optional.empty(),
                Run.Counters.ZERO,
                false,
                List.of(),
                Optional.empty());
    }

    private Job append(NewJob job, Run run) {
        return store.write(transaction -> store.jobs().append(transaction, job, run.id()))
                .job();
    }
}
