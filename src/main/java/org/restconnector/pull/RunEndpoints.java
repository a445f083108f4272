package org.restconnector.pull;

import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;

/** The endpoints that a run's records pass, looked up when the first one is on its way. Used by one thread. */
final class RunEndpoints {
    private final DeliverySettings settings;
    private List<Endpoint> destinations = List.of();
    private Optional<Endpoint> via = Optional.empty();

    RunEndpoints(DeliverySettings settings) {
        this.settings = settings;
    }

    List<Endpoint> destinations(CamelContext context) {
        if (destinations.isEmpty()) {
            destinations = settings.to().stream()
                    .map(uri -> DirectEndpoints.get(context, uri))
                    .toList();
        }
        return destinations;
    }

    Optional<Endpoint> via(CamelContext context) {
        if (via.isEmpty()) {
            via = settings.via().map(uri -> DirectEndpoints.get(context, uri));
        }
        return via;
    }
}
