package org.restconnector.store;

import java.security.SecureRandom;
import java.util.UUID;

/**
 * Makes ids that sort by the time they were made (RFC 9562, section 5.7), each greater than the one
 * before, also where the clock goes back. Safe for use by many threads.
 */
final class UuidV7 {
    private static final int COUNTER_BITS = 12;
    private static final long VERSION = 0x7000L;
    private static final long VARIANT = 0x8000000000000000L;

    private final SecureRandom random = new SecureRandom();
    /** The 48 bits of the time and the 12 bits that count within one millisecond. */
    private long last;

    String next(long epochMillis) {
        long time;
        long low;
        synchronized (this) {
            // Half of the counter's range is left free, so that it seldom runs into the next millisecond.
            long fresh = (epochMillis << COUNTER_BITS) | random.nextInt(1 << (COUNTER_BITS - 1));
            last = Math.max(fresh, last + 1);
            time = last;
            low = random.nextLong();
        }
        long high = (time >>> COUNTER_BITS << 16) | VERSION | (time & ((1 << COUNTER_BITS) - 1));
        return new UUID(high, VARIANT | (low >>> 2)).toString();
    }
}
