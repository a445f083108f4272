package org.restconnector.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.restconnector.testing.MovableClock;

/** How long accepting a job takes while old ones are removed, beside the same without. Prints percentiles. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class RetentionBench {
    private static final int OLD_JOBS = Integer.getInteger("bench.jobs", 400);
    private static final int RECORDS = 500;
    private static final int ACCEPTS = 1000;

    @TempDir
    private Path directory;

    @Test
    void acceptsWhileOldJobsAreRemoved() throws Exception {
        MovableClock clock = new MovableClock();
        try (StoreAlone store = new StoreAlone(directory, clock)) {
            for (int i = 0; i < OLD_JOBS; i++) {
                store.accept(RECORDS);
                store.deliver(RECORDS);
            }
            accepts(store);
            long[] before = accepts(store);
            clock.pass(Duration.ofDays(31));
            long begun = System.nanoTime();
            CompletableFuture<String> sweep = CompletableFuture.supplyAsync(() -> {
                String removed = store.sweep(Duration.ofDays(30));
                return String.format(Locale.ROOT, "%s in %,d ms", removed, (System.nanoTime() - begun) / 1_000_000);
            });
            long[] during = accepts(store);
            boolean whole = !sweep.isDone();
            System.out.printf("%naccepting a record each millisecond, microseconds%n");
            print("before", before);
            print(whole ? "while removing" : "while removing, and a while after", during);
            System.out.println(sweep.get(5, TimeUnit.MINUTES));
        }
    }

    private static long[] accepts(StoreAlone store) {
        long[] micros = new long[ACCEPTS];
        for (int i = 0; i < ACCEPTS; i++) {
            long begun = System.nanoTime();
            store.accept(1);
            micros[i] = (System.nanoTime() - begun) / 1000;
            LockSupport.parkNanos(1_000_000);
        }
        Arrays.sort(micros);
        return micros;
    }

    private static void print(String what, long[] sorted) {
        System.out.printf(
                Locale.ROOT,
                "%-34s median %,8d   p99 %,8d   slowest %,8d%n",
                what,
                sorted[ACCEPTS / 2],
                sorted[ACCEPTS * 99 / 100],
                sorted[ACCEPTS - 1]);
    }
}
