package org.restconnector.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.restconnector.store.Batches.Batch;
import org.restconnector.store.DeadLetters.DeadLetter;
import org.restconnector.store.DeadLetters.NewDeadLetter;
import org.restconnector.store.DeadLetters.Origin;
import org.restconnector.store.Jobs.Job;
import org.restconnector.store.Retention.Removed;

/** What every store must remove, and what it must not, whatever its database. */
abstract class RetentionContract extends FlowFixture {
    private static final Duration MONTH = Duration.ofDays(30);
    private static final Duration LONGER = Duration.ofDays(31);

    RetentionContract(Dialect dialect) {
        super(dialect);
    }

    private Removed sweep(Duration kept) {
        allowAnother();
        return store.retention().sweep(kept, () -> true).orElseThrow();
    }

    private void allowAnother() {
        store.write(transaction ->
                Sql.update(transaction, "UPDATE connector_counter SET value = 0 WHERE name = 'retention'"));
    }

    /** Lets all that is there become older. */
    private void age(Duration time) {
        store.write(transaction -> {
            for (String column : List.of(
                    "connector_job.created_at",
                    "connector_job.updated_at",
                    "connector_run.started_at",
                    "connector_run.ended_at",
                    "connector_dead_letter.created_at",
                    "connector_dead_letter.refused_at",
                    "connector_idempotency.created_at")) {
                String[] names = column.split("\\.");
                Sql.update(
                        transaction,
                        "UPDATE " + names[0] + " SET " + names[1] + " = " + names[1] + " - ?",
                        time.toMillis());
            }
            return null;
        });
    }

    private long rows(String table) {
        return store.read(transaction -> Sql.query(transaction, row -> row.getLong(1), "SELECT count(*) FROM " + table)
                .get(0));
    }

    private boolean isThere(Job job) {
        return store.jobs().find(job.flow(), job.tenant(), job.id()).isPresent();
    }

    private Job delivered(int records) {
        Job job = accept("t1", "Contact", records);
        deliver(next(records));
        return job;
    }

    @Test
    void aFinishedJobGoesWholeAndAnUnfinishedOneStaysHoweverOld() {
        Job done = delivered(3);
        Job empty = store.jobs().accept(job("t1", List.of(), List.of())).job();
        Job cancelled = accept("t1", "Deal", 2);
        store.jobs().cancel(FLOW, "t1", cancelled.id());
        Job sending = accept("t1", "Note", 2);
        Batch batch = next(2);
        Job cancelledOnItsWay = accept("t1", "Task", 2);
        Batch first = form(claim(1));
        store.jobs().cancel(FLOW, "t1", cancelledOnItsWay.id());
        Job waiting = accept("t2", "Note", 2);
        age(LONGER);
        Job young = store.jobs().accept(job("t1", List.of(), List.of())).job();

        Removed removed = sweep(MONTH);

        assertThat(removed).isEqualTo(new Removed(3, 5, 0, 0, 0));
        assertThat(List.of(done, empty, cancelled)).noneMatch(this::isThere);
        assertThat(List.of(sending, cancelledOnItsWay, waiting, young)).allMatch(this::isThere);
        assertThat(rows("connector_record")).isEqualTo(6);
        assertThat(rows("connector_job_stream")).isEqualTo(3);
        assertThat(rows("connector_removal")).isZero();
        deliver(batch);
        deliver(first);
        deliver(next(2));
        assertThatAllIsDone(sending, waiting, young);
        assertThat(sweep(MONTH)).as("they were finished just now").isEqualTo(new Removed(0, 0, 0, 0, 0));
        age(LONGER);
        assertThat(sweep(MONTH)).isEqualTo(new Removed(4, 6, 0, 0, 0));
        assertThat(rows("connector_record")).isZero();
    }

    @Test
    void aJobOutlivesItsDeadLettersSoThatAReplayFindsIt() {
        Job job = accept("t1", "Contact", 2);
        age(LONGER);
        finish(next(2), failed("no name"), delivered());
        DeadLetter letter = store.deadLetters().list(DeadLetters.Filter.ALL, 10).get(0);
        store.write(transaction -> Sql.update(transaction, "UPDATE connector_job SET updated_at = created_at"));

        assertThat(sweep(MONTH)).isEqualTo(new Removed(0, 0, 0, 0, 0));
        assertThat(store.deadLetters().replay(List.of(letter.id()))).containsExactly(letter.id());
        age(LONGER);
        assertThat(sweep(MONTH)).as("its record waits to be sent").isEqualTo(new Removed(0, 0, 0, 0, 0));
        deliver(form(store.batches().replays(FLOW, 10)));
        assertThatAllIsDone(job);
        finish(next(accept("t1", "Contact", 1)), failed("no name"));
        age(LONGER);

        assertThat(sweep(MONTH)).isEqualTo(new Removed(2, 3, 0, 1, 0));
        assertThat(store.deadLetters().list(DeadLetters.Filter.ALL, 10)).isEmpty();
    }

    private Batch next(Job job) {
        return next((int) job.accepted());
    }

    @Test
    void aJobStaysUntilItsWebhookHasBeenTold() {
        store.webhooks().listen(FLOW, Set.of(Webhooks.Event.JOB_COMPLETED));
        Job job = delivered(1);
        age(LONGER);

        assertThat(sweep(MONTH).jobs()).isZero();
        assertThat(isThere(job)).isTrue();
        store.webhooks().due(FLOW, 10, Duration.ofMinutes(1)).forEach(store.webhooks()::done);
        assertThat(sweep(MONTH).jobs()).isOne();
    }

    @Test
    void aKeyLastsADayAndItsJobWithIt() {
        Job job = store.jobs().accept(keyed(job("t1", "Contact", 1), "k", "h")).job();
        deliver(next(1));
        age(Duration.ofHours(23));

        assertThat(sweep(Duration.ofMinutes(1))).isEqualTo(new Removed(0, 0, 0, 0, 0));
        Jobs.Accepted repeated = store.jobs().accept(keyed(job("t1", "Contact", 1), "k", "h"));
        assertThat(repeated.repeated()).isTrue();
        assertThat(repeated.job().id()).isEqualTo(job.id());
        age(Duration.ofHours(2));

        assertThat(sweep(MONTH)).isEqualTo(new Removed(0, 0, 0, 0, 1));
        assertThat(sweep(Duration.ofMinutes(1))).isEqualTo(new Removed(1, 1, 0, 0, 0));
        assertThat(store.jobs().accept(keyed(job("t1", "Contact", 1), "k", "h")).repeated())
                .isFalse();
    }

    @Test
    void recordsOfAJobThatGrewGoWithoutThoseBetweenThem() {
        Run run = store.runs().begin("orders");
        Job grown = append(run);
        Job between = accept("t1", "Deal", 3);
        append(run);
        deliver(next(3));
        deliver(next(3));
        store.write(transaction ->
                Sql.update(transaction, "UPDATE connector_job SET run = NULL, status = 'JOB_COMPLETED'"));
        age(LONGER);
        store.write(transaction -> Sql.update(
                transaction,
                "UPDATE connector_job SET updated_at = ? WHERE id = ?",
                transaction.nowMillis(),
                between.id()));

        assertThat(sweep(MONTH).records()).isEqualTo(6);
        assertThat(isThere(grown)).isFalse();
        assertThat(records(between)).hasSize(3);
    }

    private Job append(Run run) {
        return store.write(transaction -> store.jobs().append(transaction, job("t1", "Contact", 3), run.id()))
                .job();
    }

    @Test
    void ofEachPullTheLastRunAndTheLastCompletedOneStay() {
        Run completed = run("orders", Run.Status.COMPLETED);
        run("orders", Run.Status.FAILED);
        Run failed = run("orders", Run.Status.FAILED);
        run("users", Run.Status.COMPLETED);
        Run last = run("users", Run.Status.COMPLETED);
        Run running = store.runs().begin("items");
        age(LONGER);

        assertThat(sweep(MONTH)).isEqualTo(new Removed(0, 0, 2, 0, 0));
        assertThat(store.runs().list("orders", 9)).extracting(Run::id).containsExactly(failed.id(), completed.id());
        assertThat(store.runs().list("users", 9)).extracting(Run::id).containsExactly(last.id());
        assertThat(store.runs().last("items").orElseThrow().id()).isEqualTo(running.id());
    }

    private Run run(String pull, Run.Status status) {
        Run begun = store.runs().begin(pull);
        Run ended = new Run(
                begun.id(),
                pull,
                status,
                begun.startedAt(),
                Optional.of(Instant.now()),
                Run.Counters.ZERO,
                false,
                List.of(),
                Optional.empty());
        store.write(transaction -> {
            store.runs().finish(transaction, ended);
            return null;
        });
        return ended;
    }

    @Test
    void aDeadLetterWhoseReplayWasAskedForStaysAndOneThatWasRefusedAgainIsAsNewAsThat() {
        String asked = letter();
        String refused = letter();
        letter();
        store.deadLetters().replay(List.of(refused));
        age(LONGER);
        store.deadLetters().replays("orders", 10);
        store.write(
                transaction -> store.deadLetters().refused(transaction, refused, OptionalInt.of(422), "still bad", 1));
        store.deadLetters().replay(List.of(asked));

        assertThat(sweep(MONTH)).isEqualTo(new Removed(0, 0, 0, 1, 0));
        assertThat(store.deadLetters().list(DeadLetters.Filter.ALL, 10))
                .extracting(DeadLetter::id)
                .containsExactly(refused, asked);
        age(LONGER);
        assertThat(sweep(MONTH)).isEqualTo(new Removed(0, 0, 0, 1, 0));
        assertThat(store.deadLetters().find(asked)).isPresent();
    }

    private String letter() {
        return store.write(transaction -> store.deadLetters()
                        .add(
                                transaction,
                                new NewDeadLetter(
                                        new Origin("pull", "orders", Optional.empty(), Optional.empty(), "run"),
                                        "r",
                                        "{}".getBytes(UTF_8),
                                        OptionalInt.empty(),
                                        "bad",
                                        1)))
                .id();
    }

    @Test
    void whatWasInterruptedGoesOnAtTheNextCall() {
        for (int i = 0; i < 3; i++) {
            accept("t1", "Contact", 400);
            deliver(next(400));
        }
        age(LONGER);
        AtomicInteger left = new AtomicInteger(2);
        Removed first =
                store.retention().sweep(MONTH, () -> left.decrementAndGet() > 0).orElseThrow();

        assertThat(first.records()).isLessThan(1200);
        assertThat(rows("connector_job")).as("a job goes at once").isZero();
        assertThat(rows("connector_removal")).isOne();
        assertThat(first.records() + sweep(MONTH).records()).isEqualTo(1200);
        assertThat(rows("connector_removal")).isZero();
    }

    @Test
    void oneProcessDoesItForAll() {
        Store other = openAnother(point -> {});
        assertThat(store.retention().sweep(MONTH, () -> true)).isPresent();
        assertThat(other.retention().sweep(MONTH, () -> true)).isEmpty();
        assertThat(store.retention().sweep(MONTH, () -> true)).isEmpty();
        store.write(transaction -> Sql.update(
                transaction,
                "UPDATE connector_counter SET value = value - ? WHERE name = 'retention'",
                Duration.ofHours(1).toMillis()));
        assertThat(other.retention().sweep(MONTH, () -> true)).isPresent();
    }

    @Test
    void aRetryBesideItLosesNoRecordAndCountsNoneTwice() throws Exception {
        List<Job> jobs = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            jobs.add(accept("t" + i % 3, "Contact", 2));
        }
        for (Batch batch = next(2); ; batch = form(claim(2))) {
            finish(batch, failed("bad"), failed("bad"));
            if (store.jobs().pending(FLOW) == 0) {
                break;
            }
        }
        store.deadLetters().discard(DeadLetters.Filter.ALL);
        age(LONGER);
        allowAnother();
        CountDownLatch both = new CountDownLatch(2);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<Long> retried = threads.submit(() -> {
                both.countDown();
                both.await(10, TimeUnit.SECONDS);
                long records = 0;
                for (int i = jobs.size() - 1; i >= 0; i--) {
                    records += store.jobs()
                            .retry(FLOW, jobs.get(i).tenant(), jobs.get(i).id());
                }
                return records;
            });
            both.countDown();
            both.await(10, TimeUnit.SECONDS);
            Removed removed = store.retention().sweep(MONTH, () -> true).orElseThrow();

            assertThat(removed.jobs() * 2 + retried.get(60, TimeUnit.SECONDS)).isEqualTo(80);
        } finally {
            threads.shutdownNow();
        }
        assertThat(rows("connector_replay")).isEqualTo(store.jobs().pending(FLOW));
        assertThat(rows("connector_record")).isEqualTo(rows("connector_replay"));
        new FlowLedger(store).assertThatAllAddsUp();
    }
}
