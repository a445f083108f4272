package org.restconnector.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.restconnector.store.Batches.FlowState;
import org.restconnector.store.Batches.Scope;
import org.restconnector.store.Batches.TenantPauses;

/** The table {@code connector_flow}; a flow or tenant of which nothing is to be said has no row. */
final class FlowRows {
    private static final FlowState FREE =
            new FlowState(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 0);

    /** That a lane's tenant, where it has a state of its own, may send; its one parameter is the time. */
    static String tenantMaySend(String lane) {
        return " AND NOT EXISTS (SELECT 1 FROM connector_lane tl JOIN connector_flow tf"
                + " ON tf.flow = tl.flow AND tf.tenant = tl.tenant WHERE tl.id = " + lane
                + " AND (tf.paused_reason IS NOT NULL OR tf.not_before > ?))";
    }

    FlowState state(Transaction transaction, Scope scope) {
        return Sql.query(
                        transaction,
                        FlowRows::row,
                        "SELECT paused_reason, paused_at, probed_at, not_before, refused_in_row FROM connector_flow"
                                + " WHERE flow = ? AND tenant = ?",
                        scope.flow(),
                        scope.tenant())
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
    void pause(Transaction transaction, Scope scope, String reason) {
        Sql.update(
                transaction,
                "INSERT INTO connector_flow (flow, tenant, paused_reason, paused_at) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (flow, tenant) DO UPDATE SET paused_reason = excluded.paused_reason,"
                        + " paused_at = coalesce(connector_flow.paused_at, excluded.paused_at)",
                scope.flow(),
                scope.tenant(),
                StoredText.of(reason),
                transaction.nowMillis());
    }

    /** A flow as a whole with all its tenants. */
    void resume(Transaction transaction, Scope scope) {
        Sql.update(
                transaction,
                "UPDATE connector_flow SET paused_reason = NULL, paused_at = NULL, probed_at = NULL,"
                        + " refused_in_row = 0 WHERE flow = ? AND ? IN ('', tenant)",
                scope.flow(),
                scope.tenant());
    }

    /** Tenants that are paused for that reason, and were not paused or probed less than that long ago. */
    List<String> toProbe(Transaction transaction, String flow, String reason, Duration every, int limit) {
        return Sql.query(
                transaction,
                row -> row.getString(1),
                "SELECT tenant FROM connector_flow WHERE flow = ? AND tenant <> '' AND paused_reason = ?"
                        + " AND coalesce(probed_at, paused_at) <= ? ORDER BY coalesce(probed_at, paused_at) LIMIT ?",
                flow,
                reason,
                transaction.nowMillis() - every.toMillis(),
                limit);
    }

    long pausedTenants(Transaction transaction, String flow) {
        return Sql.query(
                        transaction,
                        row -> row.getLong(1),
                        "SELECT count(*) FROM connector_flow WHERE flow = ? AND tenant <> ''"
                                + " AND paused_reason IS NOT NULL",
                        flow)
                .get(0);
    }

    List<TenantPauses> tenantPauses(Transaction transaction, String flow) {
        return Sql.query(
                transaction,
                row -> new TenantPauses(
                        row.getString(1),
                        row.getLong(2),
                        row.getString(3),
                        Sql.time(row, 4).orElseThrow()),
                "SELECT paused_reason, tenants, tenant, paused_at FROM (SELECT paused_reason, tenant, paused_at,"
                        + " count(*) OVER (PARTITION BY paused_reason) AS tenants, row_number() OVER (PARTITION BY"
                        + " paused_reason ORDER BY paused_at DESC, tenant) AS place FROM connector_flow"
                        + " WHERE flow = ? AND tenant <> '' AND paused_reason IS NOT NULL) p WHERE place = 1"
                        + " ORDER BY paused_reason",
                flow);
    }

    /** @return false if it is not paused for that reason, or was paused or probed less than that long ago */
    boolean probe(Transaction transaction, Scope scope, String reason, Duration every) {
        return Sql.update(
                        transaction,
                        "UPDATE connector_flow SET probed_at = ? WHERE flow = ? AND tenant = ? AND paused_reason = ?"
                                + " AND coalesce(probed_at, paused_at) <= ?",
                        transaction.nowMillis(),
                        scope.flow(),
                        scope.tenant(),
                        reason,
                        transaction.nowMillis() - every.toMillis())
                == 1;
    }

    /** The later of two times counts. */
    void holdBack(Transaction transaction, Scope scope, Instant until) {
        Sql.update(
                transaction,
                "INSERT INTO connector_flow (flow, tenant, not_before) VALUES (?, ?, ?)"
                        + " ON CONFLICT (flow, tenant) DO UPDATE SET"
                        + " not_before = CASE WHEN connector_flow.not_before > excluded.not_before"
                        + " THEN connector_flow.not_before ELSE excluded.not_before END",
                scope.flow(),
                scope.tenant(),
                until.toEpochMilli());
    }

    void refused(Transaction transaction, Scope scope) {
        Sql.update(
                transaction,
                "INSERT INTO connector_flow (flow, tenant, refused_in_row) VALUES (?, ?, 1)"
                        + " ON CONFLICT (flow, tenant) DO UPDATE SET"
                        + " refused_in_row = connector_flow.refused_in_row + 1",
                scope.flow(),
                scope.tenant());
    }

    void succeeded(Transaction transaction, Scope scope) {
        if (state(transaction, scope).refusedInARow() > 0) {
            Sql.update(
                    transaction,
                    "UPDATE connector_flow SET refused_in_row = 0 WHERE flow = ? AND tenant = ?",
                    scope.flow(),
                    scope.tenant());
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
