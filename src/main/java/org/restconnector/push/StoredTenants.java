package org.restconnector.push;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.restconnector.json.Json;
import org.restconnector.store.Store;
import org.restconnector.store.TenantSettings;
import org.restconnector.store.Vault;

/** What tenants have of their own that a product has put here: in the store, encrypted. Safe for use by many threads. */
public final class StoredTenants {
    private static final String PLACE = "the settings that were put";

    private final Supplier<Store> store;
    private final Vault vault;

    public StoredTenants(Supplier<Store> store, Vault vault) {
        this.store = Objects.requireNonNull(store, "store");
        this.vault = Objects.requireNonNull(vault, "vault");
    }

    private TenantSettings settings() {
        return store.get().tenantSettings();
    }

    boolean exist(String flow, String tenant) {
        return settings().find(flow, tenant).isPresent();
    }

    /**
     * What was put last; empty if there is nothing.
     *
     * @param before what was found when it was read last
     */
    Optional<TenantConfig> read(String flow, String tenant, Optional<TenantConfig> before) {
        return settings().find(flow, tenant).map(kept -> {
            Object version = ByteBuffer.wrap(kept);
            return before.filter(last -> last.version().equals(version))
                    .orElseGet(() -> open(flow, tenant, kept, version));
        });
    }

    private TenantConfig open(String flow, String tenant, byte[] kept, Object version) {
        Optional<String> json = vault.open(kept, seal(flow, tenant));
        if (json.isEmpty()) {
            return TenantConfig.unreadable(
                    version,
                    PLACE,
                    "were kept with another key: use the connector.secret.key or the file secret-key of then (the"
                            + " same for all processes of one store), or put them again");
        }
        try {
            Map<String, String> values = new LinkedHashMap<>();
            ((Map<?, ?>) Json.read(json.get())).forEach((key, value) -> values.put((String) key, (String) value));
            return new TenantConfig(version, PLACE, values, List.of(), Optional.empty());
        } catch (IOException | ClassCastException e) {
            return TenantConfig.unreadable(version, PLACE, "are damaged; put them again");
        }
    }

    void put(String flow, String tenant, Map<String, String> values) {
        settings().keep(flow, tenant, vault.seal(Json.text(values), seal(flow, tenant)));
    }

    /** @return false if there were none */
    boolean remove(String flow, String tenant) {
        return settings().remove(flow, tenant);
    }

    /** In the order of their names, those behind {@code after}. */
    List<String> tenants(String flow, String after, int limit) {
        return settings().tenants(flow, after, limit);
    }

    private static String seal(String flow, String tenant) {
        return "tenant " + flow + "/" + tenant;
    }
}
