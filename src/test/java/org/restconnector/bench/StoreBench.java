package org.restconnector.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.restconnector.store.Batches.Batch;
import org.restconnector.store.Batches.Outcome;
import org.restconnector.store.Batches.Result;
import org.restconnector.store.Batches.Waiting;
import org.restconnector.store.Jobs.NewJob;
import org.restconnector.store.Jobs.NewRecord;
import org.restconnector.store.Store;
import org.restconnector.store.StoreSettings;
import org.restconnector.store.Stores;

/**
 * The store alone, as a flow uses it: jobs accepted, batches claimed, formed and finished. Prints rates;
 * {@code -Dbench.seconds} changes how long each takes.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class StoreBench {
    private static final int SECONDS = Integer.getInteger("bench.seconds", 5);
    private static final Result DELIVERED = new Result(Outcome.DELIVERED, Optional.of("003K"), false, "");

    @TempDir
    Path directory;

    /** What the disk gives today: the others are to be seen beside it. */
    @Test
    void commitsAlone() throws Exception {
        try (Store store = open()) {
            AtomicInteger count = new AtomicInteger();
            rate("the smallest commits, one thread", 1, 1, () -> store.batches()
                    .pause("erp", "" + count.incrementAndGet()));
        }
    }

    @Test
    void jobsOfAThousandRecords() throws Exception {
        try (Store store = open()) {
            NewJob job = job(1000);
            rate("accept, jobs of 1,000, one thread", 1, 1000, () -> store.jobs()
                    .accept(job));
        }
    }

    @Test
    void jobsOfOneRecord() throws Exception {
        try (Store store = open()) {
            NewJob job = job(1);
            rate("accept, jobs of 1, 64 threads", 64, 1, () -> store.jobs().accept(job));
        }
    }

    @Test
    void batchesOf500() throws Exception {
        try (Store store = open()) {
            NewJob job = job(1000);
            for (int i = 0; i < SECONDS * 120; i++) {
                store.jobs().accept(job);
            }
            byte[] body = new byte[500 * 200];
            List<Result> results = Collections.nCopies(500, DELIVERED);
            rate("claim, form, finish in batches of 500, one thread", 1, 500, () -> {
                List<Waiting> records = store.batches().claim("crm", false, 500, Long.MAX_VALUE);
                assertThat(records).hasSize(500);
                Batch batch = store.batches().form(records, body, false).batch().orElseThrow();
                store.batches().finish(batch, results, OptionalInt.of(200));
            });
        }
    }

    @Test
    void oneByOne() throws Exception {
        try (Store store = open()) {
            NewJob job = job(1000);
            for (int i = 0; i < SECONDS * 20; i++) {
                store.jobs().accept(job);
            }
            byte[] body = new byte[200];
            BlockingQueue<Waiting> claimed = new ArrayBlockingQueue<>(2000);
            rate("claim, form, finish one by one, 4 threads", 4, 1, () -> {
                Batch batch = store.batches()
                        .form(List.of(next(store, claimed)), body, false)
                        .batch()
                        .orElseThrow();
                store.batches().finish(batch, List.of(DELIVERED), OptionalInt.of(200));
            });
        }
    }

    private static synchronized Waiting next(Store store, BlockingQueue<Waiting> claimed) {
        if (claimed.isEmpty()) {
            claimed.addAll(store.batches().claim("crm", false, 1000, Long.MAX_VALUE));
        }
        return claimed.remove();
    }

    private Store open() {
        return Stores.open(StoreSettings.embedded(directory), Clock.systemUTC(), point -> {});
    }

    private static NewJob job(int records) {
        List<NewRecord> all = new ArrayList<>();
        byte[] payload = ("{\"name\":\"" + "x".repeat(189) + "\"}").getBytes(UTF_8);
        for (int i = 0; i < records; i++) {
            String hash = String.format(Locale.ROOT, "%064x", i);
            all.add(new NewRecord("Contact", i, hash, Optional.of("e" + i), payload, OptionalInt.empty()));
        }
        return new NewJob(
                "crm",
                "default",
                "dev",
                Optional.empty(),
                Optional.empty(),
                "hash",
                List.of("Contact"),
                all,
                Optional.empty(),
                Long.MAX_VALUE);
    }

    /** A warm-up, then so many seconds that count. */
    private static void rate(String what, int threads, int records, Runnable work) throws Exception {
        AtomicInteger done = new AtomicInteger();
        long begin = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(1500);
        long end = begin + TimeUnit.SECONDS.toNanos(SECONDS);
        List<Thread> all = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Thread thread = new Thread(() -> {
                while (System.nanoTime() < end) {
                    work.run();
                    if (System.nanoTime() >= begin) {
                        done.incrementAndGet();
                    }
                }
            });
            thread.start();
            all.add(thread);
        }
        for (Thread thread : all) {
            thread.join();
        }
        System.out.printf(Locale.ROOT, "%-50s %,9d records/s%n", what, (long) done.get() * records / SECONDS);
    }
}
