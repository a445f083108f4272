package org.restconnector.pull;

import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;

/** Makes the endpoints that records go to. A {@code direct:} endpoint that nobody listens to fails at once. */
public final class DirectEndpoints {
    private static final String SCHEME = "direct:";

    private DirectEndpoints() {}

    /** The name that a route listens to; empty if the URI is of another component. */
    public static Optional<String> name(String uri) {
        return uri.startsWith(SCHEME)
                ? Optional.of(
                        uri.substring(SCHEME.length()).replaceFirst("^/+", "").split("\\?", 2)[0])
                : Optional.empty();
    }

    /** @throws org.apache.camel.ResolveEndpointFailedException if there is no such endpoint */
    public static Endpoint get(CamelContext context, String uri) {
        return context.getEndpoint(unblocked(uri));
    }

    /** The same endpoint, which fails at once if nobody listens. */
    public static String unblocked(String uri) {
        // else Camel waits 30 s, for each record, for a route that may yet come
        boolean waits = uri.startsWith(SCHEME) && !uri.contains("block=");
        return waits ? uri + (uri.contains("?") ? "&" : "?") + "block=false" : uri;
    }
}
