package org.restconnector.push;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.camel.Body;
import org.restconnector.log.Audit;
import org.restconnector.store.Batches;
import org.restconnector.store.Jobs;
import org.restconnector.store.Jobs.Job;
import org.restconnector.store.Store;

/** The calls that show flows and stop or start their sending; and the description of the API. */
public final class InboxFlows {

    private static final int DEFAULT_JOBS = 50;
    private static final int MOST_JOBS = 1000;

    private final FlowDirectory flows;
    private final Jobs jobs;
    private final Batches batches;
    private final FlowView views;

    InboxFlows(FlowDirectory flows, Store store) {
        this.flows = flows;
        this.jobs = store.jobs();
        this.batches = store.batches();
        this.views = new FlowView(flows, store);
    }

    /** {@code GET /api/flows} */
    public InboxAnswer list(@Body InboundRequest request) {
        return InboxAnswer.ok(
                Map.of("flows", views.names().stream().map(views::of).toList()));
    }

    /** {@code GET /api/jobs?flow=&limit=&before=}: of all tenants. */
    public InboxAnswer jobs(@Body InboundRequest request) {
        String name = request.query()
                .find("flow")
                .orElseThrow(() -> InboxRefusal.invalidParameter("the query names no flow"));
        int limit = (int) request.query().number("limit", DEFAULT_JOBS, 1, MOST_JOBS);
        List<Job> found = jobs.list(name, limit + 1, request.query().find("before"));
        if (found.isEmpty() && flows.find(name).isEmpty()) {
            throw InboxRefusal.unknownFlow(name);
        }
        List<Job> shown = found.subList(0, Math.min(limit, found.size()));
        Optional<String> next =
                found.size() > limit ? Optional.of(shown.get(limit - 1).id()) : Optional.empty();
        return InboxAnswer.ok(JobView.list(shown.stream().map(JobView::summary).toList(), "jobs", next));
    }

    /** {@code POST /api/flows/{name}/pause} */
    public InboxAnswer pause(@Body InboundRequest request) {
        FlowDirectory.Flow flow = find(request);
        batches.pause(flow.name(), "paused by hand");
        Audit.done(request.actor(), "flow.pause", Map.of("flow", flow.name()));
        return InboxAnswer.ok(views.of(flow.name()));
    }

    /** {@code POST /api/flows/{name}/resume} */
    public InboxAnswer resume(@Body InboundRequest request) {
        FlowDirectory.Flow flow = find(request);
        batches.resume(flow.name());
        flow.wake();
        Audit.done(request.actor(), "flow.resume", Map.of("flow", flow.name()));
        return InboxAnswer.ok(views.of(flow.name()));
    }

    /** {@code GET /openapi.json} */
    public InboxAnswer openApi(@Body InboundRequest request) {
        try (InputStream in = InboxFlows.class.getResourceAsStream("/connector/openapi.json")) {
            return InboxAnswer.json(200, in.readAllBytes(), OptionalInt.empty());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private FlowDirectory.Flow find(InboundRequest request) {
        String name = request.path().get("name");
        return flows.find(name).orElseThrow(() -> InboxRefusal.unknownFlow(name));
    }
}
