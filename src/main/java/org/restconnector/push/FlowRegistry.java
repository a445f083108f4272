package org.restconnector.push;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.restconnector.http.ApiSettings;
import org.restconnector.settings.Parameters;
import org.restconnector.settings.SettingsException;

/** The flows that are configured, by name. Safe for use by many threads. */
public final class FlowRegistry {
    private final Map<String, PushSettings> flows = new ConcurrentSkipListMap<>();

    /** Reads a flow's settings; what is wrong stands in {@code parameters} afterwards, and nothing is added then. */
    public void add(Parameters parameters) {
        PushSettings settings = PushSettings.of(parameters);
        if (parameters.problems().isEmpty()) {
            flows.put(settings.name(), settings);
        }
    }

    public void remove(String name) {
        flows.remove(name);
    }

    /** In alphabetical order. */
    public List<String> names() {
        return List.copyOf(flows.keySet());
    }

    /** Where a flow's batches go, and how large they are, in one line without secrets. */
    public String description(String name) {
        return find(name)
                .orElseThrow(() -> new IllegalArgumentException("there is no flow '" + name + "'"))
                .description();
    }

    /** How the flow's target is talked to; empty if there is no such flow. */
    public Optional<ApiSettings> api(String name) {
        return find(name).map(PushSettings::api);
    }

    /** Whether each tenant of the flow has a target of its own. */
    public boolean hasTenants(String name) {
        return find(name).flatMap(PushSettings::tenancy).isPresent();
    }

    /**
     * How the target of a flow's tenant is talked to; empty if there is no such tenant.
     *
     * @throws SettingsException if what the tenant has of its own cannot be used
     */
    public Optional<ApiSettings> api(String name, String tenant, StoredTenants stored) {
        Optional<Tenancy> tenancy = find(name).flatMap(PushSettings::tenancy);
        Optional<TenantConfig> config = tenancy.flatMap(each ->
                stored.read(name, tenant, Optional.empty()).or(() -> files(each).read(tenant, Optional.empty())));
        return config.map(found -> tenancy.orElseThrow().settings(tenant, found).api());
    }

    /** Whether the flow may take the tenant's records; so it may where it does not tell tenants apart. */
    public boolean knows(String flow, String tenant, StoredTenants stored) {
        return find(flow)
                .flatMap(PushSettings::tenancy)
                .map(each -> files(each).exists(tenant) || stored.exist(flow, tenant))
                .orElse(true);
    }

    /** What is wrong with the files of the flow's tenants, one line each, beginning with the file. */
    public List<String> tenantProblems(String name) {
        Optional<Tenancy> tenancy = find(name).flatMap(PushSettings::tenancy);
        return tenancy.map(each -> files(each).problems(each::settings)).orElse(List.of());
    }

    private static TenantFiles files(Tenancy tenancy) {
        return new TenantFiles(tenancy.folder(), tenancy.placeholders());
    }

    /** The field that is kept for the result; empty if there is no such flow, or it does not accept the stream. */
    public Optional<String> externalIdField(String flow, String stream) {
        return find(flow)
                .filter(settings ->
                        settings.streams().isEmpty() || settings.streams().contains(stream))
                .map(settings -> settings.form().removed());
    }

    /** The endpoint that its records pass on their way. */
    public List<String> via(String name) {
        return find(name).flatMap(PushSettings::via).stream().toList();
    }

    Optional<PushSettings> find(String name) {
        return Optional.ofNullable(flows.get(name));
    }
}
