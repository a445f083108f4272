package org.restconnector.push;

import java.util.function.BooleanSupplier;

/** Finds the flow that a write request names, or says why there is none for it. */
final class InboxFlow {

    private final String env;
    private final FlowDirectory flows;
    private final BooleanSupplier stopping;

    InboxFlow(String env, FlowDirectory flows, BooleanSupplier stopping) {
        this.env = env;
        this.flows = flows;
        this.stopping = stopping;
    }

    FlowDirectory.Flow forWriting(InboundRequest request) {
        if (stopping.getAsBoolean()) {
            throw InboxRefusal.stopping();
        }
        checkEnv(request);
        FlowDirectory.Flow flow =
                flows.find(request.flow()).orElseThrow(() -> InboxRefusal.unknownFlow(request.flow()));
        InboundNames.checkTenant(request.tenant());
        if (!flow.knows(request.tenant())) {
            throw InboxRefusal.unknownTenant(flow.name(), request.tenant());
        }
        return flow;
    }

    /** A flow's jobs can be read while its file is away. */
    void checkForReading(InboundRequest request) {
        checkEnv(request);
        InboundNames.checkTenant(request.tenant());
    }

    boolean exists(String flow) {
        return flows.find(flow).isPresent();
    }

    /** Tells the flow, if it runs here, that there is something to send. */
    void wake(String flow) {
        flows.find(flow).ifPresent(FlowDirectory.Flow::wake);
    }

    private void checkEnv(InboundRequest request) {
        if (!request.env().equals(env)) {
            throw InboxRefusal.unknownFlow(request.flow());
        }
    }
}
