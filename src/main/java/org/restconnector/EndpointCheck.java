package org.restconnector;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.LifecycleStrategySupport;
import org.restconnector.pull.DirectEndpoints;
import org.restconnector.settings.SettingsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the endpoints that the configuration names at the start, so that a bad one stops it, not the first run. */
final class EndpointCheck extends LifecycleStrategySupport {
    private static final Logger LOG = LoggerFactory.getLogger(EndpointCheck.class);

    private final CamelContext context;
    private final BooleanSupplier standalone;
    private final Map<String, Uses> uses = new LinkedHashMap<>();
    private boolean listens;

    /** @param standalone whether all routes are known at the start */
    EndpointCheck(CamelContext context, BooleanSupplier standalone) {
        this.context = context;
        this.standalone = standalone;
    }

    /**
     * @param user a pull's name
     * @param uris the endpoints that it uses
     * @param setting what names them, as messages call it
     * @param message makes the message that is shown of a problem of this user
     */
    void add(String user, List<String> uris, String setting, UnaryOperator<String> message) {
        if (!listens) {
            // this late, so that it comes after the strategy of the kamelet component, which makes their routes
            context.addLifecycleStrategy(this);
            listens = true;
        }
        uses.put(user, new Uses(List.copyOf(uris), setting, message));
    }

    private record Uses(List<String> uris, String setting, UnaryOperator<String> message) {}

    void remove(String user) {
        uses.remove(user);
    }

    /** The endpoints of some users, each of whom may be gone. */
    Set<String> urisOf(Predicate<String> user) {
        return uses.entrySet().stream()
                .filter(use -> user.test(use.getKey()))
                .flatMap(use -> use.getValue().uris.stream())
                .collect(Collectors.toSet());
    }

    /**
     * Makes the endpoints of some users, when the context has long started.
     *
     * @throws SettingsException if one cannot be used
     */
    void check(Predicate<String> user) {
        Set<String> listened = listened();
        uses.forEach((name, use) -> {
            if (user.test(name)) {
                use.uris.forEach(uri -> check(uri, use, listened));
            }
        });
    }

    @Override
    public void onContextInitialized(CamelContext initialized) {
        Set<String> listened = listened();
        uses.values().forEach(user -> user.uris.forEach(uri -> check(uri, user, listened)));
    }

    private void check(String uri, Uses user, Set<String> listened) {
        try {
            DirectEndpoints.get(context, uri);
        } catch (RuntimeException e) {
            throw new SettingsException(
                    user.message.apply(user.setting + " holds " + uri.split("\\?", 2)[0] + ", which cannot be used: "
                            + Failures.root(e)),
                    e);
        }
        DirectEndpoints.name(uri)
                .filter(name -> !listened.contains(name))
                .ifPresent(name -> unheard(user.message.apply(
                        user.setting + " holds direct:" + name + ", but no route is from direct:" + name)));
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
