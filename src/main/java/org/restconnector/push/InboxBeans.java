package org.restconnector.push;

import java.nio.file.Path;
import java.time.Clock;
import java.util.function.BooleanSupplier;
import org.restconnector.store.FaultHook;
import org.restconnector.store.Store;

/** What stands behind the routes of rest-inbox.camel.yaml. */
public record InboxBeans(
        ApiKeys keys,
        Inbox inbox,
        InboxWrites writes,
        InboxRealtime realtime,
        InboxJobs jobs,
        InboxFlows flows,
        InboxTenants tenants) {

    /**
     * @param stopping whether nothing is to be taken in any more
     * @param ended whether the flows have sent their last request, so that no result comes any more
     */
    public static InboxBeans create(
            InboxSettings settings,
            Path dataDirectory,
            Store store,
            FlowDirectory directory,
            JobWaits waits,
            Clock clock,
            FaultHook faults,
            BooleanSupplier stopping,
            BooleanSupplier ended) {
        ApiKeys keys = ApiKeys.parse(
                settings.keys().isEmpty() ? ApiKeyFile.read(dataDirectory.resolve("api-key")) : settings.keys());
        InboxFlow flows = new InboxFlow(settings.env(), directory, stopping);
        IdempotencyGate gate = new IdempotencyGate();
        InboxWrites writes = new InboxWrites(settings, flows, store.jobs(), clock, gate, faults);
        return new InboxBeans(
                keys,
                new Inbox(settings.path(), keys, stopping),
                writes,
                new InboxRealtime(settings, flows, writes, store.jobs(), waits, gate, ended),
                new InboxJobs(flows, store.jobs()),
                new InboxFlows(directory, store),
                new InboxTenants(directory, store.batches(), settings.maxBytes()));
    }
}
