package org.restconnector.testing;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.restconnector.store.FaultHook;

/**
 * Stops the process that loads it at a point, so that its parent can kill it there. Two system
 * properties wake it: {@value #PAUSE_AT}, as {@code POINT:N}, blocks for ever at the n-th hit of the
 * point; {@value #PRINT}, as {@code true}, only tells. Each hit it tells of is {@code FAULT POINT N}
 * on standard error.
 */
public final class PausingFaultHook implements FaultHook {
    public static final String PAUSE_AT = "restconnector.test.pauseAt";
    public static final String PRINT = "restconnector.test.printFaults";

    private final String pauseAt = System.getProperty(PAUSE_AT, "");
    private final boolean print = Boolean.getBoolean(PRINT);
    private final Map<String, Integer> hits = new ConcurrentHashMap<>();

    @Override
    public void at(String point) {
        if (pauseAt.isEmpty() && !print) {
            return;
        }
        int hit = hits.merge(point, 1, Integer::sum);
        boolean pause = pauseAt.equals(point + ":" + hit);
        if (print || pause) {
            System.err.println("FAULT " + point + " " + hit);
        }
        if (pause) {
            blockForEver();
        }
    }

    private static void blockForEver() {
        while (true) {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                // Only the parent ends this process.
            }
        }
    }
}
