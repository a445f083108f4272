package org.restconnector.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Replays and discards dead letters, some at a time, so that no transaction is long. */
final class DeadLetterReplays {
    private static final int AT_ONCE = 500;

    private final Database database;
    private final Requeue requeue;
    private final String in;

    DeadLetterReplays(Database database, Requeue requeue) {
        this.database = database;
        this.requeue = requeue;
        this.in = Seqs.in(database.dialect());
    }

    /** @param seq its place in the table */
    private record Letter(long seq, String id, OptionalLong recordSeq) {}

    List<String> replay(List<String> ids) {
        return byId(ids, this::replay);
    }

    long replay(String where, List<Object> values) {
        return byFilter(where, values, this::replay);
    }

    List<String> discard(List<String> ids) {
        return byId(ids, this::discard);
    }

    long discard(String where, List<Object> values) {
        return byFilter(where, values, this::discard);
    }

    /** Does it, and returns those to which it could be done. */
    @FunctionalInterface
    private interface Deed {
        List<Letter> apply(Transaction transaction, List<Letter> letters);
    }

    private List<Letter> replay(Transaction transaction, List<Letter> letters) {
        List<Letter> done = new ArrayList<>();
        List<Letter> ofFlows = new ArrayList<>();
        letters.forEach(letter -> (letter.recordSeq.isPresent() ? ofFlows : done).add(letter));
        Sql.update(
                transaction,
                "UPDATE connector_dead_letter SET replay_at = coalesce(replay_at, ?) WHERE direction = 'pull' AND seq"
                        + in,
                transaction.nowMillis(),
                Seqs.text(done.stream().map(Letter::seq).toList()));
        List<Long> requeued = requeue.records(
                transaction,
                ofFlows.stream().map(letter -> letter.recordSeq.getAsLong()).toList());
        ofFlows.stream()
                .filter(letter -> requeued.contains(letter.recordSeq.getAsLong()))
                .forEach(done::add);
        return done;
    }

    private List<Letter> discard(Transaction transaction, List<Letter> letters) {
        Sql.update(
                transaction,
                "DELETE FROM connector_dead_letter WHERE seq" + in,
                Seqs.text(letters.stream().map(Letter::seq).toList()));
        return letters;
    }

    private List<String> byId(List<String> ids, Deed deed) {
        List<String> done = new ArrayList<>();
        for (int from = 0; from < ids.size(); from += AT_ONCE) {
            List<String> some = ids.subList(from, Math.min(ids.size(), from + AT_ONCE));
            done.addAll(database.write(transaction -> {
                Map<String, Letter> found = new HashMap<>();
                some.forEach(id -> letters(transaction, " WHERE id = ?", StoredText.of(id))
                        .forEach(letter -> found.put(id, letter)));
                return deed.apply(transaction, List.copyOf(found.values())).stream()
                        .map(Letter::id)
                        .toList();
            }));
        }
        return ids.stream().filter(done::contains).distinct().toList();
    }

    /** Not those that are added meanwhile: what is replayed may be back soon. */
    private long byFilter(String where, List<Object> values, Deed deed) {
        long newest = database.read(transaction -> Sql.query(
                        transaction, row -> row.getLong(1), "SELECT coalesce(max(seq), 0) FROM connector_dead_letter")
                .get(0));
        String next = where + (where.isEmpty() ? " WHERE" : " AND") + " seq > ? AND seq <= ? ORDER BY seq LIMIT ?";
        long total = 0;
        long last = 0;
        while (true) {
            List<Object> all = new ArrayList<>(values);
            all.addAll(List.of(last, newest, AT_ONCE));
            Part part = database.write(transaction -> {
                List<Letter> letters = letters(transaction, next, all.toArray());
                long upTo = letters.isEmpty() ? newest : letters.get(letters.size() - 1).seq;
                return new Part(upTo, deed.apply(transaction, letters).size());
            });
            total += part.done;
            last = part.upTo;
            if (last >= newest) {
                return total;
            }
        }
    }

    /** A part of those that match. */
    private record Part(long upTo, int done) {}

    private static List<Letter> letters(Transaction transaction, String where, Object... values) {
        return Sql.query(
                transaction,
                row -> {
                    long record = row.getLong(3);
                    OptionalLong recordSeq = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(record);
                    return new Letter(row.getLong(1), row.getString(2), recordSeq);
                },
                "SELECT seq, id, record_seq FROM connector_dead_letter" + where,
                values);
    }
}
