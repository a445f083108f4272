package org.restconnector.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.restconnector.store.DeadLetters.DeadLetter;
import org.restconnector.store.DeadLetters.Filter;
import org.restconnector.store.DeadLetters.Found;

/** Dead letters a page at a time, by their place in the table: as quick at the millionth as at the first. */
final class DeadLetterPages {
    /** How many rows one page of a search for words looks into. */
    private static final int LOOKED_AT = 5_000;

    /** The index of times is of no use for the order, and yet a database might take it. */
    private static final String AT = "(created_at + 0)";

    private static final String PLACE = "SELECT seq FROM connector_dead_letter";

    private final Database database;

    DeadLetterPages(Database database) {
        this.database = database;
    }

    Found find(Filter filter, int limit, Optional<String> before) {
        return database.read(transaction -> {
            Optional<Where> where = where(transaction, filter, before);
            if (where.isEmpty()) {
                return new Found(List.of(), Optional.empty());
            }
            List<DeadLetter> rows = filter.error().isPresent()
                    ? search(transaction, where.get(), filter.error().get(), limit)
                    : rows(transaction, where.get(), limit + 1);
            List<DeadLetter> letters = rows.stream().limit(limit).toList();
            if (rows.size() > limit) {
                return new Found(letters, Optional.of(letters.get(limit - 1).id()));
            }
            Optional<String> next =
                    filter.error().isPresent() ? lastLookedAt(transaction, where.get()) : Optional.empty();
            return new Found(letters, next);
        });
    }

    private static List<DeadLetter> rows(Transaction transaction, Where where, int limit) {
        return Sql.query(
                transaction,
                JdbcDeadLetters::row,
                JdbcDeadLetters.SELECT + where.sql + " ORDER BY seq DESC LIMIT ?",
                where.and(limit));
    }

    /** The words are looked for among the newest rows of the others' choice alone. */
    private List<DeadLetter> search(Transaction transaction, Where where, String words, int limit) {
        String position = database.dialect() == Dialect.SQLITE ? "instr" : "strpos";
        List<Object> values = new ArrayList<>(where.values);
        values.add(LOOKED_AT);
        values.add(JdbcDeadLetters.searchKey(StoredText.of(words)));
        values.add(limit + 1);
        return Sql.query(
                transaction,
                JdbcDeadLetters::row,
                JdbcDeadLetters.SELECT + " WHERE seq IN (SELECT seq FROM (SELECT seq, reason_key FROM"
                        + " connector_dead_letter" + where.sql + " ORDER BY seq DESC LIMIT ?) AS newest WHERE "
                        + position + "(reason_key, ?) > 0 ORDER BY seq DESC LIMIT ?) ORDER BY seq DESC",
                values.toArray());
    }

    /** Empty if there is nothing behind what one search looks at. */
    private static Optional<String> lastLookedAt(Transaction transaction, Where where) {
        List<String> last = Sql.query(
                transaction,
                row -> row.getString(1),
                "SELECT id FROM connector_dead_letter" + where.sql + " ORDER BY seq DESC LIMIT 2 OFFSET "
                        + (LOOKED_AT - 1),
                where.values.toArray());
        return last.size() == 2 ? Optional.of(last.get(0)) : Optional.empty();
    }

    /** Empty if there can be none. */
    private static Optional<Where> where(Transaction transaction, Filter filter, Optional<String> before) {
        Where where = new Where();
        filter.from().ifPresent(name -> where.add("name = ?", StoredText.of(name)));
        filter.tenant().ifPresent(tenant -> where.add("tenant = ?", StoredText.of(tenant)));
        filter.stream().ifPresent(stream -> where.add("stream = ?", StoredText.of(stream)));
        filter.job().ifPresent(job -> where.add("job = ?", StoredText.of(job)));
        if (filter.since().isPresent()
                && !since(transaction, where, filter.since().get())) {
            return Optional.empty();
        }
        if (filter.until().isPresent()
                && !until(transaction, where, filter.until().get())) {
            return Optional.empty();
        }
        if (before.isPresent()) {
            // an id begins with its time: one that is gone meanwhile still says where to go on
            where.add(
                    "seq < coalesce((SELECT seq FROM connector_dead_letter WHERE id = ?), (" + PLACE
                            + " WHERE id < ? ORDER BY id DESC LIMIT 1) + 1, 0)",
                    StoredText.of(before.get()));
            where.values.add(StoredText.of(before.get()));
        }
        return Optional.of(where);
    }

    /** As a place in the table as well, so that the order needs no sort. */
    private static boolean since(Transaction transaction, Where where, Instant since) {
        OptionalLong first =
                place(transaction, "SELECT min(seq) FROM connector_dead_letter WHERE created_at >= ?", since);
        first.ifPresent(seq -> where.add("seq >= ?", seq));
        where.add(AT + " >= ?", since.toEpochMilli());
        return first.isPresent();
    }

    private static boolean until(Transaction transaction, Where where, Instant until) {
        OptionalLong last =
                place(transaction, "SELECT max(seq) FROM connector_dead_letter WHERE created_at < ?", until);
        last.ifPresent(seq -> where.add("seq <= ?", seq));
        where.add(AT + " < ?", until.toEpochMilli());
        return last.isPresent();
    }

    private static OptionalLong place(Transaction transaction, String sql, Instant time) {
        return Sql.query(
                        transaction,
                        row -> {
                            long seq = row.getLong(1);
                            return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(seq);
                        },
                        sql,
                        time.toEpochMilli())
                .get(0);
    }

    private static final class Where {
        private String sql = "";
        private final List<Object> values = new ArrayList<>();

        private void add(String condition, Object value) {
            sql += (sql.isEmpty() ? " WHERE " : " AND ") + condition;
            values.add(value);
        }

        private Object[] and(Object value) {
            List<Object> all = new ArrayList<>(values);
            all.add(value);
            return all.toArray();
        }
    }
}
