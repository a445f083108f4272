package org.restconnector.push;

import java.util.List;
import java.util.Optional;

/**
 * What the holder of a key may do.
 *
 * @param key the first digits of its SHA-256, to tell keys apart in the log
 */
public record ApiAccess(List<Scope> scopes, String key) {

    public ApiAccess {
        scopes = List.copyOf(scopes);
    }

    /**
     * @param flow empty for everything
     * @param tenant empty for all of the flow
     */
    public record Scope(Optional<String> flow, Optional<String> tenant) {
        private boolean covers(String wantedFlow, String wantedTenant) {
            return flow.map(wantedFlow::equals).orElse(true)
                    && tenant.map(wantedTenant::equals).orElse(true);
        }
    }

    /** Whether one of its keys is not limited. */
    boolean unlimited() {
        return scopes.stream().anyMatch(scope -> scope.flow().isEmpty());
    }

    boolean covers(String flow, String tenant) {
        return scopes.stream().anyMatch(scope -> scope.covers(flow, tenant));
    }
}
