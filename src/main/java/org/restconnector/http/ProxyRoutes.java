package org.restconnector.http;

import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.impl.routing.DefaultProxyRoutePlanner;
import org.apache.hc.client5.http.impl.routing.SystemDefaultRoutePlanner;
import org.apache.hc.client5.http.routing.HttpRoutePlanner;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.protocol.HttpContext;

/** Leads each request through the proxy of its {@link Network}, else as the JVM's proxy settings say. */
final class ProxyRoutes implements HttpRoutePlanner {
    private final HttpRoutePlanner usual = new SystemDefaultRoutePlanner(null);

    @Override
    public HttpRoute determineRoute(HttpHost target, HttpContext context) throws HttpException {
        Exchange exchange = (Exchange) context.getAttribute(ResponseGuard.EXCHANGE);
        Optional<HttpHost> proxy =
                exchange.getProperty(HttpCalls.REQUEST, Request.class).network().proxy();
        return proxy.isPresent()
                ? new DefaultProxyRoutePlanner(proxy.get()).determineRoute(target, context)
                : usual.determineRoute(target, context);
    }
}
