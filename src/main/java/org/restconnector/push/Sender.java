package org.restconnector.push;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.restconnector.log.About;

/**
 * The threads that send a flow's requests, {@code concurrency} at a time. Safe for use by many threads.
 */
final class Sender {
    private final int concurrency;
    private final Recent recent = new Recent();
    private final ThreadPoolExecutor threads;
    private final AtomicInteger outstanding = new AtomicInteger();

    Sender(String flow, int concurrency) {
        this.concurrency = concurrency;
        AtomicInteger number = new AtomicInteger();
        threads = new ThreadPoolExecutor(
                concurrency, concurrency, 30, TimeUnit.SECONDS, new PriorityBlockingQueue<>(), task -> {
                    Thread thread =
                            new Thread(About.flow(flow, task), "flow-" + flow + "-send-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * How many more batches may wait for a thread: with a fast target more than one a thread, so that many
     * are made with one commit; with a slow one no more, as a batch in line stands before other lanes'.
     */
    int places() {
        return 2 * concurrency + recent.count() - outstanding.get();
    }

    void submit(Attempt attempt) {
        outstanding.incrementAndGet();
        threads.execute(attempt);
    }

    /** Called at the end of an attempt. */
    void ended() {
        outstanding.decrementAndGet();
        recent.add();
    }

    /** Takes no more; those that no thread has begun. */
    List<Attempt> shutdown() {
        List<Attempt> waiting = new ArrayList<>();
        threads.shutdown();
        for (Runnable task = threads.getQueue().poll();
                task != null;
                task = threads.getQueue().poll()) {
            waiting.add((Attempt) task);
        }
        return waiting;
    }

    /** Waits for the requests in flight; those that take longer are broken off. */
    void awaitEnd(Duration atMost) throws InterruptedException {
        if (!threads.awaitTermination(Math.max(0, atMost.toMillis()), TimeUnit.MILLISECONDS)) {
            threads.shutdownNow();
            threads.awaitTermination(1, TimeUnit.SECONDS);
        }
    }
}
