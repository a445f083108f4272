package org.restconnector;

import java.util.Optional;
import org.apache.camel.CamelContext;
import org.restconnector.push.FlowDirectory;
import org.restconnector.push.FlowRegistry;
import org.restconnector.push.StoredTenants;
import org.restconnector.sink.FlowQueues;

/** What {@code flow-sink} has to know of flows. */
final class SinkQueues implements FlowQueues {
    private final CamelContext context;
    private final Configuration configuration;
    private final FlowRegistry flows;
    private final StoredTenants tenants;

    SinkQueues(CamelContext context, Configuration configuration, FlowRegistry flows, StoredTenants tenants) {
        this.tenants = tenants;
        this.context = context;
        this.configuration = configuration;
        this.flows = flows;
    }

    @Override
    public Optional<String> externalIdField(String flow, String stream) {
        return flows.externalIdField(flow, stream);
    }

    @Override
    public boolean knows(String flow, String tenant) {
        return flows.knows(flow, tenant, tenants);
    }

    @Override
    public String env() {
        return configuration.env();
    }

    @Override
    public long maxPending() {
        return configuration.maxPending();
    }

    @Override
    public void wake(String flow) {
        context.getRegistry()
                .lookupByNameAndType(FlowDirectory.BEAN, FlowDirectory.class)
                .find(flow)
                .ifPresent(FlowDirectory.Flow::wake);
    }
}
