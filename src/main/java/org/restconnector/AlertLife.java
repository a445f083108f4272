package org.restconnector;

import java.time.Duration;
import java.util.Collection;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.support.LifecycleStrategySupport;
import org.restconnector.alert.Alerting;

/** Begins alerts with their route, before any route starts, and ends them before any route stops. */
final class AlertLife extends LifecycleStrategySupport {
    /** A part of the time in which a stop is to end. */
    private static final Duration AT_STOP = Duration.ofSeconds(2);
    /** A command that ends by itself leaves nobody behind who sends them. */
    private static final Duration AT_END = Duration.ofSeconds(10);

    private final CamelContext context;
    private final Configuration configuration;

    AlertLife(CamelContext context, Configuration configuration) {
        this.context = context;
        this.configuration = configuration;
    }

    private Alerting alerting() {
        return context.getRegistry().lookupByNameAndType("rest-alerts", Alerting.class);
    }

    @Override
    public void onRoutesAdd(Collection<Route> routes) {
        if (routes.stream().anyMatch(route -> route.getRouteId().equals("rest-alerts"))) {
            alerting().start();
        }
    }

    @Override
    public void onContextStopping(CamelContext stopping) {
        StopTime.of(context).begin();
        alerting().stop(configuration.isScheduled() ? AT_STOP : AT_END);
    }
}
