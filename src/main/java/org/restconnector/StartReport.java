package org.restconnector;

import java.util.Objects;
import org.apache.camel.CamelContext;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import org.restconnector.pull.PullRegistry;
import org.restconnector.push.FlowRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the log what runs now, and where to look. */
final class StartReport extends MainListenerSupport {
    private static final Logger LOG = LoggerFactory.getLogger("Start");

    private final ApplicationProperties properties;

    StartReport(ApplicationProperties properties) {
        this.properties = Objects.requireNonNull(properties, "properties");
    }

    @Override
    public void afterStart(BaseMainSupport main) {
        CamelContext context = main.getCamelContext();
        LOG.info(
                "Camel REST Connector {} is up (Camel {}, Java {}); its store is {}",
                Version.text(),
                context.getVersion(),
                Runtime.version().feature(),
                Configuration.of(context).store().shownUrl());
        PullRegistry pulls = context.getRegistry().lookupByNameAndType("rest-pull-registry", PullRegistry.class);
        FlowRegistry flows = context.getRegistry().lookupByNameAndType("rest-flow-registry", FlowRegistry.class);
        pulls.names().forEach(name -> LOG.info("pull {}: {}", name, pulls.description(name)));
        pulls.fetches().forEach(name -> LOG.info("fetch {}: {}", name, pulls.description(name)));
        flows.names().forEach(name -> LOG.info("flow {}: {}", name, flows.description(name)));
        if (pulls.names().isEmpty() && flows.names().isEmpty()) {
            LOG.warn(
                    "there is no pull and no flow in {}; add a file, or set connector.demo=true to see the demo's",
                    String.join(", ", properties.routePatterns()));
        }
        if (properties.demo()) {
            LOG.info("the demo's API is at http://127.0.0.1:{}/demo/orders", properties.demoPort());
        }
    }
}
