package org.restconnector.push;

import java.util.List;
import org.restconnector.store.Batches.Waiting;

/** What a flow holds in memory of records that are not sent yet, and may. Safe for use by many threads. */
final class InFlight {
    private static final int MOST_ROWS = 10_000;
    /** Of tenants with targets of their own, of which some may hang. */
    private static final int MOST_ROWS_OF_TENANTS = 50_000;

    private static final long MOST_BYTES = 32L << 20;

    private final int mostRows;
    private int rows;
    private long bytes;

    InFlight(int batchSize, boolean ofTenants) {
        this.mostRows = Math.max(ofTenants ? MOST_ROWS_OF_TENANTS : MOST_ROWS, 2 * batchSize);
    }

    /** @param bytes of the records as they came */
    record Weight(int rows, long bytes) {
        static final Weight NONE = new Weight(0, 0);

        static Weight of(List<Waiting> records) {
            return new Weight(
                    records.size(),
                    records.stream()
                            .mapToLong(record -> record.payload().length)
                            .sum());
        }
    }

    /** How many bytes may still be claimed; 0 if not even {@code more} rows may. */
    synchronized long room(int more) {
        return rows + more > mostRows ? 0 : Math.max(0, MOST_BYTES - bytes);
    }

    synchronized int freeRows() {
        return Math.max(0, mostRows - rows);
    }

    /** Whether more than half of it is taken. */
    synchronized boolean isHalfFull() {
        return rows > mostRows / 2 || bytes > MOST_BYTES / 2;
    }

    synchronized void take(Weight weight) {
        rows += weight.rows();
        bytes += weight.bytes();
    }

    synchronized void release(Weight weight) {
        rows -= weight.rows();
        bytes -= weight.bytes();
    }
}
