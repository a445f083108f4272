package org.restconnector;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelLifecycleStrategy;
import org.apache.camel.model.PropertyDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.RouteTemplateParameterDefinition;
import org.restconnector.alert.Alerting;
import org.restconnector.inspect.ConfiguredEndpoint;
import org.restconnector.inspect.Destinations;
import org.restconnector.inspect.ExpressionCheck;
import org.restconnector.inspect.FlowCheck;
import org.restconnector.inspect.Kamelets;
import org.restconnector.inspect.PullCheck;
import org.restconnector.inspect.RoutePlaces;
import org.restconnector.inspect.Templates;
import org.restconnector.pull.DeadLetterCopies;
import org.restconnector.pull.PullRegistry;
import org.restconnector.push.FlowRegistry;
import org.restconnector.settings.Parameter;
import org.restconnector.settings.Parameters;
import org.restconnector.settings.Problem;
import org.restconnector.settings.Secrets;
import org.restconnector.settings.SettingsException;
import org.restconnector.settings.Template;

/**
 * Checks the parameters of every route that is made from one of the product's templates, or of a copy
 * of one, before the route exists: an exception here stops the start with its message.
 */
final class SettingsCheck implements ModelLifecycleStrategy {
    /** The property of a route that names the template it is made from. */
    private static final String TEMPLATE = "rest-connector-template";

    private final CamelContext context;
    private final Configuration configuration;
    private final PullRegistry pulls;
    private final FlowRegistry flows;
    private final EndpointCheck endpoints;
    private final Map<String, Map<String, String>> given = new ConcurrentHashMap<>();
    private final Set<String> comingBack = ConcurrentHashMap.newKeySet();
    private Templates templates = Templates.shipped();

    SettingsCheck(CamelContext context, Configuration configuration, PullRegistry pulls, FlowRegistry flows) {
        this.context = context;
        this.configuration = configuration;
        this.pulls = pulls;
        this.flows = flows;
        this.endpoints = new EndpointCheck(context, configuration::standalone);
    }

    private static Optional<String> kind(RouteDefinition route) {
        return Optional.ofNullable(route.getGroup()).filter(Templates.KINDS::contains);
    }

    /** Keeps what the template declares, and takes the defaults out of it: what is left was given by a user. */
    @Override
    public void onAddRouteTemplateDefinition(RouteTemplateDefinition definition) {
        String kind = Optional.ofNullable(definition.getRoute())
                .flatMap(SettingsCheck::kind)
                .orElse("");
        templates = templates.with(List.of(new Template(definition.getId(), kind, "", parameters(definition))));
        if (!kind.isEmpty()) {
            definition.getRoute().routeProperty(TEMPLATE, definition.getId());
            Optional.ofNullable(definition.getTemplateParameters())
                    .ifPresent(declared -> declared.forEach(parameter -> {
                        parameter.setDefaultValue(null);
                        parameter.setRequired(false);
                    }));
        }
    }

    private static List<Parameter> parameters(RouteTemplateDefinition definition) {
        return Optional.ofNullable(definition.getTemplateParameters()).orElse(List.of()).stream()
                .map(SettingsCheck::parameter)
                .toList();
    }

    private static Parameter parameter(RouteTemplateParameterDefinition declared) {
        Optional<String> defaultValue = Optional.ofNullable(declared.getDefaultValue());
        return new Parameter(
                declared.getName(),
                Optional.ofNullable(declared.getDescription()).orElse(""),
                defaultValue,
                declared.isRequired() && defaultValue.isEmpty());
    }

    @Override
    public void onRemoveRouteTemplateDefinition(RouteTemplateDefinition definition) {
        // the parameters of a template outlive it: routes that were made from it are still there
    }

    @Override
    public void onAddRouteDefinition(RouteDefinition route) {
        if ("dead-letter-to".equals(route.getId())) {
            configuration.deadLetterTo().ifPresent(uri -> checkEndpoint(DeadLetterCopies.KEY, uri));
            configuration.retention();
        }
        if ("rest-alerts".equals(route.getId())) {
            configuration.alertsTo().ifPresent(uri -> checkEndpoint(Alerting.KEY, uri));
        }
        if (route.getRouteTemplateContext() != null && kind(route).isPresent()) {
            template(route).flatMap(templates::find).ifPresent(template -> check(template, route));
        }
    }

    private static Optional<String> template(RouteDefinition route) {
        return Optional.ofNullable(route.getRouteProperties()).stream()
                .flatMap(List::stream)
                .filter(property -> property.getKey().equals(TEMPLATE))
                .map(PropertyDefinition::getValue)
                .findFirst();
    }

    private void check(Template template, RouteDefinition route) {
        // not the route's template parameters: those hold environment variables of the same names, too
        Map<String, String> written = new LinkedHashMap<>();
        route.getRouteTemplateContext()
                .getParameters()
                .forEach((name, value) -> written.put(name, String.valueOf(value)));
        Parameters parameters = new Parameters(template, written, configuration.placeholders(), configuration.groups());
        String name = parameters.textOrEmpty("name");
        boolean flow = template.kind().equals(Templates.FLOW);
        if (flow) {
            new FlowCheck(destinations(), new ExpressionCheck(() -> context)).check(parameters, taken(name), flows);
        } else {
            pullCheck().check(parameters, taken(name), pulls);
        }
        if (!parameters.problems().isEmpty()) {
            throw new SettingsException(parameters.problems().stream()
                    .map(problem -> message(template, name, written, problem))
                    .collect(Collectors.joining(System.lineSeparator())));
        }
        given.put(name, written);
        if (flow) {
            pulls.remove(name);
        } else {
            flows.remove(name);
        }
        route.setId(template.kind().replaceFirst("^rest-", "").replace("push", "flow") + "-" + name);
        Secrets secrets = new Secrets(parameters.secrets());
        if (!flow) {
            endpoints.add(
                    name,
                    pulls.destinations(name),
                    "parameter 'to'",
                    problem -> message(template, name, written, new Problem("to", secrets.mask(problem))));
        }
        endpoints.add(
                viaOf(name),
                flow ? flows.via(name) : pulls.via(name),
                "parameter 'via'",
                problem -> message(template, name, written, new Problem("via", secrets.mask(problem))));
    }

    private static String viaOf(String pull) {
        return "via of " + pull;
    }

    private PullCheck pullCheck() {
        return new PullCheck(destinations(), new ExpressionCheck(() -> context));
    }

    private Destinations destinations() {
        return new Destinations(
                scheme -> context.getComponent(scheme, true, false) != null,
                new Kamelets(configuration.find(Kamelets.LOCATION)),
                templates.ids(),
                configuration::find);
    }

    private void checkEndpoint(String key, String uri) {
        // a kamelet may be one of a file that is read later
        List<String> problems =
                uri.startsWith("kamelet:") ? List.of() : ConfiguredEndpoint.problems(key, uri, destinations());
        if (!problems.isEmpty()) {
            throw new SettingsException(String.join("; ", problems));
        }
        new EndpointCheck(context, configuration::standalone).add(key, List.of(uri), key, problem -> problem);
    }

    private Map<String, String> taken(String name) {
        return given.containsKey(name)
                ? Map.of(
                        name,
                        places().find(given.get(name), "name").stream()
                                .findFirst()
                                .orElse(""))
                : Map.of();
    }

    private RoutePlaces places() {
        return new RoutePlaces(LoadedRouteFiles.of(context, configuration.directory()));
    }

    private String message(Template template, String name, Map<String, String> written, Problem problem) {
        String place = places().find(written, problem.parameter()).stream()
                .reduce((first, last) -> last)
                .orElse(template.id() + (name.isEmpty() ? "" : " " + name));
        return place + ": " + problem.message();
    }

    /** These are known, with what they were, while their routes are exchanged: a flow takes records in. */
    void begin(Set<String> exchanged) {
        comingBack.addAll(exchanged);
    }

    /** Those that did not come back are no more. */
    void end(Set<String> exchanged) {
        comingBack.removeAll(exchanged);
        exchanged.stream().filter(name -> !given.containsKey(name)).forEach(name -> {
            pulls.remove(name);
            flows.remove(name);
        });
    }

    /** @throws SettingsException if an endpoint that one of them names cannot be used */
    void checkEndpoints(Set<String> names) {
        endpoints.check(user -> names.contains(user) || names.contains(user.replaceFirst("^" + viaOf(""), "")));
    }

    /** The endpoints that all pulls and flows name. */
    Set<String> endpoints() {
        return endpoints.urisOf(user -> true);
    }

    /** Camel calls this also for a route that is not there yet, with null. */
    @Override
    public void onRemoveRouteDefinition(RouteDefinition route) {
        if (route != null
                && route.getRouteTemplateContext() != null
                && kind(route).isPresent()) {
            String name = String.valueOf(
                    route.getRouteTemplateContext().getParameters().get("name"));
            given.remove(name);
            // a fetch that went in a circle may not stand against one that does not
            if (!comingBack.contains(name) || pulls.fetches().contains(name)) {
                pulls.remove(name);
                flows.remove(name);
            }
            endpoints.remove(name);
            endpoints.remove(viaOf(name));
        }
    }
}
