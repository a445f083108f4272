package org.restconnector.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** Compares what the store counts with what its rows say. */
public final class FlowLedger {
    /** Of a record, or of the one that it equals. */
    private static final String ROWS = "(SELECT r.job, l.stream, CASE WHEN r.duplicate_of IS NULL THEN o.status"
            + " WHEN o.status IN ('delivered', 'updated', 'existing', 'failed') THEN 'existing'"
            + " ELSE o.status END AS status FROM connector_record r"
            + " JOIN connector_record o ON o.seq = coalesce(r.duplicate_of, r.seq)"
            + " JOIN connector_lane l ON l.id = r.lane)";

    private final Store store;

    FlowLedger(Store store) {
        this.store = store;
    }

    /** Of the store in a data directory that no process uses. */
    public static void assertThatAllAddsUp(Path dataDirectory) {
        try (Store store = Stores.open(StoreSettings.embedded(dataDirectory), Clock.systemUTC(), point -> {})) {
            new FlowLedger(store).assertThatAllAddsUp();
        }
    }

    void assertThatAllAddsUp() {
        store.read(transaction -> {
            none(transaction, "counters of a job's stream", streams());
            none(
                    transaction,
                    "a job's done",
                    "SELECT j.id FROM connector_job j WHERE done <> (SELECT"
                            + " coalesce(sum(success + fail + existing + updated + cancelled), 0)"
                            + " FROM connector_job_stream s WHERE s.job = j.seq)");
            none(
                    transaction,
                    "a job's status",
                    "SELECT id FROM connector_job WHERE status <> 'JOB_CANCELLED'"
                            + " AND (status = 'JOB_COMPLETED') <> (done = records)");
            none(
                    transaction,
                    "a lane's pending",
                    "SELECT l.id FROM connector_lane l LEFT JOIN (SELECT lane, count(*) AS n FROM connector_record"
                            + " WHERE status IN ('waiting', 'sending', 'replay') GROUP BY lane) r ON r.lane = l.id"
                            + " WHERE l.pending <> coalesce(r.n, 0)");
            none(
                    transaction,
                    "waiting ones in no batch that its lane has passed, or in one that it has not",
                    batches("SELECT r.seq FROM connector_record r JOIN connector_lane l ON l.id = r.lane"
                            + " WHERE (r.status = 'sending' OR (r.status = 'waiting' AND r.seq < l.next_seq))"
                            + " <> (r.seq IN (SELECT seq FROM members))"));
            none(
                    transaction,
                    "records in two batches",
                    batches("SELECT seq FROM members GROUP BY seq HAVING count(*) > 1"));
            none(
                    transaction,
                    "replays",
                    "SELECT seq FROM connector_record WHERE (status = 'replay')"
                            + " <> (seq IN (SELECT seq FROM connector_replay))");
            none(
                    transaction,
                    "dead letters of records that did not fail",
                    "SELECT d.id FROM connector_dead_letter d"
                            + " JOIN connector_record r ON r.seq = d.record_seq WHERE r.status <> 'failed'");
            none(
                    transaction,
                    "payloads",
                    "SELECT seq FROM connector_record WHERE (payload IS NOT NULL)"
                            + " <> (status IN ('waiting', 'sending', 'replay', 'failed'))");
            return null;
        });
    }

    private static String streams() {
        return "SELECT s.job FROM connector_job_stream s LEFT JOIN (SELECT job, stream, count(*) AS n, "
                + count("delivered") + ", " + count("updated") + ", " + count("existing") + ", " + count("failed")
                + ", " + count("cancelled") + " FROM " + ROWS + " x GROUP BY job, stream) c"
                + " ON c.job = s.job AND c.stream = s.stream"
                + " WHERE s.accepted <> coalesce(c.n, 0) OR s.success <> coalesce(c.n_delivered, 0)"
                + " OR s.updated <> coalesce(c.n_updated, 0) OR s.existing <> coalesce(c.n_existing, 0)"
                + " OR s.fail <> coalesce(c.n_failed, 0) OR s.cancelled <> coalesce(c.n_cancelled, 0)";
    }

    private static String count(String status) {
        return "sum(CASE WHEN status = '" + status + "' THEN 1 ELSE 0 END) AS n_" + status;
    }

    private String batches(String select) {
        boolean sqlite = store.read(
                transaction -> transaction.connection().getMetaData().getURL().startsWith("jdbc:sqlite"));
        return "WITH members AS ("
                + (sqlite
                        ? "SELECT value AS seq FROM connector_batch, json_each(members)"
                        : "SELECT value::bigint AS seq FROM connector_batch, json_array_elements_text(members::json)")
                + ") " + select;
    }

    private static void none(Transaction transaction, String what, String sql) {
        List<String> found = Sql.query(transaction, row -> row.getString(1), sql);
        assertThat(found).as(what).isEmpty();
    }
}
