package org.restconnector.store;

import java.util.ArrayList;
import java.util.List;

/**
 * A walk through a table from its oldest row on, by readers, which nobody waits for; only what is to go takes the
 * writer. A row's number and its time rise together, so the walk ends at the first page whose last row is too young.
 */
final class OldRows {
    /** More rows, or more bytes, in one transaction would hold up others who write. */
    static final int AT_ONCE = 250;

    private static final long BYTES_AT_ONCE = 1 << 20;
    private static final int LOOKED_AT = 1000;

    private final Database database;
    private final Look look;
    private final Removal removal;

    OldRows(Database database, Look look, Removal removal) {
        this.database = database;
        this.look = look;
        this.removal = removal;
    }

    /** The rows behind that one, in their order. */
    @FunctionalInterface
    interface Look {
        List<Row> rows(Transaction transaction, long before, long after, int limit);
    }

    /** Removes those that are too old still; returns how many they were. */
    @FunctionalInterface
    interface Removal {
        long remove(Transaction transaction, long before, List<Long> seqs);
    }

    /**
     * @param young whether this one and all that follow were made too late
     * @param old whether it seems to be one to remove
     */
    record Row(long seq, boolean young, boolean old, long bytes) {}

    long remove(long before, Pace pace) {
        long total = 0;
        long after = 0;
        while (true) {
            long from = after;
            List<Row> page = database.read(transaction -> look.rows(transaction, before, from, LOOKED_AT));
            for (List<Long> seqs : parts(page.stream().filter(Row::old).toList())) {
                total += database.write(transaction -> removal.remove(transaction, before, seqs));
                if (!pace.next()) {
                    return total;
                }
            }
            if (page.size() < LOOKED_AT || page.get(page.size() - 1).young()) {
                return total;
            }
            after = page.get(page.size() - 1).seq();
        }
    }

    /** Each is one transaction. */
    static List<List<Long>> parts(List<Row> rows) {
        List<List<Long>> parts = new ArrayList<>();
        List<Long> part = new ArrayList<>();
        long bytes = 0;
        for (Row row : rows) {
            if (!part.isEmpty() && (part.size() == AT_ONCE || bytes + row.bytes() > BYTES_AT_ONCE)) {
                parts.add(part);
                part = new ArrayList<>();
                bytes = 0;
            }
            part.add(row.seq());
            bytes += row.bytes();
        }
        if (!part.isEmpty()) {
            parts.add(part);
        }
        return parts;
    }
}
