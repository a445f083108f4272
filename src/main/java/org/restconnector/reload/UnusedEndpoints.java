package org.restconnector.reload;

import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.EndpointAware;
import org.apache.camel.component.kamelet.KameletEndpoint;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.restconnector.inspect.RoutePart;

/** Removes endpoints that pulls and flows have named, and with a kamelet's endpoint the route that it made. */
final class UnusedEndpoints {
    private final CamelContext context;

    UnusedEndpoints(CamelContext context) {
        this.context = Objects.requireNonNull(context, "context");
    }

    /** @param parts those of other routes keep what they name */
    void remove(Set<String> uris, Collection<RoutePart> parts) throws Exception {
        for (String uri : uris) {
            boolean named = parts.stream()
                    .anyMatch(part -> part.name().isEmpty() && part.yaml().contains(uri));
            Endpoint endpoint = named || uri.startsWith("direct:") ? null : context.hasEndpoint(uri);
            if (endpoint != null && !isUsed(endpoint)) {
                remove(endpoint);
            }
        }
    }

    private boolean isUsed(Endpoint endpoint) {
        return context.getRoutes().stream()
                .flatMap(route -> route.filter("*").stream())
                .anyMatch(step -> step instanceof EndpointAware aware && aware.getEndpoint() == endpoint);
    }

    private void remove(Endpoint endpoint) throws Exception {
        context.removeEndpoint(endpoint);
        if (endpoint instanceof KameletEndpoint kamelet) {
            Model model = context.getCamelContextExtension().getContextPlugin(Model.class);
            RouteDefinition route = model.getRouteDefinition(kamelet.getRouteId());
            if (route != null) {
                model.removeRouteDefinition(route);
            }
        }
    }
}
