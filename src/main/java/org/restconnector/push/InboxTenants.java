package org.restconnector.push;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Body;
import org.restconnector.http.TenantValues;
import org.restconnector.json.Json;
import org.restconnector.log.Audit;
import org.restconnector.settings.SettingsException;
import org.restconnector.store.Batches;
import org.restconnector.store.Batches.Scope;

/** The calls by which a product keeps what its tenants have of their own. */
public final class InboxTenants {
    private static final int DEFAULT_TENANTS = 100;
    private static final int MOST_TENANTS = 1000;
    private static final int MOST_KEYS = 100;
    private static final int LONGEST_VALUE = 16_384;

    private final FlowDirectory flows;
    private final Batches batches;
    private final InboundBody bodies;

    InboxTenants(FlowDirectory flows, Batches batches, int maxBytes) {
        this.flows = flows;
        this.batches = batches;
        this.bodies = new InboundBody(maxBytes);
    }

    /** {@code GET /api/flows/{name}/tenants?limit=&after=} */
    public InboxAnswer list(@Body InboundRequest request) {
        FlowDirectory.Flow flow = flow(request);
        TenantDirectory directory = directory(flow);
        int limit = (int) request.query().number("limit", DEFAULT_TENANTS, 1, MOST_TENANTS);
        List<String> found = directory.tenants(request.query().find("after").orElse(""), limit + 1);
        List<String> shown = found.subList(0, Math.min(limit, found.size()));
        Optional<String> next = found.size() > limit ? Optional.of(shown.get(limit - 1)) : Optional.empty();
        return InboxAnswer.ok(JobView.list(
                shown.stream().map(tenant -> row(flow, directory, tenant)).toList(), "tenants", next));
    }

    private Map<String, Object> row(FlowDirectory.Flow flow, TenantDirectory directory, String tenant) {
        Batches.FlowState state = batches.state(new Scope(flow.name(), tenant));
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("tenant", tenant);
        row.put("problem", directory.problem(tenant).orElse(null));
        row.put("paused", state.pausedReason().isPresent());
        row.put("pausedReason", state.pausedReason().orElse(null));
        row.put("pausedAt", state.pausedAt().map(JobView::time).orElse(null));
        row.put("notBefore", state.notBefore().map(JobView::time).orElse(null));
        return row;
    }

    /** {@code GET /api/flows/{name}/tenants/{tenant}} */
    public InboxAnswer find(@Body InboundRequest request) {
        FlowDirectory.Flow flow = flow(request);
        String tenant = tenant(request);
        return InboxAnswer.ok(
                directory(flow).shown(tenant).orElseThrow(() -> InboxRefusal.unknownTenant(flow.name(), tenant)));
    }

    /** {@code PUT /api/flows/{name}/tenants/{tenant}} */
    public InboxAnswer put(@Body InboundRequest request) {
        FlowDirectory.Flow flow = flow(request);
        String tenant = tenant(request);
        TenantDirectory directory = directory(flow);
        try {
            directory.put(tenant, values(request));
        } catch (SettingsException e) {
            throw InboxRefusal.of(400, "invalid_settings", e.getMessage());
        }
        Audit.done(request.actor(), "tenant.put", Map.of("flow", flow.name(), "tenant", tenant));
        flow.wake();
        return find(request);
    }

    /** {@code DELETE /api/flows/{name}/tenants/{tenant}} */
    public InboxAnswer delete(@Body InboundRequest request) {
        FlowDirectory.Flow flow = flow(request);
        String tenant = tenant(request);
        if (!directory(flow).remove(tenant)) {
            throw InboxRefusal.of(
                    404,
                    "unknown_tenant",
                    "nothing was put for the tenant '" + tenant + "' of the flow " + flow.name()
                            + "; a file of it is removed from the folder");
        }
        Audit.done(request.actor(), "tenant.delete", Map.of("flow", flow.name(), "tenant", tenant));
        flow.wake();
        return InboxAnswer.ok(Map.of("tenant", tenant, "deleted", true));
    }

    private Map<String, String> values(InboundRequest request) {
        Object json;
        try {
            byte[] body = bodies.json(request);
            json = Json.read(body, 0, body.length);
        } catch (IOException e) {
            throw InboxRefusal.invalidJson("the body is not JSON");
        }
        if (!(json instanceof Map<?, ?> object) || object.size() > MOST_KEYS) {
            throw InboxRefusal.of(
                    400, "invalid_settings", "the body has to be a JSON object of at most " + MOST_KEYS + " texts");
        }
        Map<String, String> values = new LinkedHashMap<>();
        object.forEach((key, value) -> {
            if (!TenantValues.KEY.matcher(String.valueOf(key)).matches()) {
                throw InboxRefusal.of(
                        400, "invalid_settings", "a key may have letters, digits, '.', '_' and '-', 100 at most");
            }
            if (!(value instanceof String text) || text.length() > LONGEST_VALUE) {
                throw InboxRefusal.of(
                        400,
                        "invalid_settings",
                        "the value of " + key + " has to be a text of at most " + LONGEST_VALUE + " characters");
            }
            values.put(String.valueOf(key), text);
        });
        return values;
    }

    private FlowDirectory.Flow flow(InboundRequest request) {
        String name = request.path().get("name");
        return flows.find(name).orElseThrow(() -> InboxRefusal.unknownFlow(name));
    }

    private static String tenant(InboundRequest request) {
        String tenant = request.path().get("tenant");
        InboundNames.checkTenant(tenant);
        return tenant;
    }

    private static TenantDirectory directory(FlowDirectory.Flow flow) {
        return flow.tenants()
                .orElseThrow(() -> InboxRefusal.of(
                        400,
                        "unsupported",
                        "all tenants of the flow " + flow.name() + " are sent alike: it has no parameter tenants"));
    }

    /** That the tenant has something of its own in the flow. */
    static void check(FlowDirectory.Flow flow, String tenant) {
        InboundNames.checkTenant(tenant);
        if (!directory(flow).knows(tenant)) {
            throw InboxRefusal.unknownTenant(flow.name(), tenant);
        }
    }
}
