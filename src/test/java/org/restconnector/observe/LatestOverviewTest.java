package org.restconnector.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LatestOverviewTest {
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final AtomicLong now = new AtomicLong(1);
    private final AtomicInteger reads = new AtomicInteger();
    private volatile CountDownLatch held = new CountDownLatch(0);
    private final LatestOverview overview = new LatestOverview(this::read, thread, now::get, Duration.ofMillis(50));

    @AfterEach
    void end() {
        held.countDown();
        thread.shutdownNow();
    }

    private Overview read() {
        int number = reads.incrementAndGet();
        try {
            held.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return new Overview(Instant.ofEpochSecond(number), List.of(), List.of(), Map.of(), Map.of());
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void isReadOnceForManyWhoAsk() {
        for (int i = 0; i < 10; i++) {
            await().until(() -> overview.get().isPresent());
        }
        assertThat(reads).hasValue(1);

        pass(LatestOverview.FRESH);
        await().until(() -> overview.get().orElseThrow().at().equals(Instant.ofEpochSecond(2)));
    }

    @Test
    void aReadThatHangsGivesTheLastOneForAMinuteAndIsTheOnlyOne() {
        await().until(() -> overview.get().isPresent());
        held = new CountDownLatch(1);
        pass(LatestOverview.FRESH);

        for (int i = 0; i < 3; i++) {
            assertThat(overview.get()).isPresent();
        }
        pass(LatestOverview.GOOD);
        assertThat(overview.get()).isEmpty();
        assertThat(reads).hasValue(2);

        held.countDown();
        await().until(() -> overview.get().isPresent());
    }
}
