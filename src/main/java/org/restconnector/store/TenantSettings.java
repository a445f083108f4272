package org.restconnector.store;

import java.util.List;
import java.util.Optional;

/** What tenants of flows have of their own, unreadable by itself. */
public interface TenantSettings {

    /** What is kept of the tenant. */
    Optional<byte[]> find(String flow, String tenant);

    /** Keeps it in place of what was kept; whether there was none. */
    boolean keep(String flow, String tenant, byte[] sealed);

    /** @return false if there was none */
    boolean remove(String flow, String tenant);

    /** The tenants of which something is kept, in the order of their names, those behind {@code after}. */
    List<String> tenants(String flow, String after, int limit);
}
