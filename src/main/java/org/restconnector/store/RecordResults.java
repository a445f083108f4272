package org.restconnector.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.restconnector.store.Jobs.RecordRow;
import org.restconnector.store.Jobs.RecordStatus;

/** A job's records as they are shown: a duplicate has the result of its original. */
final class RecordResults {
    /** Of {@code o}, which is the record itself, or the one that it equals. */
    private static final String STATUS = "CASE o.status"
            + " WHEN 'waiting' THEN CASE WHEN o.seq < l.next_seq THEN 'sending' ELSE 'pending' END"
            + " WHEN 'replay' THEN 'pending'"
            + " WHEN 'updated' THEN 'delivered'"
            + " ELSE o.status END";

    private static final String SHOWN = "CASE WHEN r.duplicate_of IS NOT NULL"
            + " AND o.status IN ('delivered', 'updated', 'existing', 'failed') THEN 'existing' ELSE " + STATUS + " END";

    private static final String SELECT = "SELECT r.seq, l.stream, r.idx, r.hash, " + SHOWN + ","
            + " o.attempts + coalesce(b.attempts + b.earlier, 0), o.target_id, r.external_id,"
            + " coalesce(b.last_error, o.error), coalesce(b.last_status, o.last_status), b.next_attempt_at,"
            + " o.status IN ('delivered', 'updated', 'existing')"
            + " FROM connector_record r JOIN connector_record o ON o.seq = coalesce(r.duplicate_of, r.seq)"
            + " JOIN connector_lane l ON l.id = r.lane"
            + " LEFT JOIN connector_batch b ON b.id = (SELECT min(m.id) FROM connector_batch m"
            + " WHERE o.status IN ('waiting', 'sending') AND m.lane = o.lane"
            + " AND o.seq BETWEEN m.first_seq AND m.last_seq AND ";

    private static final String WHERE = ") WHERE r.seq > ? AND r.seq BETWEEN ? AND ? AND r.job = ?";

    private final String select;

    RecordResults(Dialect dialect) {
        select = SELECT
                + (dialect == Dialect.SQLITE
                        ? "o.seq IN (SELECT value FROM json_each(m.members))"
                        : "o.seq IN (SELECT value::bigint FROM json_array_elements_text(m.members::json))")
                + WHERE;
    }

    List<RecordRow> list(
            Transaction transaction, JobRows.Found job, Optional<RecordStatus> status, int limit, long after) {
        if (status.isEmpty()) {
            return Sql.query(
                    transaction,
                    RecordResults::row,
                    select + " ORDER BY r.seq LIMIT ?",
                    after,
                    job.firstSeq(),
                    job.lastSeq(),
                    job.seq(),
                    limit);
        }
        return Sql.query(
                transaction,
                RecordResults::row,
                select + " AND " + SHOWN + " = ? ORDER BY r.seq LIMIT ?",
                after,
                job.firstSeq(),
                job.lastSeq(),
                job.seq(),
                status.get().name().toLowerCase(Locale.ROOT),
                limit);
    }

    private static RecordRow row(ResultSet row) throws SQLException {
        return new RecordRow(
                row.getLong(1),
                row.getString(2),
                row.getInt(3),
                HexFormat.of().formatHex(row.getBytes(4)),
                RecordStatus.valueOf(row.getString(5).toUpperCase(Locale.ROOT)),
                row.getInt(6),
                Optional.ofNullable(row.getString(7)),
                Optional.ofNullable(row.getString(8)),
                Optional.ofNullable(row.getString(9)),
                Sql.integer(row, 10),
                Sql.time(row, 11),
                row.getBoolean(12));
    }
}
