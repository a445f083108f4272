package org.restconnector.push;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.restconnector.log.About;

/**
 * The threads that send the requests of a flow whose tenants have targets of their own, {@code concurrency} at a
 * time for each. Where many are in flight, a tenant gets one at a time, so that those whose targets hang leave
 * threads for the others. Safe for use by many threads.
 */
final class TenantSenders implements Senders {
    /** Of the threads, the share that is left to tenants with nothing in flight. */
    private static final int LEFT = 2;

    private static final int WAITING_FOR_EACH_THREAD = 16;
    private static final long MOST_BYTES = 64L << 20;

    /** Of one tenant for each of its places: what is asked to be sent again comes without a look at them. */
    private static final int MOST_WAITING = 5;

    private final int concurrency;
    private final int mostRunning;
    private final BooleanSupplier crowded;
    private final ThreadPoolExecutor threads;
    private final Map<String, Line> lines = new LinkedHashMap<>();
    private int running;
    private int outstanding;
    private long bytes;
    private boolean ended;

    /** What waits and runs of one tenant. */
    private static final class Line {
        private final Queue<Attempt> waiting = new PriorityQueue<>();
        private final Recent recent = new Recent();
        private int running;

        private int outstanding() {
            return running + waiting.size();
        }
    }

    /**
     * @param mostRunning requests in flight of all tenants
     * @param crowded whether there is little room for records, whatever this says
     */
    TenantSenders(String flow, int concurrency, int mostRunning, BooleanSupplier crowded) {
        this.concurrency = concurrency;
        this.mostRunning = mostRunning;
        this.crowded = crowded;
        AtomicInteger number = new AtomicInteger();
        this.threads =
                new ThreadPoolExecutor(0, Integer.MAX_VALUE, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread =
                            new Thread(About.flow(flow, task), "flow-" + flow + "-send-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
    }

    private int most() {
        return Math.max(2, WAITING_FOR_EACH_THREAD * mostRunning);
    }

    @Override
    public synchronized int places() {
        return bytes >= MOST_BYTES ? 0 : most() - outstanding;
    }

    @Override
    public synchronized boolean hasRoom(String tenant) {
        Line line = lines.get(tenant);
        return line == null || hasRoom(line);
    }

    private boolean hasRoom(Line line) {
        if (outstanding > most() / LEFT || bytes > MOST_BYTES / LEFT || crowded.getAsBoolean()) {
            return line.outstanding() == 0;
        }
        int recent = line.recent.count();
        // what hangs keeps none waiting
        return line.outstanding() < (recent == 0 ? concurrency : 2 * concurrency + recent);
    }

    @Override
    public synchronized Set<String> full() {
        return lines.entrySet().stream()
                .filter(line -> !hasRoom(line.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    @Override
    public synchronized void submit(Attempt attempt) {
        if (ended) {
            throw new RejectedExecutionException("the flow ends");
        }
        Line line = lines.computeIfAbsent(attempt.tenant(), tenant -> new Line());
        if (!attempt.next() && line.outstanding() >= line.recent.count() + MOST_WAITING * concurrency) {
            throw new RejectedExecutionException("more of the tenant waits than there is room for");
        }
        line.waiting.add(attempt);
        outstanding++;
        bytes += attempt.batch().body().length;
        startNext();
    }

    @Override
    public synchronized void ended(Attempt attempt) {
        Line line = lines.get(attempt.tenant());
        line.running--;
        line.recent.add();
        running--;
        outstanding--;
        bytes -= attempt.batch().body().length;
        startNext();
    }

    /** In turns: a tenant that got a thread goes behind the others. */
    private void startNext() {
        List<Map.Entry<String, Line>> served = new ArrayList<>();
        Iterator<Map.Entry<String, Line>> each = lines.entrySet().iterator();
        while (each.hasNext() && running < mostRunning) {
            Map.Entry<String, Line> entry = each.next();
            Line line = entry.getValue();
            if (line.outstanding() == 0 && line.recent.count() == 0) {
                each.remove();
            } else if (!ended && !line.waiting.isEmpty() && mayRun(line)) {
                each.remove();
                served.add(Map.entry(entry.getKey(), line));
                line.running++;
                running++;
                threads.execute(line.waiting.remove());
            }
        }
        served.forEach(entry -> lines.put(entry.getKey(), entry.getValue()));
        if (!served.isEmpty() && running < mostRunning) {
            startNext();
        }
    }

    private boolean mayRun(Line line) {
        boolean few = lines.size() == 1 || running < Math.max(1, mostRunning / LEFT);
        return line.running == 0 || line.running < concurrency && few;
    }

    @Override
    public List<Attempt> shutdown() {
        List<Attempt> waiting = new ArrayList<>();
        synchronized (this) {
            ended = true;
            lines.values().forEach(line -> {
                waiting.addAll(line.waiting);
                line.waiting.clear();
            });
        }
        threads.shutdown();
        return waiting;
    }

    @Override
    public void awaitEnd(Duration atMost) throws InterruptedException {
        if (!threads.awaitTermination(Math.max(0, atMost.toMillis()), TimeUnit.MILLISECONDS)) {
            threads.shutdownNow();
            threads.awaitTermination(1, TimeUnit.SECONDS);
        }
    }
}
