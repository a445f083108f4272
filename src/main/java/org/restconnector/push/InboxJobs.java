package org.restconnector.push;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Body;
import org.restconnector.log.Audit;
import org.restconnector.store.Jobs;
import org.restconnector.store.Jobs.Counts;
import org.restconnector.store.Jobs.Job;
import org.restconnector.store.Jobs.RecordRow;
import org.restconnector.store.Jobs.RecordStatus;

/** The calls that show jobs, cancel them, and send their failed records again. */
public final class InboxJobs {

    private static final int DEFAULT_JOBS = 50;
    private static final int MOST_JOBS = 1000;
    private static final int DEFAULT_RECORDS = 1000;
    private static final int MOST_RECORDS = 10_000;

    private final InboxFlow flows;
    private final Jobs jobs;

    InboxJobs(InboxFlow flows, Jobs jobs) {
        this.flows = flows;
        this.jobs = jobs;
    }

    /** {@code GET .../jobs/{job}} */
    public InboxAnswer find(@Body InboundRequest request) {
        return full(job(request, request.job()));
    }

    /** {@code GET .../jobs/status?job_root=} */
    public InboxAnswer status(@Body InboundRequest request) {
        String root = request.query()
                .find("job_root")
                .orElseThrow(() -> InboxRefusal.invalidParameter("the query has no job_root"));
        return full(job(
                request,
                JobView.idOfRoot(root, request.flow(), request.tenant()).orElse("")));
    }

    /** {@code GET .../jobs?limit=&before=} */
    public InboxAnswer list(@Body InboundRequest request) {
        flows.checkForReading(request);
        int limit = (int) request.query().number("limit", DEFAULT_JOBS, 1, MOST_JOBS);
        Optional<String> before = request.query().find("before");
        before.ifPresent(id -> job(request, id));
        List<Job> found = jobs.list(request.flow(), request.tenant(), limit + 1, before);
        if (found.isEmpty() && !flows.exists(request.flow())) {
            throw InboxRefusal.unknownFlow(request.flow());
        }
        List<Job> shown = found.subList(0, Math.min(limit, found.size()));
        Optional<String> next =
                found.size() > limit ? Optional.of(shown.get(limit - 1).id()) : Optional.empty();
        return InboxAnswer.ok(JobView.list(shown.stream().map(JobView::summary).toList(), "jobs", next));
    }

    /** {@code GET .../jobs/{job}/records?status=&limit=&after=} */
    public InboxAnswer records(@Body InboundRequest request) {
        Job job = job(request, request.job());
        int limit = (int) request.query().number("limit", DEFAULT_RECORDS, 1, MOST_RECORDS);
        long after = request.query().number("after", 0, 0, Long.MAX_VALUE);
        List<RecordRow> found =
                jobs.records(job.id(), request.query().find("status").map(InboxJobs::recordStatus), limit + 1, after);
        List<RecordRow> shown = found.subList(0, Math.min(limit, found.size()));
        Optional<Long> next =
                found.size() > limit ? Optional.of(shown.get(limit - 1).seq()) : Optional.empty();
        return InboxAnswer.ok(JobView.list(shown.stream().map(JobRecordView::of).toList(), "records", next));
    }

    /** {@code DELETE .../jobs/{job}} */
    public InboxAnswer cancel(@Body InboundRequest request) {
        Job job = job(request, request.job());
        Job now = jobs.cancel(job.flow(), job.tenant(), job.id()).orElseThrow(InboxRefusal::unknownJob);
        Audit.done(request.actor(), "job.cancel", fields(job, "cancelled", cancelled(now) - cancelled(job)));
        return full(now);
    }

    /** {@code POST .../jobs/{job}/retry} */
    public InboxAnswer retry(@Body InboundRequest request) {
        Job job = job(request, request.job());
        long again = jobs.retry(job.flow(), job.tenant(), job.id());
        flows.wake(job.flow());
        Audit.done(request.actor(), "job.retry", fields(job, "records", again));
        Job now = jobs.find(job.flow(), job.tenant(), job.id()).orElse(job);
        Map<String, Object> view = JobView.full(now, JobBookmarks.read(jobs, now));
        view.put("retried", again);
        return InboxAnswer.ok(view);
    }

    private static Map<String, Object> fields(Job job, String what, long count) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("flow", job.flow());
        fields.put("tenant", job.tenant());
        fields.put("job", job.id());
        fields.put(what, count);
        return fields;
    }

    private static long cancelled(Job job) {
        return job.streams().values().stream().mapToLong(Counts::cancelled).sum();
    }

    private Job job(InboundRequest request, String id) {
        flows.checkForReading(request);
        return jobs.find(request.flow(), request.tenant(), id)
                .orElseThrow(() -> flows.exists(request.flow())
                        ? InboxRefusal.unknownJob()
                        : InboxRefusal.unknownFlow(request.flow()));
    }

    private InboxAnswer full(Job job) {
        return InboxAnswer.ok(JobView.full(job, JobBookmarks.read(jobs, job)));
    }

    private static RecordStatus recordStatus(String text) {
        List<String> allowed = new ArrayList<>();
        for (RecordStatus status : RecordStatus.values()) {
            allowed.add(status.name().toLowerCase(Locale.ROOT));
        }
        if (!allowed.contains(text)) {
            throw InboxRefusal.invalidParameter("status is none of " + String.join(", ", allowed));
        }
        return RecordStatus.valueOf(text.toUpperCase(Locale.ROOT));
    }
}
