package org.restconnector;

import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.PluginHelper;

/** Loads the routes of the inbound HTTP API where they are wanted: nothing listens in a host that did not ask. */
final class InboxRoutes extends LifecycleStrategySupport {
    static final String ENABLED = "connector.inbox.enabled";
    private static final List<String> FILES =
            List.of("classpath:connector/rest-inbox.camel.yaml", "classpath:connector/rest-console.camel.yaml");

    private final Configuration configuration;
    private volatile boolean stopping;

    InboxRoutes(Configuration configuration) {
        this.configuration = configuration;
    }

    /** Later, Camel has made its routes of their definitions. */
    @Override
    public void onContextInitializing(CamelContext context) {
        if (configuration.find(ENABLED).orElse("false").equals("true")) {
            try {
                for (String file : FILES) {
                    PluginHelper.getRoutesLoader(context)
                            .loadRoutes(PluginHelper.getResourceLoader(context).resolveResource(file));
                }
            } catch (Exception e) {
                throw new RuntimeCamelException("the inbound HTTP API cannot be loaded: " + e.getMessage(), e);
            }
        }
    }

    /** The flows end before the context's status says so, which takes as long as the last requests do. */
    @Override
    public void onContextStopping(CamelContext context) {
        stopping = true;
    }

    /** Whether nothing is to be taken in any more. */
    boolean isStopping() {
        return stopping;
    }
}
