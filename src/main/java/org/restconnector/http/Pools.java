package org.restconnector.http;

import java.io.IOException;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.apache.camel.Exchange;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.EndpointInfo;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.io.LeaseRequest;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pool of connections for each {@link Network}: the request's user token says which, and so a connection
 * that showed one certificate never carries what is to go under another.
 */
final class Pools implements HttpClientConnectionManager {
    private static final TimeValue IDLE = TimeValue.ofMinutes(1);
    private static final Logger LOG = LoggerFactory.getLogger(Pools.class);

    private final Map<Network, PoolingHttpClientConnectionManager> pools = new ConcurrentHashMap<>();
    private final AtomicLong closedIdleAt = new AtomicLong(System.nanoTime());
    private final BooleanSupplier allowsPrivate;
    private final DnsResolver resolver;

    /**
     * @param allowsPrivate whether a guarded way may lead to addresses that are not public, too
     * @param resolver of the names on a guarded way
     */
    Pools(BooleanSupplier allowsPrivate, DnsResolver resolver) {
        this.allowsPrivate = allowsPrivate;
        this.resolver = resolver;
    }

    @Override
    public LeaseRequest lease(String id, HttpRoute route, Timeout timeout, Object asked) {
        Network network = (Network) asked;
        boolean guarded = network.guarded() && !allowsPrivate.getAsBoolean();
        boolean proxied = route.getProxyHost() != null;
        HttpClientConnectionManager pool = pools.computeIfAbsent(
                network.guarded(guarded && !proxied),
                way -> Connections.pool(way, way.guarded() ? Optional.of(resolver) : Optional.empty()));
        LeaseRequest lease = pool.lease(id, route, timeout, null);
        return new LeaseRequest() {
            @Override
            public ConnectionEndpoint get(Timeout wait)
                    throws InterruptedException, ExecutionException, TimeoutException {
                if (guarded && proxied) {
                    checkBehindProxy(route.getTargetHost().getHostName());
                }
                return new Leased(pool, lease.get(wait));
            }

            @Override
            public boolean cancel() {
                return lease.cancel();
            }
        };
    }

    /** The proxy resolves the name by itself: what does not resolve here is left to it. */
    private void checkBehindProxy(String host) throws ExecutionException {
        try {
            if (PublicAddresses.isAmbiguous(host)) {
                throw new BlockedAddressException(host);
            }
            resolver.resolve(host);
        } catch (BlockedAddressException e) {
            throw new ExecutionException(e);
        } catch (UnknownHostException e) {
            LOG.debug("{} is unknown here, and may not be to the proxy", host);
        }
    }

    @Override
    public void release(ConnectionEndpoint endpoint, Object network, TimeValue validFor) {
        Leased leased = (Leased) endpoint;
        leased.pool.release(leased.endpoint, null, validFor);
        closeIdle();
    }

    /** Those to hosts that nobody asks any more: where tenants name the hosts, there may be many. */
    private void closeIdle() {
        long last = closedIdleAt.get();
        long now = System.nanoTime();
        if (now - last > IDLE.toNanoseconds() && closedIdleAt.compareAndSet(last, now)) {
            pools.values().forEach(pool -> pool.closeIdle(IDLE));
        }
    }

    @Override
    public void connect(ConnectionEndpoint endpoint, TimeValue timeout, HttpContext context) throws IOException {
        Leased leased = (Leased) endpoint;
        leased.pool.connect(leased.endpoint, timeout, context);
    }

    @Override
    public void upgrade(ConnectionEndpoint endpoint, HttpContext context) throws IOException {
        Leased leased = (Leased) endpoint;
        leased.pool.upgrade(leased.endpoint, context);
    }

    @Override
    public void close(CloseMode mode) {
        pools.values().forEach(pool -> pool.close(mode));
    }

    @Override
    public void close() {
        close(CloseMode.GRACEFUL);
    }

    /** A connection and the pool that it belongs to. */
    private static final class Leased extends ConnectionEndpoint {
        private final HttpClientConnectionManager pool;
        private final ConnectionEndpoint endpoint;

        private Leased(HttpClientConnectionManager pool, ConnectionEndpoint endpoint) {
            this.pool = pool;
            this.endpoint = endpoint;
        }

        @Override
        public ClassicHttpResponse execute(
                String id, ClassicHttpRequest request, HttpRequestExecutor executor, HttpContext context)
                throws IOException, HttpException {
            sending(context);
            return endpoint.execute(id, request, executor, context);
        }

        @Override
        public ClassicHttpResponse execute(
                String id, ClassicHttpRequest request, RequestExecutor executor, HttpContext context)
                throws IOException, HttpException {
            sending(context);
            return endpoint.execute(id, request, executor, context);
        }

        private static void sending(HttpContext context) {
            Exchange exchange = (Exchange) context.getAttribute(ResponseGuard.EXCHANGE);
            exchange.getProperty(HttpCalls.CALL, HttpCall.class).turn().sent();
        }

        @Override
        public boolean isConnected() {
            return endpoint.isConnected();
        }

        @Override
        public void setSocketTimeout(Timeout timeout) {
            endpoint.setSocketTimeout(timeout);
        }

        @Override
        public EndpointInfo getInfo() {
            return endpoint.getInfo();
        }

        @Override
        public void close(CloseMode mode) {
            endpoint.close(mode);
        }

        @Override
        public void close() throws IOException {
            endpoint.close();
        }
    }
}
