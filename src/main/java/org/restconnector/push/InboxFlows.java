package org.restconnector.push;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.camel.Body;
import org.restconnector.store.Batches;
import org.restconnector.store.Jobs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The calls that show flows and stop or start their sending; and the description of the API. */
public final class InboxFlows {

    private static final Logger AUDIT = LoggerFactory.getLogger("audit");

    private final FlowDirectory flows;
    private final Jobs jobs;
    private final Batches batches;

    InboxFlows(FlowDirectory flows, Jobs jobs, Batches batches) {
        this.flows = flows;
        this.jobs = jobs;
        this.batches = batches;
    }

    /** {@code GET /api/flows} */
    public InboxAnswer list(@Body InboundRequest request) {
        return InboxAnswer.ok(
                Map.of("flows", flows.names().stream().map(this::flow).toList()));
    }

    /** {@code POST /api/flows/{name}/pause} */
    public InboxAnswer pause(@Body InboundRequest request) {
        FlowDirectory.Flow flow = find(request);
        batches.pause(flow.name(), "paused by hand");
        AUDIT.info("flow {} paused through the HTTP API", flow.name());
        return InboxAnswer.ok(flow(flow.name()));
    }

    /** {@code POST /api/flows/{name}/resume} */
    public InboxAnswer resume(@Body InboundRequest request) {
        FlowDirectory.Flow flow = find(request);
        batches.resume(flow.name());
        flow.wake();
        AUDIT.info("flow {} resumed through the HTTP API", flow.name());
        return InboxAnswer.ok(flow(flow.name()));
    }

    /** {@code GET /openapi.json} */
    public InboxAnswer openApi(@Body InboundRequest request) {
        try (InputStream in = InboxFlows.class.getResourceAsStream("/connector/openapi.json")) {
            return new InboxAnswer(200, in.readAllBytes(), OptionalInt.empty());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private FlowDirectory.Flow find(InboundRequest request) {
        String name = request.path().get("name");
        return flows.find(name).orElseThrow(() -> InboxRefusal.unknownFlow(name));
    }

    private Map<String, Object> flow(String name) {
        Batches.FlowState state = batches.state(name);
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("name", name);
        view.put("pending", jobs.pending(name));
        view.put("paused", state.pausedReason().isPresent());
        view.put("pausedReason", state.pausedReason().orElse(null));
        view.put("pausedAt", state.pausedAt().map(JobView::time).orElse(null));
        view.put("notBefore", state.notBefore().map(JobView::time).orElse(null));
        view.put("refusedInARow", state.refusedInARow());
        return view;
    }
}
