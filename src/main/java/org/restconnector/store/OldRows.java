package org.restconnector.store;

import java.sql.SQLException;
import java.util.List;

/**
 * A walk through a table from its oldest row on, by readers, which nobody waits for; only what is to go takes the
 * writer. A row's number and its time rise together, so the walk ends at the first page whose last row is too young.
 */
final class OldRows {
    /** Much more in one transaction would hold up others who write. */
    private static final long BYTES_AT_ONCE = 1 << 20;

    private static final int LOOKED_AT = 5000;

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
        pace.reset();
        long total = 0;
        long after = 0;
        while (true) {
            long from = after;
            List<Row> page = database.read(transaction -> look.rows(transaction, before, from, LOOKED_AT));
            Part part = remove(
                    database,
                    page.stream().filter(Row::old).toList(),
                    pace,
                    (transaction, seqs) -> removal.remove(transaction, before, seqs));
            total += part.removed;
            if (!part.whole
                    || page.size() < LOOKED_AT
                    || page.get(page.size() - 1).young()) {
                return total;
            }
            after = page.get(page.size() - 1).seq();
        }
    }

    /** @param whole whether nothing is left of what was given */
    record Part(long removed, boolean whole) {}

    /** Removes some, and says how many they were. */
    @FunctionalInterface
    interface Some {
        long remove(Transaction transaction, List<Long> seqs) throws SQLException;
    }

    static Part remove(Database database, List<Row> rows, Pace pace, Some some) {
        long total = 0;
        for (int from = 0; from < rows.size(); ) {
            int to = end(rows, from, pace.rows());
            List<Long> seqs = rows.subList(from, to).stream().map(Row::seq).toList();
            total += pace.write(database, transaction -> some.remove(transaction, seqs));
            from = to;
            if (!pace.next()) {
                return new Part(total, from == rows.size());
            }
        }
        return new Part(total, true);
    }

    private static int end(List<Row> rows, int from, int atMost) {
        int to = from;
        long bytes = 0;
        while (to < rows.size()
                && to - from < atMost
                && (to == from || bytes + rows.get(to).bytes() <= BYTES_AT_ONCE)) {
            bytes += rows.get(to).bytes();
            to++;
        }
        return to;
    }
}
