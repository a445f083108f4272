package org.restconnector;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.camel.CamelContext;
import org.apache.camel.support.LifecycleStrategySupport;
import org.restconnector.pull.PullRegistry;
import org.restconnector.settings.SettingsException;

/** Makes the endpoints that pulls deliver to at the start, so that a bad one stops it, not the first run. */
final class EndpointCheck extends LifecycleStrategySupport {
    private final CamelContext context;
    private final PullRegistry pulls;
    private final Map<String, UnaryOperator<String>> messages = new LinkedHashMap<>();

    EndpointCheck(CamelContext context, PullRegistry pulls) {
        this.context = context;
        this.pulls = pulls;
    }

    /** @param message makes the message that is shown of a problem of this pull */
    void add(String pull, UnaryOperator<String> message) {
        if (messages.isEmpty()) {
            // this late, so that it comes after the strategy of the kamelet component, which makes their routes
            context.addLifecycleStrategy(this);
        }
        messages.put(pull, message);
    }

    void remove(String pull) {
        messages.remove(pull);
    }

    @Override
    public void onContextInitialized(CamelContext initialized) {
        messages.forEach((pull, message) -> pulls.destinations(pull).forEach(uri -> {
            try {
                context.getEndpoint(uri);
            } catch (RuntimeException e) {
                throw new SettingsException(
                        message.apply("parameter 'to' holds " + uri.split("\\?", 2)[0] + ", which cannot be used: "
                                + Failures.root(e)),
                        e);
            }
        }));
    }
}
