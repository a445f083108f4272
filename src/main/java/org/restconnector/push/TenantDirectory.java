package org.restconnector.push;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.restconnector.settings.Secrets;

/** What the tenants of a flow have of their own, as the HTTP API sees it. Thread-safe. */
public interface TenantDirectory {
    /** Stands for a value that is not shown; put back, it keeps what was put before. */
    String MASK = Secrets.MASK;

    boolean knows(String tenant);

    /** The tenant's keys, and of their values what may be shown; empty if it is not known. */
    Optional<Map<String, String>> shown(String tenant);

    /** Why its records wait; empty if there is nothing wrong with its settings, or none are there. */
    Optional<String> problem(String tenant);

    /**
     * Keeps these values in place of what was put before; they go before the tenant's file.
     *
     * @throws org.restconnector.settings.SettingsException saying what is missing or wrong; nothing is kept then
     */
    void put(String tenant, Map<String, String> values);

    /** Removes what was put; a file stays. @return false if nothing was */
    boolean remove(String tenant);

    /** In the order of their names, those behind {@code after}. */
    List<String> tenants(String after, int limit);
}
