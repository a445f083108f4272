package org.restconnector.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.restconnector.store.Checkpoints.Checkpoint;
import org.restconnector.store.DeadLetters.DeadLetter;
import org.restconnector.store.DeadLetters.Filter;
import org.restconnector.store.DeadLetters.NewDeadLetter;
import org.restconnector.store.DeadLetters.Origin;
import org.restconnector.store.DeliveredRecords.Entry;
import org.restconnector.store.PullStates.PullState;
import org.restconnector.store.Run.Counters;
import org.restconnector.store.Run.RunError;
import org.restconnector.store.Run.Status;

/** What every store must do, whatever its database. */
@Timeout(120)
abstract class StoreContract {
    @TempDir
    Path directory;

    private final List<Store> opened = new ArrayList<>();
    private final List<String> points = Collections.synchronizedList(new ArrayList<>());
    Store store;

    /** Of a database that nobody has used yet, the same for the whole of one test. */
    abstract StoreSettings settings();

    /** Makes all instances seem dead, as if their processes had been killed. */
    abstract void killHolderOf(String pull);

    @BeforeEach
    void open() {
        store = openAnother(settings());
        store.write(transaction -> Sql.update(transaction, "CREATE TABLE connector_test (value varchar(200))"));
    }

    @AfterEach
    void close() {
        opened.forEach(Store::close);
    }

    Store openAnother(StoreSettings settings) {
        Store another = Stores.open(settings, Clock.systemUTC(), points::add);
        opened.add(another);
        return another;
    }

    @Test
    void writesOfManyThreadsAreStoredAndOneThatFailsTakesNoOtherWithIt() throws Exception {
        AtomicInteger refused = new AtomicInteger();
        inThreads(32, thread -> {
            for (int i = 0; i < 20; i++) {
                String value = thread + "-" + i;
                if (i % 10 == 9) {
                    assertThatThrownBy(() -> store.write(transaction -> {
                                insert(transaction, value);
                                throw new IllegalStateException("refused " + value);
                            }))
                            .isExactlyInstanceOf(IllegalStateException.class)
                            .hasMessage("refused " + value);
                    refused.incrementAndGet();
                } else {
                    assertThat(store.<String>write(transaction -> {
                                insert(transaction, value);
                                return value;
                            }))
                            .isEqualTo(value);
                }
            }
        });

        assertThat(refused).hasValue(64);
        assertThat(values()).hasSize(32 * 18).noneMatch(value -> value.endsWith("9"));
    }

    @Test
    void anErrorOfTheDatabaseIsAStoreExceptionAndNothingIsStored() {
        assertThatThrownBy(() -> store.write(transaction -> {
                    insert(transaction, "a");
                    transaction.connection().createStatement().execute("SELECT * FROM no_such_table");
                    return null;
                }))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("no_such_table")
                .hasCauseInstanceOf(SQLException.class);
        assertThatThrownBy(() -> store.write(transaction -> Sql.update(transaction, "DELETE FROM no_such_table")))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("no_such_table");
        assertThat(values()).isEmpty();
    }

    @Test
    void aCheckedExceptionOfTheWorkIsTheCause() {
        Exception reason = new java.io.IOException("no file");

        assertThatThrownBy(() -> store.write(transaction -> {
                    throw reason;
                }))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("no file")
                .hasCause(reason);
    }

    @Test
    void theWorkGetsAConnectionWithoutAutoCommitAndTheTime() {
        long before = System.currentTimeMillis();

        Transaction transaction = store.write(given -> {
            assertThat(given.connection().getAutoCommit()).isFalse();
            return given;
        });

        assertThat(transaction.nowMillis()).isBetween(before - 1000, System.currentTimeMillis() + 1000);
    }

    @Test
    void aReadSeesNothingThatIsCommittedMeanwhile() {
        int[] counts = store.read(transaction -> {
            int before = count(transaction);
            inThreads(1, thread -> write("later"));
            return new int[] {before, count(transaction)};
        });

        assertThat(counts).containsExactly(0, 0);
        assertThat(values()).containsExactly("later");
    }

    @Test
    void aReadCannotWrite() {
        assertThatThrownBy(() -> store.read(transaction -> {
                    insert(transaction, "a");
                    return null;
                }))
                .isInstanceOf(StoreException.class);
        assertThat(values()).isEmpty();
        write("b");
        assertThat(values()).containsExactly("b");
    }

    @Test
    void aCallerReturnsAfterTheCommit() {
        List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
        Store watched = Stores.open(settings(), Clock.systemUTC(), point -> {
            points.add(point);
            seen.add(store.read(StoreContract::count));
        });
        opened.add(watched);
        points.clear();
        seen.clear();

        watched.write(transaction -> insert(transaction, "a"));

        assertThat(points).containsExactly("commit-before", "commit-after");
        assertThat(seen).containsExactly(0, 1);
    }

    @Test
    void aFaultBeforeTheCommitLeavesNothing() {
        Store faulty = Stores.open(settings(), Clock.systemUTC(), point -> {
            if (points.contains("fault") && point.equals("commit-before")) {
                throw new IllegalStateException("fault");
            }
        });
        opened.add(faulty);
        points.add("fault");

        assertThatThrownBy(() -> faulty.write(transaction -> insert(transaction, "a")))
                .hasMessage("fault");

        points.clear();
        faulty.write(transaction -> insert(transaction, "b"));
        assertThat(values()).containsExactly("b");
    }

    @Test
    void aClosedStoreSaysSo() {
        store.close();

        assertThatThrownBy(() -> write("a")).isInstanceOf(StoreException.class).hasMessageContaining("closed");
        assertThatThrownBy(this::values).isInstanceOf(StoreException.class).hasMessageContaining("closed");
        opened.remove(store);
    }

    @Test
    void aRunIsKeptAsItWasReported() {
        Run begun = store.runs().begin("orders");
        assertThat(begun.status()).isEqualTo(Status.RUNNING);
        assertThat(store.runs().last("orders")).contains(begun);

        Run progressed = new Run(
                begun.id(),
                "orders",
                Status.RUNNING,
                begun.startedAt(),
                Optional.empty(),
                new Counters(1, 2, 3, 4, 5, 6),
                true,
                List.of("max_pages"),
                Optional.empty());
        progress(store, progressed);
        assertThat(store.runs().last("orders")).contains(progressed);

        Run failed = new Run(
                begun.id(),
                "orders",
                Status.FAILED,
                begun.startedAt(),
                Optional.of(begun.startedAt().plusSeconds(1)),
                new Counters(7, 2, 3, 4, 5, 6),
                true,
                List.of("max_pages", "a \"b\""),
                Optional.of(new RunError("http_status", "answered 404")));
        finish(store, failed);
        assertThat(store.runs().last("orders")).contains(failed);
    }

    @Test
    void theSurveyKnowsWhenARunCompletedLast() {
        assertThat(store.survey().lastCompleted("orders")).isEmpty();
        Run completed = store.runs().begin("orders");
        finish(store, ended(completed, Status.COMPLETED, Instant.ofEpochMilli(1_000_000), Optional.empty()));
        Run failed = store.runs().begin("orders");
        finish(
                store,
                ended(
                        failed,
                        Status.FAILED,
                        Instant.ofEpochMilli(2_000_000),
                        Optional.of(new RunError("http_status", "answered 500"))));

        assertThat(store.survey().lastCompleted("orders")).contains(Instant.ofEpochMilli(1_000_000));
    }

    private static Run ended(Run run, Status status, Instant endedAt, Optional<RunError> error) {
        return new Run(
                run.id(),
                run.pull(),
                status,
                run.startedAt(),
                Optional.of(endedAt),
                Counters.ZERO,
                false,
                List.of(),
                error);
    }

    @Test
    void runsAreListedNewestFirst() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Run run = store.runs().begin("orders");
            finish(store, completed(run));
            ids.add(0, run.id());
        }
        finish(store, completed(store.runs().begin("others")));

        assertThat(store.runs().list("orders", 10)).extracting(Run::id).isEqualTo(ids);
        assertThat(store.runs().list("orders", 2)).extracting(Run::id).isEqualTo(ids.subList(0, 2));
        assertThat(store.runs().last("nothing")).isEmpty();
        assertThat(ids).isSortedAccordingTo(Collections.reverseOrder());
    }

    @Test
    void aPullThatRunsIsNotBegunAgain() {
        store.runs().begin("orders");
        store.runs().begin("others");
        Store another = openAnother(settings());

        assertThatThrownBy(() -> store.runs().begin("orders"))
                .isInstanceOf(RunInProgressException.class)
                .hasMessageContaining("pull orders is running already: this process has it since 20");
        assertThatThrownBy(() -> another.runs().begin("orders"))
                .isInstanceOf(RunInProgressException.class)
                .hasMessageContaining("pull orders is running already")
                .hasMessageContaining("process " + ProcessHandle.current().pid());
    }

    @Test
    void aProcessThatOthersThinkDeadDoesNotTakeItsOwnRunOver() {
        Run run = store.runs().begin("orders");
        killHolderOf("orders");

        assertThatThrownBy(() -> store.runs().begin("orders")).isInstanceOf(RunInProgressException.class);
        progress(store, run);
    }

    @Test
    void ofManyThatBeginAtOnceOneSucceeds() throws Exception {
        Store another = openAnother(settings());
        AtomicInteger begun = new AtomicInteger();

        inThreads(16, thread -> {
            try {
                (thread % 2 == 0 ? store : another).runs().begin("orders");
                begun.incrementAndGet();
            } catch (RunInProgressException e) {
                assertThat(e).hasMessageContaining("orders");
            }
        });

        assertThat(begun).hasValue(1);
        assertThat(store.runs().list("orders", 10)).hasSize(1);
    }

    @Test
    void aRunOfADeadHolderIsTakenOverAndItsWritesAreRefused() {
        Store dead = openAnother(settings());
        Run lost = dead.runs().begin("orders");
        killHolderOf("orders");

        Run taken = store.runs().begin("orders");

        assertThat(store.runs().list("orders", 10)).extracting(Run::id).containsExactly(taken.id(), lost.id());
        Run interrupted = store.runs().list("orders", 10).get(1);
        assertThat(interrupted.status()).isEqualTo(Status.FAILED);
        assertThat(interrupted.error()).map(RunError::code).contains("interrupted");
        assertThat(interrupted.endedAt()).isPresent();

        assertThatThrownBy(() -> dead.write(transaction -> {
                    insert(transaction, "a page of the dead");
                    dead.runs().progress(transaction, lost);
                    return null;
                }))
                .isInstanceOf(LockLostException.class)
                .hasMessageContaining(lost.id());
        assertThatThrownBy(() -> finish(dead, completed(lost))).isInstanceOf(LockLostException.class);
        assertThat(values()).isEmpty();
        progress(store, taken);
        finish(store, completed(taken));
    }

    @Test
    void anAbandonedRunIsTakenOverInItsOwnProcessOnly() {
        Run run = store.runs().begin("orders");
        Store another = openAnother(settings());
        store.runs().abandon(run);

        assertThatThrownBy(() -> another.runs().begin("orders")).isInstanceOf(RunInProgressException.class);
        Run next = store.runs().begin("orders");

        assertThat(store.runs().list("orders", 10))
                .extracting(Run::status)
                .containsExactly(Status.RUNNING, Status.FAILED);
        assertThatThrownBy(() -> progress(store, run)).isInstanceOf(LockLostException.class);
        finish(store, completed(next));
    }

    @Test
    void aRunWhoseEndIsRolledBackGoesOn() {
        Run run = store.runs().begin("orders");

        assertThatThrownBy(() -> store.write(transaction -> {
                    store.runs().finish(transaction, completed(run));
                    throw new IllegalStateException("refused");
                }))
                .hasMessage("refused");

        assertThatThrownBy(() -> store.runs().begin("orders")).isInstanceOf(RunInProgressException.class);
        finish(store, completed(run));
    }

    @Test
    void aStoreThatIsClosedLeavesItsRunsToOthers() {
        Store another = openAnother(settings());
        Run run = another.runs().begin("orders");
        another.close();
        opened.remove(another);

        store.runs().begin("orders");

        assertThat(store.runs().list("orders", 2).get(1).id()).isEqualTo(run.id());
    }

    @Test
    void aCheckpointIsReplacedAndDeleted() {
        assertThat(store.checkpoints().find("orders")).isEmpty();
        Checkpoint first = new Checkpoint("orders", "f1", "{\"page\":2}");
        Checkpoint second = new Checkpoint("orders", "f2", "{\"page\":3,\"näme\":\"\\u0000\"}");

        save(first);
        assertThat(store.checkpoints().find("orders")).contains(first);
        save(second);
        assertThat(store.checkpoints().find("orders")).contains(second);
        assertThat(store.checkpoints().find("others")).isEmpty();
        store.write(transaction -> {
            store.checkpoints().delete(transaction, "orders");
            return null;
        });
        assertThat(store.checkpoints().find("orders")).isEmpty();
    }

    @Test
    void ofInstancesThatSeeTheSameOneTellsAndOneHandsOver() {
        Alerts alerts = store.alerts();
        Alerts others = openAnother(settings()).alerts();
        Alerts.Subject orders = new Alerts.Subject("pull", "orders");

        assertThat(alerts.learn(orders, Optional.empty(), "{}", List.of("{\"n\":1}", "{\"n\":2}")))
                .isTrue();
        assertThat(others.learn(orders, Optional.empty(), "{}", List.of("{\"n\":3}")))
                .isFalse();
        assertThat(others.learn(orders, Optional.of(1L), "{\"a\":1}", List.of()))
                .isTrue();
        assertThat(alerts.learn(orders, Optional.of(1L), "{\"a\":2}", List.of("{\"n\":3}")))
                .isFalse();
        assertThat(alerts.known()).containsEntry(orders, new Alerts.Known(2, "{\"a\":1}"));

        Alerts.Event first = alerts.take(Duration.ofMinutes(1)).orElseThrow();
        Alerts.Event second = others.take(Duration.ofMinutes(1)).orElseThrow();
        assertThat(List.of(first.body(), second.body())).containsExactly("{\"n\":1}", "{\"n\":2}");
        assertThat(alerts.take(Duration.ofMinutes(1))).isEmpty();
        alerts.handedOver(first);
        others.postpone(second, Duration.ZERO);
        assertThat(alerts.take(Duration.ofMinutes(1)).orElseThrow().tries()).isEqualTo(2);
        assertThat(alerts.waiting()).isEqualTo(1);
        assertThat(alerts.giveUp(Duration.ofHours(1), 1)).isZero();
        assertThat(alerts.giveUp(Duration.ofHours(1), 0)).isEqualTo(1);
    }

    @Test
    void theTurnToRenewATokenIsOnesUntilItEnds() {
        RefreshTokens tokens = store.refreshTokens();
        RefreshTokens others = openAnother(settings()).refreshTokens();
        Duration minute = Duration.ofMinutes(1);
        assertThat(tokens.find("shop")).isEmpty();
        assertThat(tokens.take("shop", "me", minute)).isTrue();
        assertThat(tokens.take("shop", "me", minute)).isFalse();
        assertThat(others.take("shop", "another", minute)).isFalse();
        assertThat(others.take("crm", "another", minute)).isTrue();
        tokens.keep("shop", new byte[] {1, 0, -1});

        others.release("shop", "another");
        assertThat(others.take("shop", "another", minute)).isFalse();
        tokens.release("shop", "me");
        assertThat(others.take("shop", "another", Duration.ofMillis(-1))).isTrue();
        assertThat(others.find("shop"))
                .hasValueSatisfying(kept -> assertThat(kept).containsExactly(1, 0, -1));
        // whoever died with the turn does not keep it
        assertThat(tokens.take("shop", "me", minute)).isTrue();
        others.release("shop", "another");
        assertThat(others.take("shop", "another", minute)).isFalse();
        tokens.keep("shop", new byte[] {2});
        assertThat(others.find("shop"))
                .hasValueSatisfying(kept -> assertThat(kept).containsExactly(2));
    }

    @Test
    void ofManyWhoWantToRenewAtOnceOneDoes() throws Exception {
        RefreshTokens others = openAnother(settings()).refreshTokens();
        AtomicInteger taken = new AtomicInteger();
        inThreads(16, thread -> {
            RefreshTokens tokens = thread % 2 == 0 ? store.refreshTokens() : others;
            if (tokens.take("shop", "thread " + thread, Duration.ofMinutes(1))) {
                taken.incrementAndGet();
            }
        });
        assertThat(taken).hasValue(1);
    }

    @Test
    void aStateIsReplacedSetAndReset() {
        assertThat(store.states().find("orders")).isEmpty();
        save("orders", "at", "\"2026-01-01\"");
        save("orders", "at", "170141183460469231731687303715884105728");
        save(new Checkpoint("orders", "f", "{}"));
        save("others", "at", "1");
        assertThat(store.states().find("orders").orElseThrow())
                .returns(Optional.of("at"), PullState::field)
                .returns("170141183460469231731687303715884105728", PullState::value);
        remember("orders", entry("a", "1", Optional.of(new byte[] {1})), entry("b", "1", Optional.empty()));

        store.states().set("orders", "5");
        assertThat(store.states().find("orders").orElseThrow())
                .returns(Optional.empty(), PullState::field)
                .returns("5", PullState::value);
        assertThat(store.checkpoints().find("orders")).isEmpty();
        assertThat(known("orders", "a", "b")).containsOnlyKeys(hash("b"));

        store.states().reset("orders");
        assertThat(store.states().find("orders")).isEmpty();
        assertThat(known("orders", "a", "b")).isEmpty();
        assertThat(store.states().pulls()).containsExactly("others");
        remember("only-delivered", entry("a", "1", Optional.empty()));
        assertThat(store.states().pulls()).containsExactly("only-delivered", "others");
    }

    @Test
    void aStateIsNotChangedWhileThePullRuns() {
        save("orders", "at", "1");
        Store another = openAnother(settings());
        Run run = another.runs().begin("orders");

        assertThatThrownBy(() -> store.states().set("orders", "2"))
                .isInstanceOf(RunInProgressException.class)
                .hasMessageContaining("pull orders is running")
                .hasMessageContaining("nothing was changed");
        assertThatThrownBy(() -> another.states().reset("orders")).isInstanceOf(RunInProgressException.class);
        assertThat(store.states().find("orders").orElseThrow().value()).isEqualTo("1");

        finish(another, completed(run));
        store.states().set("orders", "2");
        finish(another, completed(another.runs().begin("orders")));
        assertThat(store.states().find("orders").orElseThrow().value()).isEqualTo("2");
    }

    @Test
    void theStateOfARunThatWasKilledCanBeChanged() {
        Run run = openAnother(settings()).runs().begin("orders");
        killHolderOf("orders");

        store.states().set("orders", "2");

        store.runs().begin("orders");
        assertThat(store.runs().list("orders", 2).get(1).id()).isEqualTo(run.id());
    }

    @Test
    void deliveredRecordsAreFoundByManyAtOnceAndReplaced() {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < 40_000; i++) {
            entries.add(entry("r" + i, "first", Optional.empty()));
        }
        remember("orders", entries.toArray(Entry[]::new));
        remember("orders", entry("r7", "second", Optional.empty()));
        remember("others", entry("r1", "other", Optional.empty()));

        Map<ByteBuffer, ByteBuffer> found = store.delivered()
                .find("orders", entries.stream().map(Entry::record).toList());
        assertThat(found)
                .hasSize(40_000)
                .containsEntry(hash("r7"), hash("second"))
                .containsEntry(hash("r1"), hash("first"));
        assertThat(known("orders", "nobody")).isEmpty();
        assertThat(store.delivered().count("orders")).isEqualTo(40_000);
    }

    @Test
    void deliveredRecordsAreForgottenByTheirPlace() {
        remember(
                "orders",
                entry("a", "1", Optional.of(new byte[] {1, (byte) 0x80})),
                entry("b", "1", Optional.of(new byte[] {1, (byte) 0x80, 0})),
                entry("c", "1", Optional.of(new byte[] {1, (byte) 0xff})),
                entry("d", "1", Optional.empty()));
        forget(Optional.of(new byte[] {1, (byte) 0x80}), new byte[] {1, (byte) 0xff});
        assertThat(known("orders", "a", "b", "c", "d")).containsOnlyKeys(hash("a"), hash("c"), hash("d"));
        forget(Optional.empty(), new byte[] {1, (byte) 0xff});
        assertThat(known("orders", "a", "b", "c", "d")).containsOnlyKeys(hash("c"), hash("d"));
    }

    private void save(String pull, String field, String value) {
        store.write(transaction -> {
            store.states().save(transaction, pull, field, value);
            return null;
        });
    }

    private void remember(String pull, Entry... entries) {
        store.write(transaction -> {
            store.delivered().save(transaction, pull, List.of(entries));
            return null;
        });
    }

    private void forget(Optional<byte[]> after, byte[] before) {
        store.write(transaction -> {
            store.delivered().forgetBetween(transaction, "orders", after, before);
            return null;
        });
    }

    private Map<ByteBuffer, ByteBuffer> known(String pull, String... records) {
        return store.delivered()
                .find(pull, Stream.of(records).map(StoreContract::hash).toList());
    }

    private static Entry entry(String record, String content, Optional<byte[]> order) {
        return new Entry(hash(record), hash(content), order);
    }

    private static ByteBuffer hash(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }

    @Test
    void aDeadLetterIsKeptAsItCame() {
        NewDeadLetter letter = new NewDeadLetter(
                new Origin("flow", "crm", Optional.of("Contact"), Optional.of("t1"), "job1"),
                "r1",
                "{\"a\":1.10,\"b\":\"\\u0000ä\"}".getBytes(UTF_8),
                OptionalInt.of(422),
                "Bad ä",
                8);

        DeadLetter added = add(letter);

        assertThat(added.letter()).usingRecursiveComparison().isEqualTo(letter);
        assertThat(store.deadLetters().find(added.id()).orElseThrow())
                .usingRecursiveComparison()
                .isEqualTo(added);
        assertThat(added.createdAt())
                .isCloseTo(
                        Instant.now(),
                        new org.assertj.core.data.TemporalUnitWithinOffset(5, java.time.temporal.ChronoUnit.SECONDS));
        assertThat(store.deadLetters().find("no such id")).isEmpty();
    }

    @Test
    void whatADatabaseCannotHoldInADeadLettersTextIsReplaced() {
        DeadLetter added = add(new NewDeadLetter(
                new Origin("pull", "orders", Optional.empty(), Optional.empty(), "run1"),
                "a\u0000b",
                new byte[] {0, -1},
                OptionalInt.empty(),
                "x\u0000\uD800y" + "z".repeat(5000),
                1));

        DeadLetter found = store.deadLetters().find(added.id()).orElseThrow();
        assertThat(found).usingRecursiveComparison().isEqualTo(added);
        assertThat(found.letter().recordId()).isEqualTo("a\uFFFDb");
        assertThat(found.letter().reason()).startsWith("x\uFFFD\uFFFDyz").hasSize(4096);
        assertThat(found.letter().record()).containsExactly(0, -1);
    }

    @Test
    void deadLettersAreFiltered() {
        DeadLetter first = add(letter("crm", "Contact", "t1", "j1", "Name is MISSING"));
        DeadLetter second = add(letter("crm", "Deal", "t1", "j2", "100% wrong_"));
        DeadLetter third = add(letter("erp", "Contact", "t2", "j3", "ÜBER the limit"));

        assertThat(ids(Filter.ALL, 10)).containsExactly(third.id(), second.id(), first.id());
        assertThat(ids(Filter.ALL, 2)).containsExactly(third.id(), second.id());
        assertThat(ids(filter("crm", null, null, null, null), 10)).containsExactly(second.id(), first.id());
        assertThat(ids(filter(null, "t2", null, null, null), 10)).containsExactly(third.id());
        assertThat(ids(filter(null, null, "Contact", null, null), 10)).containsExactly(third.id(), first.id());
        assertThat(ids(filter(null, null, null, "j2", null), 10)).containsExactly(second.id());
        assertThat(ids(filter(null, null, null, null, "missing"), 10)).containsExactly(first.id());
        assertThat(ids(filter(null, null, null, null, "0% WRONG_"), 10)).containsExactly(second.id());
        assertThat(ids(filter(null, null, null, null, "0_"), 10)).isEmpty();
        assertThat(ids(filter(null, null, null, null, "über"), 10)).containsExactly(third.id());
        assertThat(ids(filter("crm", "t1", "Contact", "j1", "name"), 10)).containsExactly(first.id());
        assertThat(ids(filter("crm", "t2", null, null, null), 10)).isEmpty();
        assertThat(store.deadLetters().count(Filter.ALL)).isEqualTo(3);
        assertThat(store.deadLetters().count(filter("crm", null, null, null, null)))
                .isEqualTo(2);
    }

    @Test
    void deadLettersAreFilteredByTime() {
        DeadLetter letter = add(letter("crm", "Contact", "t1", "j1", "x"));
        Instant time = letter.createdAt();

        assertThat(ids(between(Optional.of(time), Optional.empty()), 10)).containsExactly(letter.id());
        assertThat(ids(between(Optional.of(time.plusMillis(1)), Optional.empty()), 10))
                .isEmpty();
        assertThat(ids(between(Optional.empty(), Optional.of(time)), 10)).isEmpty();
        assertThat(ids(between(Optional.empty(), Optional.of(time.plusMillis(1))), 10))
                .containsExactly(letter.id());
    }

    @Test
    void whatIsStoredIsThereAfterTheNextOpen() {
        write("a");
        Run run = store.runs().begin("orders");
        finish(store, completed(run));
        store.close();
        opened.remove(store);

        store = openAnother(settings());

        assertThat(values()).containsExactly("a");
        assertThat(store.runs().last("orders")).map(Run::id).contains(run.id());
    }

    @Test
    void aNewerSchemaIsRefused() {
        store.write(transaction ->
                Sql.update(transaction, "INSERT INTO connector_schema (version, applied_at) VALUES (99, 0)"));

        assertThatThrownBy(() -> openAnother(settings()))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("version 99")
                .hasMessageContaining("newer");
    }

    @Test
    void withoutMigrationASchemaThatIsBehindIsRefusedAndNamesTheFiles() {
        StoreSettings settings = settings();
        StoreSettings byHand =
                new StoreSettings(settings.url(), settings.username(), settings.password(), false, directory);
        openAnother(byHand);
        store.write(transaction -> Sql.update(transaction, "DELETE FROM connector_schema WHERE version >= 2"));

        assertThatThrownBy(() -> openAnother(byHand))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("version 1")
                .hasMessageContaining("/002-dead-letters.sql")
                .hasMessageNotContaining("001-runs.sql");
    }

    @Test
    void aMigrationThatFailsLeavesNothing() {
        Dialect dialect = settings().url().startsWith("jdbc:sqlite") ? Dialect.SQLITE : Dialect.POSTGRESQL;
        List<Migration> migrations = new ArrayList<>(Migration.all(dialect));
        migrations.add(new Migration(
                99,
                "099-broken.sql",
                List.of("CREATE TABLE connector_half (a integer)", "INSERT INTO no_such_table VALUES (1)")));

        assertThatThrownBy(() -> new Schema(dialect, migrations, "test").migrate(database(dialect)))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("no_such_table");
        assertThatThrownBy(() -> store.read(
                        transaction -> Sql.query(transaction, row -> row.getInt(1), "SELECT a FROM connector_half")))
                .isInstanceOf(StoreException.class);
        openAnother(settings());
    }

    @Test
    void manyProcessesMayOpenANewStoreAtOnce() throws Exception {
        StoreSettings fresh = freshSettings();

        inThreads(6, thread -> {
            Store another = Stores.open(fresh, Clock.systemUTC(), point -> {});
            another.write(transaction -> Sql.update(transaction, "DELETE FROM connector_checkpoint"));
            another.close();
        });
    }

    @Test
    void whatAKilledProcessWasToldIsStoredIsThere() {
        for (int round = 0; round < 5; round++) {
            try (ChildProcess child = ChildProcess.start("write", settings().url())) {
                List<String> printed = new ArrayList<>();
                assertThat(child.line()).isEqualTo("begun");
                for (int i = 0; i < 50 + 37 * round; i++) {
                    printed.add(child.line());
                }
                printed.addAll(child.killAndReadRest().stream()
                        // Half a line is the beginning of an earlier one, or none.
                        .filter(line -> line.matches("\\d+-\\d+"))
                        .toList());
                assertThat(values()).containsAll(printed);
            }
        }
    }

    abstract StoreSettings freshSettings();

    abstract Database database(Dialect dialect);

    static Integer insert(Transaction transaction, String value) {
        return Sql.update(transaction, "INSERT INTO connector_test (value) VALUES (?)", value);
    }

    void write(String value) {
        store.write(transaction -> insert(transaction, value));
    }

    static int count(Transaction transaction) {
        return Sql.query(transaction, row -> row.getInt(1), "SELECT count(*) FROM connector_test")
                .get(0);
    }

    List<String> values() {
        return store.read(
                transaction -> Sql.query(transaction, row -> row.getString(1), "SELECT value FROM connector_test"));
    }

    static void progress(Store store, Run run) {
        store.write(transaction -> {
            store.runs().progress(transaction, run);
            return null;
        });
    }

    static void finish(Store store, Run run) {
        store.write(transaction -> {
            store.runs().finish(transaction, run);
            return null;
        });
    }

    static Run completed(Run run) {
        return new Run(
                run.id(),
                run.pull(),
                Status.COMPLETED,
                run.startedAt(),
                Optional.of(run.startedAt().plus(Duration.ofMillis(5))),
                Counters.ZERO,
                false,
                List.of(),
                Optional.empty());
    }

    private void save(Checkpoint checkpoint) {
        store.write(transaction -> {
            store.checkpoints().save(transaction, checkpoint);
            return null;
        });
    }

    @Test
    void pagesOfDeadLettersFollowEachOther() {
        List<DeadLetter> letters = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            letters.add(0, add(letter("crm", "Contact", "t" + i % 2, "j", "reason " + i)));
        }
        add(letter("erp", "Contact", "t0", "j", "other"));
        Filter crm = filterFrom("crm", Optional.empty());

        DeadLetters.Found first = store.deadLetters().page(crm, 3, Optional.empty());
        DeadLetters.Found second = store.deadLetters().page(crm, 3, first.next());
        assertThat(ids(first)).isEqualTo(ids(letters.subList(0, 3)));
        assertThat(ids(second)).isEqualTo(ids(letters.subList(3, 5)));
        assertThat(second.next()).isEmpty();
        assertThat(ids(store.deadLetters().page(filterFrom("crm", Optional.of("REASON 3")), 3, Optional.empty())))
                .containsExactly(letters.get(1).id());
        store.deadLetters().discard(List.of(letters.get(2).id()));
        assertThat(ids(store.deadLetters().page(crm, 3, first.next()))).isEqualTo(ids(letters.subList(3, 5)));
        assertThat(store.deadLetters().count("crm", 3)).isEqualTo(3);
        assertThat(store.deadLetters().count("crm", 9)).isEqualTo(4);
    }

    @Test
    void timesBoundPagesOfDeadLetters() {
        DeadLetter letter = add(letter("crm", "Contact", "t", "j", "x"));
        Instant at = letter.createdAt();
        assertThat(ids(store.deadLetters().page(filterOfTimes(at, at.plusMillis(1)), 9, Optional.empty())))
                .containsExactly(letter.id());
        assertThat(ids(store.deadLetters()
                        .page(filterOfTimes(at.plusMillis(1), at.plusSeconds(9)), 9, Optional.empty())))
                .isEmpty();
        assertThat(ids(store.deadLetters().page(filterOfTimes(at.minusSeconds(9), at), 9, Optional.empty())))
                .isEmpty();
    }

    @Test
    void aPullStaysPausedUntilItIsResumed() {
        store.pauses().pause("orders");
        Instant since = store.pauses().since("orders").orElseThrow();
        store.pauses().pause("orders");
        Store other = openAnother(settings());
        assertThat(other.pauses().all()).isEqualTo(java.util.Map.of("orders", since));
        other.pauses().resume("orders");
        assertThat(store.pauses().since("orders")).isEmpty();
    }

    @Test
    void runsAreListedPageByPage() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Run run = store.runs().begin("orders");
            ids.add(0, run.id());
            store.write(transaction -> {
                store.runs().finish(transaction, run);
                return null;
            });
        }
        assertThat(store.runs().list("orders", 2, Optional.of(ids.get(0))).stream()
                        .map(Run::id))
                .isEqualTo(ids.subList(1, 3));
    }

    @Test
    void aFlowWithoutBatchesHasNothingInItsQueue() {
        assertThat(store.batches().queue("crm")).isEqualTo(new Batches.Queue(0, 0, Optional.empty()));
        assertThat(store.jobs().waitingFlows()).isEmpty();
        assertThat(store.jobs().list("crm", 5, Optional.empty())).isEmpty();
        assertThat(store.jobs().list("crm", 5, Optional.of("none"))).isEmpty();
    }

    private static Filter filterFrom(String name, Optional<String> error) {
        return new Filter(
                Optional.of(name),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                error);
    }

    private static Filter filterOfTimes(Instant since, Instant until) {
        return new Filter(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(since),
                Optional.of(until),
                Optional.empty());
    }

    private static List<String> ids(DeadLetters.Found found) {
        return ids(found.letters());
    }

    private static List<String> ids(List<DeadLetter> letters) {
        return letters.stream().map(DeadLetter::id).toList();
    }

    private DeadLetter add(NewDeadLetter letter) {
        return store.write(transaction -> store.deadLetters().add(transaction, letter));
    }

    private List<String> ids(Filter filter, int limit) {
        return store.deadLetters().list(filter, limit).stream()
                .map(DeadLetter::id)
                .toList();
    }

    private static NewDeadLetter letter(String name, String stream, String tenant, String job, String reason) {
        return new NewDeadLetter(
                new Origin("flow", name, Optional.of(stream), Optional.of(tenant), job),
                "r",
                "{}".getBytes(UTF_8),
                OptionalInt.empty(),
                reason,
                1);
    }

    private static Filter filter(String from, String tenant, String stream, String job, String error) {
        return new Filter(
                Optional.ofNullable(from),
                Optional.ofNullable(tenant),
                Optional.ofNullable(stream),
                Optional.ofNullable(job),
                Optional.empty(),
                Optional.empty(),
                Optional.ofNullable(error));
    }

    private static Filter between(Optional<Instant> since, Optional<Instant> until) {
        return new Filter(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), since, until, Optional.empty());
    }

    static void inThreads(int threads, InThread body) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int thread = i;
                tasks.add(() -> {
                    body.run(thread);
                    return null;
                });
            }
            for (Future<Void> done : executor.invokeAll(tasks)) {
                done.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } finally {
            executor.shutdownNow();
        }
    }

    @FunctionalInterface
    interface InThread {
        void run(int thread) throws Exception;
    }
}
