package org.restconnector.push;

import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.camel.Body;
import org.restconnector.store.FaultHook;
import org.restconnector.store.Jobs;
import org.restconnector.store.Jobs.Accepted;
import org.restconnector.store.Jobs.Immediate;
import org.restconnector.store.Jobs.NewJob;

/** The calls that store jobs: an answer leaves when the job is on disk. */
public final class InboxWrites {

    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final InboxSettings settings;
    private final InboxFlow flows;
    private final Jobs jobs;
    private final Clock clock;
    private final IdempotencyGate gate;
    private final InboundBody bodies;
    private final FaultHook faults;

    InboxWrites(
            InboxSettings settings, InboxFlow flows, Jobs jobs, Clock clock, IdempotencyGate gate, FaultHook faults) {
        this.settings = settings;
        this.flows = flows;
        this.jobs = jobs;
        this.clock = clock;
        this.gate = gate;
        this.faults = faults;
        this.bodies = new InboundBody(settings.maxBytes());
    }

    /** {@code POST .../jobs} */
    public InboxAnswer job(@Body InboundRequest request) {
        FlowDirectory.Flow flow = flows.forWriting(request);
        byte[] body = bodies.json(request);
        return store(request, flow, "jobs", body, () -> InboundState.read(body, flow, settings.maxPending()));
    }

    /** {@code POST .../records/{stream}} */
    public InboxAnswer records(@Body InboundRequest request) {
        FlowDirectory.Flow flow = flows.forWriting(request);
        InboundNames.checkStream(request.stream());
        boolean lines = InboundBody.lines(request);
        byte[] body = bodies.bytes(request);
        return store(
                request,
                flow,
                "records/" + request.stream(),
                body,
                () -> InboundStream.read(body, lines, flow, request.stream(), settings.maxPending()));
    }

    private InboxAnswer store(
            InboundRequest request, FlowDirectory.Flow flow, String call, byte[] body, Supplier<InboundJob> read) {
        try (IdempotencyGate.Passage passage = gate.enter(flow.name(), request.tenant(), request.idempotencyKey())) {
            Accepted accepted = accept(request, flow, call, body, read.get(), record -> Optional.empty());
            flow.wake();
            Jobs.Job job = accepted.job().asAccepted();
            return InboxAnswer.ok(JobView.full(job, JobBookmarks.none(job)));
        }
    }

    /** Stores what a request asks for; the same for all calls that write. */
    Accepted accept(
            InboundRequest request,
            FlowDirectory.Flow flow,
            String call,
            byte[] body,
            InboundJob job,
            Function<Jobs.NewRecord, Optional<Immediate>> immediate) {
        Accepted accepted = jobs.accept(new NewJob(
                flow.name(),
                request.tenant(),
                settings.env(),
                Optional.of(job.name().orElseGet(() -> flow.name() + "-" + NAME.format(clock.instant()))),
                request.idempotencyKey(),
                BodyHash.of(call, body),
                job.streams(),
                job.records(),
                job.records().stream().findFirst().flatMap(immediate),
                settings.maxPending()));
        faults.at("job-stored");
        return accepted;
    }
}
