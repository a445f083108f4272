package org.restconnector.push;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/** The threads that send a flow's requests. Safe for use by many threads. */
interface Senders {
    /** How many more batches may wait for a thread. */
    int places();

    /** Whether there is room for another batch of the tenant. */
    boolean hasRoom(String tenant);

    /** The tenants for which there is no room. */
    Set<String> full();

    /** @throws java.util.concurrent.RejectedExecutionException if they have ended, or the tenant has too many */
    void submit(Attempt attempt);

    /** Called at the end of an attempt. */
    void ended(Attempt attempt);

    /** Takes no more; those that no thread has begun. */
    List<Attempt> shutdown();

    /** Waits for the requests in flight; those that take longer are broken off. */
    void awaitEnd(Duration atMost) throws InterruptedException;
}
