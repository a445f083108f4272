package org.restconnector;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.RouteConfigurationsBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.ResourceHelper;
import org.restconnector.inspect.FileProblem;
import org.restconnector.inspect.RouteParts;
import org.restconnector.inspect.RouteSource;

/**
 * Lets Camel read routes that are made from no template, beside the context that runs: their beans are not made, and
 * no route is added.
 */
final class PlainRoutesCheck {
    private static final Set<String> NOT_READ = Set.of("beans", "dataFormats", "restConfiguration");

    private final Map<String, String> ids = new HashMap<>();

    private PlainRoutesCheck(Set<String> taken) {
        taken.forEach(id -> ids.put(id, ""));
    }

    /** The ids of routes that are in none of the files. */
    static Set<String> others(CamelContext running, List<RouteSource> sources) {
        PlainRoutesCheck found = new PlainRoutesCheck(Set.of());
        found.check(sources);
        return running.getCamelContextExtension().getContextPlugin(Model.class).getRouteDefinitions().stream()
                .map(RouteDefinition::getRouteId)
                .filter(id -> !found.ids.containsKey(id))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** @param taken what no route of the files may be called */
    static List<FileProblem> problems(List<RouteSource> sources, Set<String> taken) {
        return new PlainRoutesCheck(taken).check(sources);
    }

    private List<FileProblem> check(List<RouteSource> sources) {
        List<FileProblem> problems = new ArrayList<>();
        try (CamelContext scratch = new DefaultCamelContext(false);
                RouteFileLoader loader = new RouteFileLoader()) {
            loader.setCamelContext(scratch);
            loader.start();
            for (RouteSource source : sources) {
                for (RouteParts.Entry entry : RouteParts.entries(source)) {
                    if (!NOT_READ.contains(entry.key())) {
                        check(source, entry, loader, scratch, problems);
                    }
                }
            }
        } catch (Exception e) {
            throw new IllegalStateException("routes can be read without a context that runs", e);
        }
        return problems;
    }

    private void check(
            RouteSource source,
            RouteParts.Entry entry,
            RouteFileLoader loader,
            CamelContext scratch,
            List<FileProblem> problems) {
        try {
            RouteBuilder routes =
                    loader.doLoadRouteBuilder(ResourceHelper.fromString("file:" + source.name(), entry.yaml()));
            if (entry.key().equals("routeConfiguration")) {
                ((RouteConfigurationsBuilder) routes).addRouteConfigurationsToCamelContext(scratch);
            }
            for (RouteDefinition route : routes.configureRoutes(scratch).getRoutes()) {
                if (route.hasCustomIdAssigned()) {
                    taken(source, entry, route.getRouteId(), problems);
                }
            }
        } catch (Exception e) {
            problems.add(new FileProblem(source.name(), entry.line(), Failures.root(e)));
        }
    }

    private void taken(RouteSource source, RouteParts.Entry entry, String id, List<FileProblem> problems) {
        String first = ids.putIfAbsent(id, source.name() + ":" + entry.line());
        if (first != null) {
            problems.add(new FileProblem(
                    source.name(),
                    entry.line(),
                    "the route's id '" + id + "' is used twice" + (first.isEmpty() ? "" : ", first in " + first)));
        }
    }
}
