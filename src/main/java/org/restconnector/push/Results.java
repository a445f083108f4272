package org.restconnector.push;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.restconnector.log.About;

/**
 * Stores results in threads of its own: the next request need not wait for a commit, which many results
 * then share. Safe for use by many threads.
 */
final class Results {
    private static final int THREADS = 16;
    /** Of the batches whose results wait: an answer that comes then is held up until there is room. */
    private static final int MOST_BYTES = 16 << 20;

    private static final int BYTES_EACH = 4096;

    private final ThreadPoolExecutor threads;
    private final Semaphore room = new Semaphore(MOST_BYTES);

    Results(String flow) {
        AtomicInteger number = new AtomicInteger();
        threads = new ThreadPoolExecutor(THREADS, THREADS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            Thread thread = new Thread(About.flow(flow, task), "flow-" + flow + "-result-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        threads.allowCoreThreadTimeOut(true);
        threads.setRejectedExecutionHandler((task, executor) -> task.run());
    }

    /** Stores the result of that batch soon, or now if the flow has ended. */
    void submit(Attempt attempt, Runnable store) {
        int bytes = Math.min(MOST_BYTES, attempt.batch().body().length + BYTES_EACH);
        room.acquireUninterruptibly(bytes);
        threads.execute(() -> {
            try {
                store.run();
            } finally {
                room.release(bytes);
            }
        });
    }

    /** Waits for those that were submitted. */
    void awaitEnd(Duration atMost) throws InterruptedException {
        threads.shutdown();
        threads.awaitTermination(Math.max(0, atMost.toMillis()), TimeUnit.MILLISECONDS);
    }
}
