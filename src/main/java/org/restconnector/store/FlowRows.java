package org.restconnector.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.restconnector.store.Batches.FlowState;

/** The table {@code connector_flow}; a flow of which nothing is to be said has no row. */
final class FlowRows {
    private static final FlowState FREE =
            new FlowState(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 0);

    FlowState state(Transaction transaction, String flow) {
        return Sql.query(
                        transaction,
                        FlowRows::row,
                        "SELECT paused_reason, paused_at, probed_at, not_before, refused_in_row FROM connector_flow"
                                + " WHERE flow = ?",
                        flow)
                .stream()
                .findFirst()
                .orElse(FREE);
    }

    static boolean maySend(FlowState state, long nowMillis) {
        return state.pausedReason().isEmpty()
                && state.notBefore()
                        .map(time -> time.toEpochMilli() <= nowMillis)
                        .orElse(true);
    }

    /** A flow that is paused already keeps its time, and gets the reason. */
    void pause(Transaction transaction, String flow, String reason) {
        Sql.update(
                transaction,
                "INSERT INTO connector_flow (flow, paused_reason, paused_at) VALUES (?, ?, ?)"
                        + " ON CONFLICT (flow) DO UPDATE SET paused_reason = excluded.paused_reason,"
                        + " paused_at = coalesce(connector_flow.paused_at, excluded.paused_at)",
                flow,
                StoredText.of(reason),
                transaction.nowMillis());
    }

    void resume(Transaction transaction, String flow) {
        Sql.update(
                transaction,
                "UPDATE connector_flow SET paused_reason = NULL, paused_at = NULL, probed_at = NULL,"
                        + " refused_in_row = 0 WHERE flow = ?",
                flow);
    }

    /** @return false if it is not paused for that reason, or was paused or probed less than that long ago */
    boolean probe(Transaction transaction, String flow, String reason, Duration every) {
        return Sql.update(
                        transaction,
                        "UPDATE connector_flow SET probed_at = ? WHERE flow = ? AND paused_reason = ?"
                                + " AND coalesce(probed_at, paused_at) <= ?",
                        transaction.nowMillis(),
                        flow,
                        reason,
                        transaction.nowMillis() - every.toMillis())
                == 1;
    }

    /** The later of two times counts. */
    void holdBack(Transaction transaction, String flow, Instant until) {
        Sql.update(
                transaction,
                "INSERT INTO connector_flow (flow, not_before) VALUES (?, ?) ON CONFLICT (flow) DO UPDATE SET"
                        + " not_before = CASE WHEN connector_flow.not_before > excluded.not_before"
                        + " THEN connector_flow.not_before ELSE excluded.not_before END",
                flow,
                until.toEpochMilli());
    }

    void refused(Transaction transaction, String flow) {
        Sql.update(
                transaction,
                "INSERT INTO connector_flow (flow, refused_in_row) VALUES (?, 1) ON CONFLICT (flow) DO UPDATE SET"
                        + " refused_in_row = connector_flow.refused_in_row + 1",
                flow);
    }

    void succeeded(Transaction transaction, String flow) {
        if (state(transaction, flow).refusedInARow() > 0) {
            Sql.update(transaction, "UPDATE connector_flow SET refused_in_row = 0 WHERE flow = ?", flow);
        }
    }

    private static FlowState row(ResultSet row) throws SQLException {
        return new FlowState(
                Optional.ofNullable(row.getString(1)),
                Sql.time(row, 2),
                Sql.time(row, 3),
                Sql.time(row, 4),
                row.getInt(5));
    }
}
