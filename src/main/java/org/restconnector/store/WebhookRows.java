package org.restconnector.store;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.restconnector.store.Webhooks.Event;

/** The calls that come of a job's new status, in the table {@code connector_webhook}. */
final class WebhookRows {
    /** The job has reached the status, in this transaction. */
    void reached(Transaction transaction, long job, String flow, Jobs.Status status) {
        Set<String> wanted = wanted(transaction, flow);
        if (wanted.contains(status.name())) {
            insert(transaction, job, Event.valueOf(status.name()));
        } else if (status == Jobs.Status.JOB_COMPLETED
                && wanted.contains(Event.JOB_FAILURES.name())
                && hasFailures(transaction, job)) {
            insert(transaction, job, Event.JOB_FAILURES);
        }
    }

    private static Set<String> wanted(Transaction transaction, String flow) {
        List<String> events = Sql.query(
                transaction, row -> row.getString(1), "SELECT event FROM connector_webhook_event WHERE flow = ?", flow);
        return new TreeSet<>(events);
    }

    private static boolean hasFailures(Transaction transaction, long job) {
        return !Sql.query(
                        transaction, row -> true, "SELECT 1 FROM connector_job_stream WHERE job = ? AND fail > 0", job)
                .isEmpty();
    }

    private static void insert(Transaction transaction, long job, Event event) {
        Sql.update(
                transaction,
                "INSERT INTO connector_webhook (flow, tenant, job, event, next_attempt_at)"
                        + " SELECT flow, tenant, id, ?, ? FROM connector_job WHERE seq = ?",
                event.name(),
                transaction.nowMillis(),
                job);
    }
}
