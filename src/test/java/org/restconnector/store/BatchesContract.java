package org.restconnector.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.restconnector.store.Batches.Batch;
import org.restconnector.store.Batches.FlowState;
import org.restconnector.store.Batches.Formed;
import org.restconnector.store.Batches.Scope;
import org.restconnector.store.Batches.Tenants;
import org.restconnector.store.Batches.Waiting;
import org.restconnector.store.DeadLetters.DeadLetter;
import org.restconnector.store.DeadLetters.Filter;
import org.restconnector.store.DeadLetters.NewDeadLetter;
import org.restconnector.store.DeadLetters.Origin;
import org.restconnector.store.Jobs.Counts;
import org.restconnector.store.Jobs.Job;
import org.restconnector.store.Jobs.RecordRow;
import org.restconnector.store.Jobs.Status;

/** What every store must do for the batches of flows, whatever its database. */
abstract class BatchesContract extends FlowFixture {
    BatchesContract(Dialect dialect) {
        super(dialect);
    }

    @Test
    void recordsAreGivenOnceInTheOrderOfTheirCommitWhileOthersAreAccepted() throws Exception {
        AtomicInteger accepting = new AtomicInteger(8);
        List<Waiting> given = Collections.synchronizedList(new ArrayList<>());

        StoreContract.inThreads(9, thread -> {
            if (thread < 8) {
                for (int i = 0; i < 25; i++) {
                    accept("t" + i % 2, "Contact", 1 + (thread + i) % 4);
                }
                accepting.decrementAndGet();
            } else {
                List<Waiting> some;
                do {
                    boolean last = accepting.get() == 0;
                    some = claim(7);
                    given.addAll(some);
                    if (last && some.isEmpty()) {
                        break;
                    }
                } while (true);
            }
        });

        assertThat((long) given.size()).isEqualTo(store.jobs().pending(FLOW));
        for (String tenant : List.of("t0", "t1")) {
            List<Waiting> lane = given.stream()
                    .filter(record -> record.lane().tenant().equals(tenant))
                    .toList();
            assertThat(lane).extracting(Waiting::seq).isSorted().doesNotHaveDuplicates();
            List<Integer> inJob = lane.stream().map(Waiting::index).toList();
            for (int i = 1; i < lane.size(); i++) {
                boolean sameJob = lane.get(i).jobId().equals(lane.get(i - 1).jobId());
                assertThat(inJob.get(i)).isEqualTo(sameJob ? inJob.get(i - 1) + 1 : 0);
            }
        }
    }

    @Test
    void lanesTakeTurns() {
        accept("t1", "Contact", 6);
        accept("t1", "Deal", 2);
        accept("t2", "Contact", 4);
        List<String> turns = new ArrayList<>();

        for (List<Waiting> some = claim(2); !some.isEmpty(); some = claim(2)) {
            turns.add(some.get(0).lane().tenant() + some.get(0).lane().stream());
            if (turns.size() == 3) {
                accept("t3", "Contact", 2);
            }
        }

        assertThat(turns)
                .containsExactly(
                        "t1Contact", "t1Deal", "t2Contact", "t3Contact", "t1Contact", "t2Contact", "t1Contact");
    }

    @Test
    void theSurveyTellsTheOldestOfWhatIsPending() {
        Instant before = store.now();
        assertThat(store.survey().backlogs()).isEmpty();
        accept("t1", "Contact", 2);
        accept("t2", "Deal", 3);
        Instant between = store.now();
        finish(next(1), failed("x"));

        Survey.Backlog backlog = store.survey().backlogs().get(FLOW);
        assertThat(backlog.records()).isEqualTo(4);
        assertThat(backlog.oldest().orElseThrow()).isBetween(before.minusMillis(1), between.plusMillis(1));
        assertThat(store.survey().deadLetters()).isEqualTo(java.util.Map.of(FLOW, 1L));
        assertThat(store.survey().isWorking()).isTrue();
        deliver(form(claim(10)));
        deliver(form(claim(10)));
        assertThat(store.survey().backlogs()).isEmpty();
    }

    @Test
    void aClaimIsBoundedInBytes() {
        accept("t1", "Contact", 5);
        long two = payload(0).length + payload(1).length;

        assertThat(store.batches().claim(FLOW, false, 10, two)).hasSize(2);
        assertThat(store.batches().claim(FLOW, false, 10, 1)).hasSize(1);
        assertThat(store.batches().claim(FLOW, false, 10, 1000)).hasSize(2);
        assertThat(store.batches().claim("erp", false, 10, 1000)).isEmpty();
    }

    @Test
    void whatIsReleasedComesAgainInItsOrder() {
        Job job = accept("t1", "Contact", 6);
        List<Waiting> first = claim(2);
        List<Waiting> second = claim(2);

        store.batches().release(first);

        List<Waiting> again = claim(10);
        assertThat(again).extracting(Waiting::index).containsExactly(0, 1, 2, 3, 4, 5);
        deliver(form(again));
        Formed late = store.batches().form(second, BODY, false);
        assertThat(late.batch()).isEmpty();
        assertThat(late.remaining()).isEmpty();
        assertThatAllIsDone(job);
    }

    @Test
    void everythingIsReleasedAtTheEnd() {
        Job job = accept("t1", "Contact", 3);
        finish(next(1), failed("x"));
        store.jobs().retry(FLOW, "t1", job.id());
        assertThat(claim(10)).hasSize(2);
        assertThat(store.batches().replays(FLOW, 10)).hasSize(1);

        store.batches().releaseAll();

        deliver(form(claim(10)));
        deliver(form(store.batches().replays(FLOW, 10)));
        assertThatAllIsDone(job);
    }

    @Test
    void aRestartFreesClaimsAndSendsOpenBatchesAgainAsTheyWere() {
        Job job = accept("t1", "Contact", 6);
        Batch sent = store.batches()
                .form(claim(2), "[{\"ä\":1.10}]".getBytes(UTF_8), false)
                .batch()
                .orElseThrow();
        claim(2);

        restart();

        List<Batch> again = due();
        assertThat(again).hasSize(1);
        assertThat(again.get(0)).usingRecursiveComparison().isEqualTo(sent);
        assertThat(due()).isEmpty();
        deliver(again.get(0));
        Batch rest = next(10);
        assertThat(rest.members()).extracting(Batches.Member::index).containsExactly(2, 3, 4, 5);
        deliver(rest);
        assertThatAllIsDone(job);
    }

    @Test
    void batchesFormedOutOfOrderLoseNothing() {
        Job job = accept("t1", "Contact", 6);
        List<Waiting> first = claim(2);
        List<Waiting> second = claim(2);
        List<Waiting> third = claim(2);

        Batch two = form(second);
        new FlowLedger(store).assertThatAllAddsUp();
        Batch three = form(third);
        Batch one = form(first);

        new FlowLedger(store).assertThatAllAddsUp();
        assertThatThrownBy(() -> form(second)).hasMessage("No value present");
        deliver(two);
        deliver(one);
        deliver(three);
        assertThatAllIsDone(job);
    }

    @Test
    void anOrderedBatchIsNotFormedBeforeEarlierOnes() {
        accept("t1", "Contact", 4);
        List<Waiting> first = claimOrdered(2);
        List<Waiting> second = claimOrdered(2);

        assertThatThrownBy(() -> store.batches().form(second, BODY, true))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("ordered flow crm")
                .hasMessageContaining("record " + second.get(0).seq());
        store.batches().release(first);
        assertThat(claimOrdered(10)).hasSize(4);
    }

    @Test
    void anOrderedLaneSendsOneBatchAtATime() {
        Job job = accept("t1", "Contact", 6);
        Job other = accept("t2", "Contact", 1);
        List<Waiting> claimed = claimOrdered(4);
        Batch first = ordered(claimed.subList(0, 2)).orElseThrow();
        assertThat(ordered(claimed.subList(2, 4))).isEmpty();
        assertThat(due()).isEmpty();
        assertThat(store.batches().nextDue(FLOW)).isEmpty();
        assertThat(claimOrdered(10))
                .extracting(record -> record.lane().tenant())
                .containsOnly("t2");
        store.batches().releaseAll();

        Instant later = Instant.ofEpochMilli(System.currentTimeMillis() + 300);
        postpone(first, later);
        assertThat(store.batches().nextDue(FLOW)).contains(later);
        assertThat(due()).isEmpty();
        List<Batch> again = new ArrayList<>();
        await().until(() -> again.addAll(due()) || !again.isEmpty());
        assertThat(again).extracting(Batch::key).containsExactly(first.key());
        assertThat(again.get(0).attempts()).isEqualTo(1);
        deliver(again.get(0));
        Batch second = due().get(0);
        assertThat(second.members()).extracting(Batches.Member::index).containsExactly(2, 3);
        deliver(second);
        deliver(ordered(claimOrdered(10)).orElseThrow());
        deliver(ordered(claimOrdered(10)).orElseThrow());
        assertThatAllIsDone(job, other);
    }

    private Optional<Batch> ordered(List<Waiting> records) {
        return store.batches().form(records, BODY, true).batch();
    }

    @Test
    void halvesOfAnOrderedBatchAreSentOneAfterTheOther() {
        Job job = accept("t1", "Contact", 5);
        List<Waiting> claimed = claimOrdered(5);
        Batch first = ordered(claimed.subList(0, 4)).orElseThrow();
        assertThat(ordered(claimed.subList(4, 5))).isEmpty();

        List<Batch> halves = store.batches().split(first, 2, half("[1]"), half("[2]"));

        assertThat(halves).hasSize(1);
        assertThat(halves.get(0).members()).extracting(Batches.Member::index).containsExactly(0, 1);
        assertThat(due()).isEmpty();
        deliver(halves.get(0));
        List<Batch> second = due();
        assertThat(second).hasSize(1);
        assertThat(second.get(0).members()).extracting(Batches.Member::index).containsExactly(2, 3);
        assertThat(due()).isEmpty();
        deliver(second.get(0));
        List<Batch> third = due();
        assertThat(third).hasSize(1);
        assertThat(third.get(0).members()).extracting(Batches.Member::index).containsExactly(4);
        deliver(third.get(0));
        assertThatAllIsDone(job);
    }

    @Test
    void aSplitReplacesTheBatchByItsHalves() {
        Job job = accept("t1", "Contact", 4);
        Batch batch = next(4);
        postpone(batch, Instant.EPOCH);
        batch = due().get(0);

        List<Batch> halves = store.batches().split(batch, 3, half("[1]"), half("[2]"));

        Batch parent = batch;
        assertThatThrownBy(() -> deliver(parent)).isInstanceOf(LockLostException.class);
        assertThatThrownBy(() -> store.batches().split(parent, 1, half("[1]"), half("[2]")))
                .isInstanceOf(LockLostException.class);
        assertThat(halves).extracting(half -> new String(half.body(), UTF_8)).containsExactly("[1]", "[2]");
        assertThat(Set.of(halves.get(0).key(), halves.get(1).key(), parent.key()))
                .hasSize(3);
        assertThat(store.batches().payloads(halves.get(0))).containsExactly(payload(0), payload(1), payload(2));
        new FlowLedger(store).assertThatAllAddsUp();
        restart();
        List<Batch> again = due();
        assertThat(again).usingRecursiveFieldByFieldElementComparator().isEqualTo(halves);
        finish(again.get(1), failed("bad"));
        deliver(again.get(0));
        assertThat(records(job)).extracting(RecordRow::attempts).containsOnly(3);
        assertThat(store.deadLetters().list(Filter.ALL, 10).get(0).letter().attempts())
                .isEqualTo(3);
        assertThatAllIsDone(job);
    }

    @Test
    void ofBatchesThatAreFormedTogetherOneThatIsCancelledTakesNoOtherWithIt() {
        Job first = accept("t1", "Contact", 2);
        Job cancelled = accept("t1", "Contact", 2);
        Job other = accept("t2", "Contact", 2);
        List<Batches.Draft> drafts = Stream.of(claim(2), claim(2), claim(2))
                .map(records -> new Batches.Draft(store.batches().newKey(), records, BODY))
                .toList();
        store.jobs().cancel(FLOW, "t1", cancelled.id());

        List<Formed> formed = store.batches().form(drafts, false);

        List<Batch> batches =
                formed.stream().flatMap(one -> one.batch().stream()).toList();
        assertThat(batches).hasSize(2);
        assertThat(formed).extracting(one -> one.remaining().size()).containsOnly(0);
        assertThat(drafts)
                .extracting(Batches.Draft::key)
                .containsAll(batches.stream().map(Batch::key).toList());
        restart();
        List<Batch> again = due();
        assertThat(again).hasSize(2);
        again.forEach(this::deliver);
        assertThatAllIsDone(first, other);
    }

    @Test
    void aSplitThatCannotBeIsRefused() {
        accept("t1", "Contact", 2);
        Batch batch = next(2);

        assertThatThrownBy(() -> store.batches().split(batch, 2, half("[1]"), half("[2]")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> finish(batch, delivered()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 records and 1 results");
        deliver(batch);
    }

    @Test
    void aBatchIsFinishedOnce() {
        Job job = accept("t1", "Contact", 1);
        Batch batch = next(1);
        deliver(batch);

        assertThatThrownBy(() -> finish(batch, failed("x")))
                .isInstanceOf(LockLostException.class)
                .hasMessageContaining(batch.key());
        assertThatThrownBy(() -> postpone(batch, Instant.now())).isInstanceOf(LockLostException.class);
        assertThat(found(job).streams().get("Contact")).isEqualTo(new Counts(1, 1, 0, 0, 0, 0));
    }

    @Test
    void aDeadInstancesBatchesAndLanesAreTakenOverAndItsResultsRefused() {
        Job job = accept("t1", "Contact", 4);
        Store dead = store;
        Batch lost = next(2);
        List<Waiting> claimed = claim(2);
        store = openAnother(point -> {});
        assertThat(due()).isEmpty();
        assertThat(claim(10)).isEmpty();
        dead.write(transaction -> Sql.update(
                transaction,
                "DELETE FROM connector_instance WHERE epoch = (SELECT min(epoch) FROM connector_instance)"));

        List<Batch> taken = new ArrayList<>();
        List<Waiting> rest = new ArrayList<>();
        await().atMost(Duration.ofSeconds(20)).until(() -> taken.addAll(due()) || !taken.isEmpty());
        await().atMost(Duration.ofSeconds(20)).until(() -> rest.addAll(claim(10)) || !rest.isEmpty());

        assertThat(taken).extracting(Batch::key).containsExactly(lost.key());
        assertThat(rest).extracting(Waiting::index).containsExactly(2, 3);
        assertThatThrownBy(() -> dead.batches().finish(lost, List.of(delivered(), delivered()), OptionalInt.empty()))
                .isInstanceOf(LockLostException.class);
        assertThat(dead.batches().form(claimed, BODY, false).remaining()).isEmpty();
        deliver(taken.get(0));
        deliver(form(rest));
        assertThatAllIsDone(job);
    }

    @Test
    void instancesShareTheWork() throws Exception {
        Store another = openAnother(point -> {});
        for (int i = 0; i < 40; i++) {
            accept("t" + i % 8, "Contact", 5);
        }
        List<Long> sent = Collections.synchronizedList(new ArrayList<>());

        StoreContract.inThreads(4, thread -> {
            Store mine = thread % 2 == 0 ? store : another;
            for (int i = 0; i < 60; i++) {
                List<Waiting> some = mine.batches().claim(FLOW, false, 3, Long.MAX_VALUE);
                if (!some.isEmpty()) {
                    Batch batch = mine.batches().form(some, BODY, false).batch().orElseThrow();
                    mine.batches().postpone(batch, Instant.EPOCH, true, OptionalInt.empty(), "x");
                }
                for (Batch batch : mine.batches().due(FLOW, 2)) {
                    mine.batches()
                            .finish(
                                    batch,
                                    Collections.nCopies(batch.members().size(), delivered()),
                                    OptionalInt.empty());
                    sent.addAll(seqs(batch));
                }
            }
        });

        assertThat(sent).hasSize(200).doesNotHaveDuplicates();
        assertThat(store.jobs().pending(FLOW)).isZero();
        new FlowLedger(store).assertThatAllAddsUp();
    }

    @Test
    void aBatchWhoseCommitWasNotSeenIsSentAllTheSame() {
        AtomicBoolean fault = new AtomicBoolean();
        Store faulty = openAnother(point -> {
            if (point.equals("commit-after") && fault.getAndSet(false)) {
                throw new StoreException("the connection is gone");
            }
        });
        Job job = accept("t1", "Contact", 2);
        List<Waiting> claimed = faulty.batches().claim(FLOW, false, 10, Long.MAX_VALUE);
        fault.set(true);
        assertThatThrownBy(() -> faulty.batches().form(claimed, BODY, false)).isInstanceOf(StoreException.class);
        faulty.batches().release(claimed);
        assertThat(faulty.batches().claim(FLOW, false, 10, Long.MAX_VALUE)).isEmpty();

        List<Batch> found = new ArrayList<>();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> found.addAll(faulty.batches().due(FLOW, 10)) || !found.isEmpty());
        assertThat(found).hasSize(1);
        fault.set(true);
        assertThatThrownBy(() ->
                        faulty.batches().finish(found.get(0), List.of(delivered(), delivered()), OptionalInt.empty()))
                .isInstanceOf(StoreException.class);
        assertThatAllIsDone(job);
    }

    @Test
    void batchesAreDueInTheOrderOfTheirTimes() {
        for (int i = 0; i < 3; i++) {
            accept("t" + i, "Contact", 1);
        }
        List<Batch> batches = List.of(next(1), next(1), next(1));
        assertThat(store.batches().nextDue(FLOW)).isEmpty();
        postpone(batches.get(0), Instant.ofEpochMilli(3000));
        postpone(batches.get(1), Instant.ofEpochMilli(1000));
        postpone(batches.get(2), Instant.ofEpochMilli(System.currentTimeMillis() + 600_000));

        assertThat(store.batches().nextDue(FLOW)).contains(Instant.ofEpochMilli(1000));
        assertThat(store.batches().due(FLOW, 1))
                .extracting(Batch::key)
                .containsExactly(batches.get(1).key());
        List<Batch> rest = due();
        assertThat(rest).extracting(Batch::key).containsExactly(batches.get(0).key());
        store.batches().postpone(rest.get(0), Instant.EPOCH, false, OptionalInt.empty(), "");
        assertThat(due()).extracting(Batch::attempts).containsExactly(1);
    }

    @Test
    void pausesAndRetryAfterAreKept() {
        accept("t1", "Contact", 2);
        assertThat(store.batches().state(FLOW))
                .isEqualTo(new FlowState(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 0));
        Instant until = Instant.ofEpochMilli(System.currentTimeMillis() + 600_000);
        store.batches().holdBack(FLOW, until);
        store.batches().holdBack(FLOW, until.minusSeconds(60));
        store.batches().pause(FLOW, "unauthorized");
        restart();

        FlowState state = store.batches().state(FLOW);
        assertThat(state.pausedReason()).contains("unauthorized");
        assertThat(state.pausedAt()).isPresent();
        assertThat(state.notBefore()).contains(until);
        assertThat(claim(10)).isEmpty();
        store.batches().resume(FLOW);
        assertThat(store.batches().state(FLOW).pausedReason()).isEmpty();
        assertThat(claim(10)).isEmpty();
        store.write(transaction -> Sql.update(transaction, "UPDATE connector_flow SET not_before = 1"));
        assertThat(claim(10)).hasSize(2);
    }

    @Test
    void tenantsArePausedApart() {
        accept("t1", "Contact", 2);
        accept("t2", "Contact", 2);
        Scope first = new Scope(FLOW, "t1");
        Tenants apart = Tenants.apart(Set.of());
        Batch batch = form(store.batches().claim(FLOW, Tenants.only("t1"), false, 1, Long.MAX_VALUE));
        store.batches().postpone(batch, Instant.EPOCH, false, OptionalInt.empty(), "");

        store.batches().pause(first, "unauthorized");
        assertThat(store.batches().state(FLOW).pausedReason()).isEmpty();
        assertThat(store.batches().state(first).pausedReason()).contains("unauthorized");
        assertThat(store.batches().pausedTenants(FLOW)).isEqualTo(1);
        store.batches().pause(new Batches.Scope(FLOW, "t8"), "gone");
        store.batches().pause(new Batches.Scope(FLOW, "t9"), "gone");
        assertThat(store.batches().tenantPauses(FLOW))
                .extracting(Batches.TenantPauses::reason, Batches.TenantPauses::tenants)
                .containsExactly(tuple("gone", 2L), tuple("unauthorized", 1L));
        store.batches().resume(new Batches.Scope(FLOW, "t8"));
        assertThat(store.batches().tenantPauses(FLOW).get(0).last()).isEqualTo("t9");
        store.batches().resume(new Batches.Scope(FLOW, "t9"));
        assertThat(store.batches().nextDue(FLOW, apart)).isEmpty();
        assertThat(store.batches().due(FLOW, apart, 10)).isEmpty();
        assertThat(store.batches().toProbe(FLOW, "unauthorized", Duration.ZERO, 10))
                .containsExactly("t1");
        assertThat(store.batches().toProbe(FLOW, "unauthorized", Duration.ofMinutes(1), 10))
                .isEmpty();
        assertThat(store.batches().takeProbe(first, "unauthorized", Duration.ZERO))
                .isTrue();
        List<Waiting> others = store.batches().claim(FLOW, apart, false, 10, Long.MAX_VALUE);
        assertThat(others)
                .hasSize(2)
                .allSatisfy(record -> assertThat(record.lane().tenant()).isEqualTo("t2"));
        assertThat(store.batches().claim(FLOW, apart, false, 10, Long.MAX_VALUE))
                .isEmpty();
        List<Batch> probe = store.batches().due(FLOW, Tenants.only("t1"), 10);
        assertThat(probe).hasSize(1);
        store.batches().finish(probe.get(0), List.of(failed("no")), OptionalInt.of(400), first);
        assertThat(store.batches().state(first).refusedInARow()).isEqualTo(1);
        assertThat(store.batches().state(FLOW).refusedInARow()).isZero();

        store.batches().resume(first);
        Tenants away = Tenants.apart(Set.of("t1", "\"'t"));
        assertThat(store.batches().claim(FLOW, away, false, 10, Long.MAX_VALUE)).isEmpty();
        Batch rest = form(store.batches().claim(FLOW, apart, false, 10, Long.MAX_VALUE));
        store.batches().postpone(rest, Instant.EPOCH, false, OptionalInt.empty(), "");
        assertThat(store.batches().due(FLOW, away, 10)).isEmpty();
        store.batches().pause(first, "gone");
        store.batches().pause(FLOW, "paused by hand");
        store.batches().resume(FLOW);
        assertThat(store.batches().state(first).pausedReason()).isEmpty();
        assertThat(store.batches().due(FLOW, apart, 10)).hasSize(1);
    }

    @Test
    void whatTenantsHaveOfTheirOwnIsKept() {
        TenantSettings tenants = store.tenantSettings();
        assertThat(tenants.keep(FLOW, "t2", new byte[] {1})).isTrue();
        assertThat(tenants.keep(FLOW, "T1", new byte[] {2})).isTrue();
        assertThat(tenants.keep("other", "t2", new byte[] {3})).isTrue();
        assertThat(tenants.keep(FLOW, "t2", new byte[] {4})).isFalse();
        restart();
        tenants = store.tenantSettings();
        assertThat(tenants.find(FLOW, "t2")).contains(new byte[] {4});
        assertThat(tenants.find("other", "t2")).contains(new byte[] {3});
        assertThat(tenants.tenants(FLOW, "", 10)).containsExactly("T1", "t2");
        assertThat(tenants.tenants(FLOW, "T1", 10)).containsExactly("t2");
        assertThat(tenants.remove(FLOW, "t2")).isTrue();
        assertThat(tenants.remove(FLOW, "t2")).isFalse();
        assertThat(tenants.find(FLOW, "t2")).isEmpty();
    }

    @Test
    void refusalsInARowAreCounted() {
        accept("t1", "Contact", 6);
        finish(next(1), failed("a"));
        finish(next(2), failed("a"), failed("b"));
        assertThat(store.batches().state(FLOW).refusedInARow()).isEqualTo(2);
        store.batches().finish(next(1), List.of(failed("away")), OptionalInt.of(503));
        store.batches().finish(next(1), List.of(failed("away")), OptionalInt.empty());
        assertThat(store.batches().state(FLOW).refusedInARow()).isEqualTo(2);
        deliver(next(1));
        assertThat(store.batches().state(FLOW).refusedInARow()).isZero();
    }

    @Test
    void aFlowsDeadLetterIsReplayedIntoItsQueue() {
        Job job = accept("t1", "Contact", 2);
        finish(next(2), failed("no name"), delivered());
        DeadLetter letter = store.deadLetters().list(Filter.ALL, 10).get(0);
        assertThat(letter.letter().origin())
                .isEqualTo(new Origin("flow", FLOW, Optional.of("Contact"), Optional.of("t1"), job.id()));
        assertThat(letter.letter().record()).isEqualTo(payload(0));
        assertThat(letter.letter().recordId()).isEqualTo("e0");
        assertThat(letter.letter().lastStatus()).hasValue(422);

        assertThat(store.deadLetters().replay(List.of("none", letter.id()))).containsExactly(letter.id());

        assertThat(store.deadLetters().replay(List.of(letter.id()))).isEmpty();
        assertThat(store.deadLetters().find(letter.id())).isEmpty();
        assertThat(found(job).status()).isEqualTo(Status.EXPORT_STARTED);
        Batch again = form(store.batches().replays(FLOW, 10));
        finish(again, failed("still no name"));
        assertThat(store.deadLetters().list(Filter.ALL, 10))
                .extracting(found -> found.letter().reason() + found.letter().attempts())
                .containsExactly("still no name2");
        assertThatAllIsDone(job);
    }

    @Test
    void deadLettersAreReplayedAndDiscardedByFilter() {
        Job job = accept("t1", "Contact", 1200);
        Batch batch = next(1200);
        store.batches().finish(batch, Collections.nCopies(1200, failed("no name")), OptionalInt.of(400));
        Job other = accept("t2", "Contact", 1);
        finish(next(1), failed("no name"));

        assertThat(store.deadLetters().replay(ofTenant("t1"))).isEqualTo(1200);
        assertThat(store.deadLetters().count(Filter.ALL)).isEqualTo(1);
        Set<Long> again = new HashSet<>();
        for (List<Waiting> some = store.batches().replays(FLOW, 500);
                !some.isEmpty();
                some = store.batches().replays(FLOW, 500)) {
            some.forEach(record -> again.add(record.seq()));
            deliver(form(some));
        }
        assertThat(again).hasSize(1200);
        assertThat(store.deadLetters().discard(Filter.ALL)).isEqualTo(1);
        assertThat(store.deadLetters().count(Filter.ALL)).isZero();
        assertThat(found(other).streams().get("Contact").fail()).isEqualTo(1);
        assertThatAllIsDone(job, other);
    }

    private static Filter ofTenant(String tenant) {
        return new Filter(
                Optional.empty(),
                Optional.of(tenant),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void aPullsDeadLetterWaitsForTheProcessThatReplaysIt() {
        DeadLetter first = pullLetter("r1");
        DeadLetter second = pullLetter("r2");
        DeadLetter third = pullLetter("r3");
        assertThat(store.deadLetters().replays("orders", 10)).isEmpty();

        assertThat(store.deadLetters().replay(List.of(third.id(), first.id()))).containsExactly(third.id(), first.id());
        assertThat(store.deadLetters().discard(List.of(second.id(), "none"))).containsExactly(second.id());

        restart();
        assertThat(store.deadLetters().replays("orders", 10))
                .extracting(DeadLetter::id)
                .containsExactly(first.id(), third.id());
        assertThat(store.deadLetters().replays("others", 10)).isEmpty();
        store.write(transaction -> {
            store.deadLetters().replayed(transaction, first.id());
            store.deadLetters().refused(transaction, third.id(), OptionalInt.of(500), "Still BAD", 4);
            return null;
        });
        assertThat(store.deadLetters().replays("orders", 10)).isEmpty();
        assertThat(store.deadLetters().find(first.id())).isEmpty();
        NewDeadLetter kept = store.deadLetters().find(third.id()).orElseThrow().letter();
        assertThat(kept.reason()).isEqualTo("Still BAD");
        assertThat(kept.attempts()).isEqualTo(5);
        assertThat(store.deadLetters().replay(Filter.ALL)).isEqualTo(1);
        assertThat(store.deadLetters().replays("orders", 10)).hasSize(1);
    }

    private DeadLetter pullLetter(String id) {
        Origin origin = new Origin("pull", "orders", Optional.empty(), Optional.empty(), "run1");
        return store.write(transaction -> store.deadLetters()
                .add(transaction, new NewDeadLetter(origin, id, payload(1), OptionalInt.empty(), "bad", 1)));
    }
}
