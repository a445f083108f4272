package org.restconnector.push;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lets a request wait for the results of its job. The delivery calls {@link #changed} after each result it
 * has stored; whoever waits then looks into the store. Thread-safe; bound in the registry as {@value #BEAN}.
 */
public final class JobWaits {

    public static final String BEAN = "rest-job-waits";

    private static final int MOST_QUIET = 100_000;

    private final Set<String> quiet = new LinkedHashSet<>();
    private final ConcurrentMap<String, Set<Wait>> waits = new ConcurrentHashMap<>();

    /** Its end is no line of the log: a real-time write, whose sender gets the result. */
    void quiet(String jobId) {
        synchronized (quiet) {
            quiet.add(jobId);
            if (quiet.size() > MOST_QUIET) {
                quiet.remove(quiet.iterator().next());
            }
        }
    }

    /** Asked once, at the job's end. */
    boolean takeQuiet(String jobId) {
        synchronized (quiet) {
            return quiet.remove(jobId);
        }
    }

    /** Results of that job's records were stored. */
    public void changed(String jobId) {
        waits.getOrDefault(jobId, Set.of()).forEach(wait -> wait.signal.release());
    }

    /** Begins to listen: no change after this call is missed. */
    Wait on(String jobId) {
        Wait wait = new Wait(jobId);
        waits.computeIfAbsent(jobId, id -> ConcurrentHashMap.newKeySet()).add(wait);
        return wait;
    }

    /** One that waits; close it. */
    final class Wait implements AutoCloseable {

        private final String jobId;
        private final Semaphore signal = new Semaphore(0);

        private Wait(String jobId) {
            this.jobId = jobId;
        }

        /** Returns at a change since the last call, or when the time is over: then false. */
        boolean await(Duration atMost) throws InterruptedException {
            boolean changed = signal.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS);
            signal.drainPermits();
            return changed;
        }

        @Override
        public void close() {
            waits.computeIfPresent(jobId, (id, all) -> {
                all.remove(this);
                return all.isEmpty() ? null : all;
            });
        }
    }
}
