package org.restconnector.push;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.restconnector.store.Batches;
import org.restconnector.store.Store;
import org.restconnector.store.Throughput;

/** A flow as the HTTP API shows it. */
final class FlowView {
    /** More dead letters than that are not counted. */
    private static final long MANY = 1001;

    private final FlowDirectory flows;
    private final Store store;

    FlowView(FlowDirectory flows, Store store) {
        this.flows = flows;
        this.store = store;
    }

    /** Those that run here, and those of which records still wait. */
    List<String> names() {
        TreeSet<String> names = new TreeSet<>(flows.names());
        names.addAll(store.jobs().waitingFlows());
        return List.copyOf(names);
    }

    Map<String, Object> of(String name) {
        Optional<FlowDirectory.Flow> flow = flows.find(name);
        Batches.FlowState state = store.batches().state(name);
        Batches.Queue queue = store.batches().queue(name);
        long[] minutes = store.throughput().minutes("flow", name);
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("name", name);
        view.put("configured", flow.isPresent());
        view.put("target", flow.map(FlowDirectory.Flow::description).orElse(null));
        view.put("pending", store.jobs().pending(name));
        view.put("sending", queue.sending());
        view.put("retrying", queue.retrying());
        view.put("nextTry", queue.next().map(FlowView::retry).orElse(null));
        view.put("rate", minutes[Throughput.MINUTES - 1]);
        view.put("minutes", Arrays.stream(minutes).boxed().toList());
        view.put("deadLetters", store.deadLetters().count(name, MANY));
        view.put("paused", state.pausedReason().isPresent());
        view.put("pausedReason", state.pausedReason().orElse(null));
        view.put("pausedAt", state.pausedAt().map(JobView::time).orElse(null));
        view.put("notBefore", state.notBefore().map(JobView::time).orElse(null));
        view.put("refusedInARow", state.refusedInARow());
        view.put("pausedTenants", store.batches().pausedTenants(name));
        return view;
    }

    private static Map<String, Object> retry(Batches.Retry retry) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("at", JobView.time(retry.at()));
        view.put("attempts", retry.attempts());
        view.put(
                "lastStatus",
                retry.lastStatus().isPresent() ? retry.lastStatus().getAsInt() : null);
        view.put("error", retry.error().orElse(null));
        return view;
    }
}
