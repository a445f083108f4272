package org.restconnector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.restconnector.http.Budget.Patience;

class BudgetTest {
    private static final Patience PATIENT = new Patience(Duration.ofMinutes(10), false, () -> false);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicLong now = new AtomicLong();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private Budget budget(String limit) {
        return new Budget(Optional.of(RateLimit.parse(limit)), now::get);
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    private static void request(Budget budget) throws PermanentFault {
        try (Turn turn = budget.take(PATIENT)) {
            turn.sent();
        }
    }

    private CompletableFuture<Void> asked(Budget budget) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        request(budget);
                    } catch (PermanentFault e) {
                        throw new IllegalStateException(e);
                    }
                },
                threads);
    }

    private static void goesOn(Future<?> waiting) {
        await().atMost(Duration.ofSeconds(10)).until(waiting::isDone);
    }

    /** A bucket that fills again would let nearly twice as many into a window. */
    @Test
    void noWindowSeesMoreThanTheLimit() throws Exception {
        Budget budget = new Budget(Optional.of(RateLimit.parse("5/200ms")), System::nanoTime);
        ConcurrentLinkedQueue<Long> sent = new ConcurrentLinkedQueue<>();
        List<Future<?>> done = new ArrayList<>();
        for (int thread = 0; thread < 8; thread++) {
            done.add(threads.submit(() -> {
                for (int i = 0; i < 3; i++) {
                    try (Turn turn = budget.take(PATIENT)) {
                        turn.sent();
                        sent.add(System.nanoTime());
                    }
                }
                return null;
            }));
        }
        for (Future<?> one : done) {
            one.get();
        }
        List<Long> times = sent.stream().sorted().toList();
        assertThat(times).hasSize(24);
        for (int i = 5; i < times.size(); i++) {
            assertThat(times.get(i) - times.get(i - 5)).isGreaterThanOrEqualTo(200_000_000);
        }
    }

    @Test
    void aRequestCountsFromItsAnswer() throws Exception {
        Budget budget = budget("1/1s");
        Turn turn = budget.take(PATIENT);
        turn.sent();
        pass(Duration.ofMillis(300));
        turn.close();
        pass(Duration.ofMillis(900));
        CompletableFuture<Void> next = asked(budget);
        assertThat(next).isNotDone();
        pass(Duration.ofMillis(100));
        goesOn(next);
    }

    @Test
    void aRequestThatIsNotAnsweredCountsFromASecondAfterItWasSent() throws Exception {
        Budget budget = budget("1/1s");
        budget.take(PATIENT).sent();
        pass(Duration.ofMillis(2000));
        goesOn(asked(budget));
    }

    @Test
    void aRequestThatIsNotSentCountsForNothing() throws Exception {
        Budget budget = budget("1/1h");
        Turn turn = budget.take(PATIENT);
        CompletableFuture<Void> next = asked(budget);
        turn.close();
        goesOn(next);
    }

    @Test
    void whoAskedFirstGoesFirst() throws Exception {
        Budget budget = budget("1/1s");
        request(budget);
        CompletableFuture<Void> first = asked(budget);
        await().until(() -> budget.waiting() == 1);
        CompletableFuture<Void> second = asked(budget);
        await().until(() -> budget.waiting() == 2);
        pass(Duration.ofMillis(1000));
        goesOn(first);
        assertThat(second).isNotDone();
        pass(Duration.ofMillis(1000));
        goesOn(second);
    }

    @Test
    void aWaitEndsWithTheProgram() throws Exception {
        Budget budget = budget("1/1h");
        request(budget);
        AtomicBoolean ended = new AtomicBoolean();
        Future<?> waiting = threads.submit(() -> budget.take(new Patience(Duration.ofMinutes(1), false, ended::get)));
        await().until(() -> budget.waiting() == 1);
        ended.set(true);
        assertThatThrownBy(waiting::get)
                .hasCauseInstanceOf(PermanentFault.class)
                .satisfies(
                        thrown -> assertThat(((Fault) thrown.getCause()).code()).isEqualTo("interrupted"));
        assertThat(budget.waiting()).isZero();
    }

    @Test
    void whatTheApiAsksForHoldsForAll() throws Exception {
        Budget budget = new Budget(Optional.empty(), now::get);
        budget.hold(Duration.ofSeconds(30));
        budget.hold(Duration.ofSeconds(10));
        CompletableFuture<Void> next = asked(budget);
        pass(Duration.ofSeconds(29));
        assertThat(next).isNotDone();
        pass(Duration.ofSeconds(1));
        goesOn(next);
    }

    @Test
    void aLongerWaitThanMaxRetryAfterIsAFaultOrCut() throws Exception {
        Budget budget = new Budget(Optional.empty(), now::get);
        budget.hold(Duration.ofDays(1_000_000));
        assertThatThrownBy(() -> budget.take(PATIENT))
                .isInstanceOf(PermanentFault.class)
                .hasMessageContaining("maxRetryAfter")
                .satisfies(thrown -> assertThat(((Fault) thrown).code()).isEqualTo("rate_limited"));
        pass(Duration.ofMinutes(1));
        budget.take(new Patience(Duration.ofMinutes(1), true, () -> false));
    }
}
