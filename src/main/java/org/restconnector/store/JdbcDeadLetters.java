package org.restconnector.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** The table {@code connector_dead_letter}. */
final class JdbcDeadLetters implements DeadLetters {
    private static final int REASON_LIMIT = 4096;
    static final String SELECT = "SELECT id, created_at, direction, name, stream, tenant, job, record_id,"
            + " record, last_status, reason, attempts FROM connector_dead_letter";

    private final Database database;
    private final UuidV7 ids;
    private final DeadLetterReplays replays;
    private final PullReplays pullReplays;
    private final DeadLetterPages pages;

    JdbcDeadLetters(Database database, Instance instance, UuidV7 ids, Requeue requeue) {
        this.database = database;
        this.ids = ids;
        this.replays = new DeadLetterReplays(database, requeue);
        this.pages = new DeadLetterPages(database);
        this.pullReplays = new PullReplays(database, instance);
    }

    @Override
    public DeadLetter add(Transaction transaction, NewDeadLetter letter) {
        return insert(transaction, letter, null);
    }

    /** Of a flow's record, which goes back to its queue when it is replayed. */
    DeadLetter addOfRecord(Transaction transaction, NewDeadLetter letter, long recordSeq) {
        return insert(transaction, letter, recordSeq);
    }

    private DeadLetter insert(Transaction transaction, NewDeadLetter letter, Object recordSeq) {
        NewDeadLetter storable = storable(letter);
        Origin origin = storable.origin();
        String id = ids.next(transaction.nowMillis());
        Sql.update(
                transaction,
                "INSERT INTO connector_dead_letter (id, created_at, direction, name, stream, tenant, job, record_id,"
                        + " record, last_status, reason, reason_key, attempts, record_seq)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                id,
                transaction.nowMillis(),
                origin.direction(),
                origin.name(),
                origin.stream().orElse(null),
                origin.tenant().orElse(null),
                origin.job(),
                storable.recordId(),
                storable.record(),
                Sql.orNull(storable.lastStatus()),
                storable.reason(),
                searchKey(storable.reason()),
                storable.attempts(),
                recordSeq);
        return new DeadLetter(id, Instant.ofEpochMilli(transaction.nowMillis()), storable);
    }

    @Override
    public List<DeadLetter> list(Filter filter, int limit) {
        Conditions conditions = conditions(filter);
        conditions.values.add(limit);
        return database.read(transaction -> Sql.query(
                transaction,
                JdbcDeadLetters::row,
                SELECT + conditions.sql + " ORDER BY seq DESC LIMIT ?",
                conditions.values.toArray()));
    }

    @Override
    public Found page(Filter filter, int limit, Optional<String> before) {
        return pages.find(filter, limit, before);
    }

    @Override
    public long count(String from, long most) {
        return database.read(transaction -> Sql.query(
                        transaction,
                        row -> row.getLong(1),
                        "SELECT count(*) FROM (SELECT 1 FROM connector_dead_letter WHERE name = ? LIMIT ?) AS counted",
                        StoredText.of(from),
                        most)
                .get(0));
    }

    @Override
    public Optional<DeadLetter> find(String id) {
        return database.read(transaction -> find(transaction, StoredText.of(id)));
    }

    private static Optional<DeadLetter> find(Transaction transaction, String id) {
        return Sql.query(transaction, JdbcDeadLetters::row, SELECT + " WHERE id = ?", id).stream()
                .findFirst();
    }

    @Override
    public long count(Filter filter) {
        return count(conditions(filter));
    }

    private long count(Conditions conditions) {
        return database.read(transaction -> Sql.query(
                        transaction,
                        row -> row.getLong(1),
                        "SELECT count(*) FROM connector_dead_letter" + conditions.sql,
                        conditions.values.toArray())
                .get(0));
    }

    @Override
    public List<String> replay(List<String> letters) {
        return replays.replay(letters);
    }

    @Override
    public long replay(Filter filter) {
        Conditions conditions = conditions(filter);
        return replays.replay(conditions.sql, conditions.values);
    }

    @Override
    public List<String> discard(List<String> letters) {
        return replays.discard(letters);
    }

    @Override
    public long discard(Filter filter) {
        Conditions conditions = conditions(filter);
        return replays.discard(conditions.sql, conditions.values);
    }

    @Override
    public List<String> pullsToReplay() {
        return pullReplays.pulls();
    }

    @Override
    public List<DeadLetter> replays(String pull, int limit) {
        return pullReplays.take(pull, limit);
    }

    @Override
    public void replayed(Transaction transaction, String id) {
        pullReplays.done(transaction, id);
    }

    @Override
    public Optional<DeadLetter> refused(
            Transaction transaction, String id, OptionalInt lastStatus, String reason, int attempts) {
        String storable = StoredText.of(reason, REASON_LIMIT);
        pullReplays.refused(transaction, id, lastStatus, storable, searchKey(storable), attempts);
        return find(transaction, id);
    }

    private Conditions conditions(Filter filter) {
        Conditions conditions = new Conditions();
        filter.from().ifPresent(name -> conditions.add("name = ?", StoredText.of(name)));
        filter.tenant().ifPresent(tenant -> conditions.add("tenant = ?", StoredText.of(tenant)));
        filter.stream().ifPresent(stream -> conditions.add("stream = ?", StoredText.of(stream)));
        filter.job().ifPresent(job -> conditions.add("job = ?", StoredText.of(job)));
        filter.since().ifPresent(since -> conditions.add("created_at >= ?", since.toEpochMilli()));
        filter.until().ifPresent(until -> conditions.add("created_at < ?", until.toEpochMilli()));
        String position = database.dialect() == Dialect.SQLITE ? "instr" : "strpos";
        filter.error()
                .ifPresent(part -> conditions.add(position + "(reason_key, ?) > 0", searchKey(StoredText.of(part))));
        return conditions;
    }

    private static NewDeadLetter storable(NewDeadLetter letter) {
        Origin origin = letter.origin();
        return new NewDeadLetter(
                new Origin(
                        origin.direction(),
                        origin.name(),
                        origin.stream().map(StoredText::of),
                        origin.tenant().map(StoredText::of),
                        origin.job()),
                StoredText.of(letter.recordId()),
                letter.record(),
                letter.lastStatus(),
                StoredText.of(letter.reason(), REASON_LIMIT),
                letter.attempts());
    }

    /** The databases know lower case of ASCII only, or by their own locale. */
    static String searchKey(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    static DeadLetter row(ResultSet row) throws SQLException {
        Origin origin = new Origin(
                row.getString(3),
                row.getString(4),
                Optional.ofNullable(row.getString(5)),
                Optional.ofNullable(row.getString(6)),
                row.getString(7));
        OptionalInt lastStatus = Sql.integer(row, 10);
        return new DeadLetter(
                row.getString(1),
                Instant.ofEpochMilli(row.getLong(2)),
                new NewDeadLetter(
                        origin, row.getString(8), row.getBytes(9), lastStatus, row.getString(11), row.getInt(12)));
    }

    /** The WHERE clause of a filter, with its values. */
    private static final class Conditions {
        private String sql = "";
        private final List<Object> values = new ArrayList<>();

        private void add(String condition, Object value) {
            sql += (sql.isEmpty() ? " WHERE " : " AND ") + condition;
            values.add(value);
        }
    }
}
