package org.restconnector.store;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Records that got their result in the last hour, by pull or flow: counted in memory, by this process and since
 * its start alone. Safe for use by many threads.
 */
public final class Throughput {
    /** How many minutes are remembered. */
    public static final int MINUTES = 60;

    private static final long SLICE_MS = 5_000;
    private static final int SLICES_A_MINUTE = (int) (60_000 / SLICE_MS);

    private final Clock clock;
    private final Map<Source, Counts> counts = new ConcurrentHashMap<>();

    Throughput(Clock clock) {
        this.clock = clock;
    }

    /** @param direction {@code pull} or {@code flow} */
    private record Source(String direction, String name) {}

    /** @param direction {@code pull} or {@code flow} */
    public void add(String direction, String name, long records) {
        if (records > 0) {
            counts.computeIfAbsent(new Source(direction, name), source -> new Counts())
                    .add(slice(), records);
        }
    }

    /** The records of the last {@value #MINUTES} minutes, a number a minute, the last 60 seconds last. */
    public long[] minutes(String direction, String name) {
        Counts found = counts.get(new Source(direction, name));
        return found == null ? new long[MINUTES] : found.minutes(slice());
    }

    private long slice() {
        return clock.millis() / SLICE_MS;
    }

    private static final class Counts {
        /** Only those in which there was something, oldest first: number, records. */
        private final ArrayDeque<long[]> slices = new ArrayDeque<>();

        private synchronized void add(long slice, long records) {
            long[] last = slices.peekLast();
            if (last != null && last[0] >= slice) {
                last[1] += records;
                return;
            }
            while (!slices.isEmpty() && slices.peekFirst()[0] <= slice - (long) MINUTES * SLICES_A_MINUTE) {
                slices.removeFirst();
            }
            slices.addLast(new long[] {slice, records});
        }

        private synchronized long[] minutes(long now) {
            long[] minutes = new long[MINUTES];
            for (long[] slice : slices) {
                int ago = (int) Math.max(0, Math.min((now - slice[0]) / SLICES_A_MINUTE, MINUTES));
                if (ago < MINUTES) {
                    minutes[MINUTES - 1 - ago] += slice[1];
                }
            }
            return minutes;
        }
    }
}
