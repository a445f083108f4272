package org.restconnector.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.BooleanSupplier;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpActivityListener;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.http.HttpComponentConfigurer;
import org.apache.camel.support.PluginHelper;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;

/**
 * The HTTP component {@code rest-http} of this product alone: no retries, cookies or redirects of its
 * own, bounded answers. A host application's {@code http} component stays as it is, and its settings do not reach this.
 */
public final class RestHttp {
    /** The name under which it stands in the registry, and the scheme of its endpoints. */
    public static final String NAME = "rest-http";

    private RestHttp() {}

    /**
     * @param spool for answers that are too large for memory
     * @param allowsPrivate whether hosts that others than the operator name may have addresses that are not public
     */
    public static HttpComponent component(Spool spool, BooleanSupplier allowsPrivate) {
        HttpComponent component = new Component(spool, new Pools(allowsPrivate, new PublicAddresses()));
        component.setAutomaticRetriesDisabled(true);
        component.setRedirectHandlingDisabled(true);
        component.setFollowRedirects(false);
        component.setCookieManagementDisabled(true);
        component.setAuthCachingDisabled(true);
        component.setHttpActivityListener(new ExchangeInContext());
        return component;
    }

    private static final class Component extends HttpComponent {
        private final ScheduledExecutorService deadlines = deadlines();
        private final Pools pools;
        private final HttpComponentConfigurer options = new HttpComponentConfigurer();
        private final Map<String, Object> ours = new LinkedHashMap<>();

        Component(Spool spool, Pools pools) {
            this.pools = pools;
            ResponseGuard guard = new ResponseGuard(deadlines, spool);
            setClientConnectionManager(pools);
            setHttpClientConfigurer(builder -> builder.setConnectionManagerShared(true)
                    .disableContentCompression()
                    .setRoutePlanner(new ProxyRoutes())
                    .addExecInterceptorFirst("rest-response-guard", guard));
        }

        private static ScheduledExecutorService deadlines() {
            ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
                Thread thread = Executors.defaultThreadFactory().newThread(task);
                thread.setName("rest-http-deadlines");
                thread.setDaemon(true);
                return thread;
            });
            executor.setRemoveOnCancelPolicy(true);
            return executor;
        }

        /** Before anything of a host can reach it. */
        @Override
        protected void doBuild() throws Exception {
            super.doBuild();
            PluginHelper.getBeanIntrospection(getCamelContext()).getProperties(this, ours, null, true);
        }

        /** A host's settings of {@code http}, its defaults too, reach all components of that class in Spring Boot. */
        private void takeOursBack() {
            ours.forEach((name, value) -> {
                if (!Objects.equals(options.getOptionValue(this, name, false), value)) {
                    options.configure(getCamelContext(), this, name, value, false);
                }
            });
        }

        @Override
        protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
                throws Exception {
            takeOursBack();
            return super.createEndpoint(uri, remaining, parameters);
        }

        @Override
        protected void doShutdown() throws Exception {
            super.doShutdown();
            pools.close();
            deadlines.shutdownNow();
        }
    }

    /** Listens to nothing: its presence makes camel-http put the exchange into the client's context. */
    private static final class ExchangeInContext implements HttpActivityListener {
        @Override
        public void onRequestSubmitted(
                Object source, Exchange exchange, HttpHost host, HttpRequest request, HttpEntity entity) {}

        @Override
        public void onResponseReceived(
                Object source,
                Exchange exchange,
                HttpHost host,
                HttpResponse response,
                HttpEntity entity,
                long elapsed) {}
    }
}
