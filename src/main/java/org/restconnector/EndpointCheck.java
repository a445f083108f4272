package org.restconnector;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.LifecycleStrategySupport;
import org.restconnector.pull.DirectEndpoints;
import org.restconnector.pull.PullRegistry;
import org.restconnector.settings.Problem;
import org.restconnector.settings.SettingsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the endpoints that pulls deliver to at the start, so that a bad one stops it, not the first run. */
final class EndpointCheck extends LifecycleStrategySupport {
    private static final Logger LOG = LoggerFactory.getLogger(EndpointCheck.class);

    private final CamelContext context;
    private final BooleanSupplier standalone;
    private final PullRegistry pulls;
    private final Map<String, Function<Problem, String>> messages = new LinkedHashMap<>();

    /** @param standalone whether all routes are known at the start */
    EndpointCheck(CamelContext context, PullRegistry pulls, BooleanSupplier standalone) {
        this.context = context;
        this.standalone = standalone;
        this.pulls = pulls;
    }

    /** @param message makes the message that is shown of a problem of this pull */
    void add(String pull, Function<Problem, String> message) {
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
        Set<String> listened = listened();
        messages.forEach((pull, message) -> pulls.endpoints(pull).forEach(endpoint -> {
            String uri = endpoint.uri();
            UnaryOperator<String> problem = what -> message.apply(
                    new Problem(endpoint.parameter(), "parameter '" + endpoint.parameter() + "' holds " + what));
            try {
                DirectEndpoints.get(context, uri);
            } catch (RuntimeException e) {
                throw new SettingsException(
                        problem.apply(uri.split("\\?", 2)[0] + ", which cannot be used: " + Failures.root(e)), e);
            }
            DirectEndpoints.name(uri)
                    .filter(name -> !listened.contains(name))
                    .ifPresent(
                            name -> unheard(problem.apply("direct:" + name + ", but no route is from direct:" + name)));
        }));
    }

    /** A host may add the route later, and then has a pull that fails until it does. */
    private void unheard(String problem) {
        if (standalone.getAsBoolean()) {
            throw new SettingsException(problem);
        }
        LOG.warn("{}", problem);
    }

    private Set<String> listened() {
        return context.getCamelContextExtension().getContextPlugin(Model.class).getRouteDefinitions().stream()
                .flatMap(route -> DirectEndpoints.name(route.getInput().getEndpointUri()).stream()
                        .map(name -> resolved(route, name)))
                .collect(Collectors.toSet());
    }

    private String resolved(RouteDefinition route, String name) {
        String text = name;
        if (route.getTemplateParameters() != null) {
            for (Map.Entry<String, Object> parameter :
                    route.getTemplateParameters().entrySet()) {
                text = text.replace("{{" + parameter.getKey() + "}}", String.valueOf(parameter.getValue()));
            }
        }
        return text.contains("{{") ? context.resolvePropertyPlaceholders(text) : text;
    }
}
