package org.restconnector.push;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.apache.camel.Body;
import org.restconnector.store.Jobs;
import org.restconnector.store.Jobs.Accepted;
import org.restconnector.store.Jobs.Job;
import org.restconnector.store.Jobs.Status;

/** Real-time writes: a job of one record that is sent at once, and whose result is waited for. */
public final class InboxRealtime {

    // a stop must not wait for the target
    private static final Duration PAUSE = Duration.ofSeconds(1);
    // another instance may have stored the result
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(3);

    private final InboxSettings settings;
    private final InboxFlow flows;
    private final InboxWrites writes;
    private final Jobs jobs;
    private final JobWaits waits;
    private final IdempotencyGate gate;
    private final BooleanSupplier ended;
    private final InboundBody bodies;
    private final Semaphore places;

    InboxRealtime(
            InboxSettings settings,
            InboxFlow flows,
            InboxWrites writes,
            Jobs jobs,
            JobWaits waits,
            IdempotencyGate gate,
            BooleanSupplier ended) {
        this.settings = settings;
        this.flows = flows;
        this.writes = writes;
        this.jobs = jobs;
        this.waits = waits;
        this.gate = gate;
        this.ended = ended;
        this.bodies = new InboundBody(settings.maxBytes());
        this.places = new Semaphore(settings.realtimeWaiting());
    }

    /** {@code POST .../connectors/{connector}/{stream}} */
    public InboxAnswer write(@Body InboundRequest request) throws InterruptedException {
        FlowDirectory.Flow flow = flows.forWriting(request);
        InboundNames.checkStream(request.stream());
        byte[] body = bodies.json(request);
        try (IdempotencyGate.Passage passage = gate.enter(flow.name(), request.tenant(), request.idempotencyKey())) {
            InboundRealtime asked = InboundRealtime.read(body, flow, request.stream());
            Accepted accepted = writes.accept(
                    request,
                    flow,
                    "connectors/" + request.stream(),
                    body,
                    asked.job(),
                    record -> flow.immediate(request.tenant(), record.stream(), record.payload()));
            return send(flow, accepted, asked.async());
        }
    }

    private InboxAnswer send(FlowDirectory.Flow flow, Accepted accepted, boolean async) throws InterruptedException {
        boolean waiting = !async && places.tryAcquire();
        waits.quiet(accepted.job().id());
        // listens before the batch is sent: its result may come at once
        try (JobWaits.Wait wait = waits.on(accepted.job().id())) {
            accepted.batch()
                    .ifPresentOrElse(
                            flow::sendNext, () -> flow.hurry(accepted.job().id()));
            Job job = waiting ? await(wait, accepted.job()) : accepted.job();
            boolean done = !async && done(job);
            return InboxAnswer.of(done ? 200 : 202, result(job, !done));
        } finally {
            if (waiting) {
                places.release();
            }
        }
    }

    private Job await(JobWaits.Wait wait, Job first) throws InterruptedException {
        long now = System.nanoTime();
        long end = now + settings.realtimeTimeout().toNanos();
        long look = now + LOOK_AGAIN.toNanos();
        Job job = first;
        while (!done(job) && now < end && !ended.getAsBoolean()) {
            boolean changed = wait.await(
                    Duration.ofNanos(Math.min(end - now, PAUSE.toNanos())).plusMillis(1));
            now = System.nanoTime();
            if (changed || now >= look || now >= end) {
                job = jobs.find(job.flow(), job.tenant(), job.id()).orElse(job);
                look = now + LOOK_AGAIN.toNanos();
            }
        }
        return job;
    }

    private static boolean done(Job job) {
        return job.status() == Status.JOB_COMPLETED || job.status() == Status.JOB_CANCELLED;
    }

    private Map<String, Object> result(Job job, boolean async) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("async", async);
        result.put("jobId", job.id());
        result.put("taskId", job.id());
        result.put("state", JobView.state(job, JobBookmarks.read(jobs, job)));
        return result;
    }

    /** {@code GET .../connectors/status?taskId=} */
    public InboxAnswer status(@Body InboundRequest request) {
        flows.checkForReading(request);
        String task = request.query()
                .find("taskId")
                .orElseThrow(() -> InboxRefusal.invalidParameter("the query has no taskId"));
        Job job = jobs.find(request.flow(), request.tenant(), task)
                .orElseThrow(
                        () -> InboxRefusal.of(404, "unknown_task", "there is no such task of this flow and tenant"));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("has_data", done(job));
        if (done(job)) {
            answer.put("result", result(job, true));
            answer.put("status_code", 200);
        }
        return InboxAnswer.ok(answer);
    }
}
