package org.restconnector;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelLifecycleStrategy;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.RouteTemplateParameterDefinition;
import org.restconnector.pull.PullRegistry;
import org.restconnector.settings.Names;
import org.restconnector.settings.Parameter;
import org.restconnector.settings.Parameters;
import org.restconnector.settings.Problem;
import org.restconnector.settings.SettingsException;
import org.restconnector.settings.Template;

/**
 * Checks the parameters of every route that is made from one of the product's templates, or of a copy
 * of one, before the route exists: an exception here stops the start with its message.
 */
final class SettingsCheck implements ModelLifecycleStrategy {
    private final CamelContext context;
    private final Configuration configuration;
    private final PullRegistry pulls;
    private final Map<String, Template> templates = new LinkedHashMap<>();
    private final Set<String> names = new TreeSet<>();

    SettingsCheck(CamelContext context, Configuration configuration, PullRegistry pulls) {
        this.context = context;
        this.configuration = configuration;
        this.pulls = pulls;
    }

    private static final Set<String> KINDS = Set.of("rest-pull");

    private static Optional<String> kind(RouteDefinition route) {
        return Optional.ofNullable(route.getGroup()).filter(KINDS::contains);
    }

    /** Keeps what the template declares, and takes the defaults out of it: what is left was given by a user. */
    @Override
    public void onAddRouteTemplateDefinition(RouteTemplateDefinition definition) {
        kind(definition.getRoute()).ifPresent(kind -> {
            Map<String, Parameter> parameters = new LinkedHashMap<>();
            Optional.ofNullable(templates.get(kind))
                    .ifPresent(known -> known.parameters().forEach(p -> parameters.put(p.name(), p)));
            for (RouteTemplateParameterDefinition declared : definition.getTemplateParameters()) {
                parameters.putIfAbsent(declared.getName(), parameter(declared));
                declared.setDefaultValue(null);
                declared.setRequired(false);
            }
            templates.put(kind, new Template(kind, kind, "", List.copyOf(parameters.values())));
        });
    }

    private static Parameter parameter(RouteTemplateParameterDefinition declared) {
        return new Parameter(
                declared.getName(),
                Optional.ofNullable(declared.getDescription()).orElse(""),
                Optional.ofNullable(declared.getDefaultValue()),
                declared.isRequired());
    }

    @Override
    public void onRemoveRouteTemplateDefinition(RouteTemplateDefinition definition) {
        // the parameters of a kind outlive one of its templates
    }

    @Override
    public void onAddRouteDefinition(RouteDefinition route) {
        if (route.getRouteTemplateContext() != null) {
            kind(route).ifPresent(kind -> check(kind, route));
        }
    }

    private void check(String kind, RouteDefinition route) {
        // not the route's template parameters: those hold environment variables of the same names, too
        Map<String, String> given = new LinkedHashMap<>();
        route.getRouteTemplateContext()
                .getParameters()
                .forEach((name, value) -> given.put(name, String.valueOf(value)));
        Parameters parameters = new Parameters(templates.get(kind), given, configuration.placeholders());
        String name = parameters.textOrEmpty("name");
        Names.check(parameters, names);
        pulls.add(parameters);
        pullDestinations(parameters).forEach(problem -> parameters.problem("to", problem));
        if (!parameters.problems().isEmpty()) {
            pulls.remove(name);
            throw new SettingsException(message(kind, name, parameters.problems()));
        }
        names.add(name);
        route.setId("pull-" + name);
    }

    private List<String> pullDestinations(Parameters parameters) {
        return parameters.lines("to").stream()
                .map(uri -> uri.split(":", 2)[0])
                .filter(scheme -> context.getComponent(scheme, true, false) == null)
                .map(scheme -> "names the component '" + scheme + "', which is not on the class path; add "
                        + Components.artifact(scheme))
                .toList();
    }

    private static String message(String kind, String name, List<Problem> problems) {
        return problems.stream()
                .map(problem -> kind + (name.isEmpty() ? "" : " " + name) + ": " + problem.message())
                .collect(Collectors.joining(System.lineSeparator()));
    }

    /** Camel calls this also for a route that is not there yet, with null. */
    @Override
    public void onRemoveRouteDefinition(RouteDefinition route) {
        if (route != null
                && route.getRouteTemplateContext() != null
                && kind(route).isPresent()) {
            String name = String.valueOf(
                    route.getRouteTemplateContext().getParameters().get("name"));
            names.remove(name);
            pulls.remove(name);
        }
    }
}
