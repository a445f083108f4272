package org.restconnector.reload;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.restconnector.inspect.RoutePart;
import org.restconnector.inspect.Templates;

/** Adds parts of route files to a Camel context that has started, as its start does, and removes them. */
final class CamelRoutes {
    private static final String FILE = "file:";
    private static final int STOP_SECONDS = 3;

    private final CamelContext context;
    private final Path directory;
    private final Map<String, List<RouteDefinition>> added = new ConcurrentHashMap<>();

    /** @param directory what files are shown relative to */
    CamelRoutes(CamelContext context, Path directory) {
        this.context = Objects.requireNonNull(context, "context");
        this.directory = directory.toAbsolutePath();
    }

    private Model model() {
        return context.getCamelContextExtension().getContextPlugin(Model.class);
    }

    /** @throws Exception if a route cannot be made or started; what was made of the part is gone then */
    void add(RoutePart part) throws Exception {
        Set<RouteDefinition> before = Set.copyOf(all());
        String location = FILE + directory.resolve(part.file());
        try {
            PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString(location, part.yaml()));
            remember(part, before);
        } catch (Exception e) {
            remember(part, before);
            remove(part);
            throw e;
        }
    }

    private void remember(RoutePart part, Set<RouteDefinition> before) {
        added.put(
                part.key(),
                all().stream().filter(route -> !before.contains(route)).toList());
    }

    /** Whether no exchange is in one of its routes. */
    boolean isIdle(RoutePart part) {
        return routes(part).stream()
                .allMatch(route -> context.getInflightRepository().size(route.getId()) == 0);
    }

    /** Routes that are not idle get some seconds. */
    void remove(RoutePart part) throws Exception {
        List<RouteDefinition> routes = routes(part);
        for (RouteDefinition route : routes) {
            context.getRouteController().stopRoute(route.getId(), STOP_SECONDS, TimeUnit.SECONDS);
        }
        for (RouteDefinition route : routes) {
            model().removeRouteDefinition(route);
        }
        added.remove(part.key());
        if (part.name().isEmpty()) {
            removeDeclared(part);
        }
    }

    private void removeDeclared(RoutePart part) throws Exception {
        model().getRestDefinitions().removeIf(rest -> isOf(rest.getResource(), part));
        for (RouteConfigurationDefinition configuration : List.copyOf(model().getRouteConfigurationDefinitions())) {
            if (isOf(configuration.getResource(), part)) {
                model().removeRouteConfiguration(configuration);
            }
        }
        for (RouteTemplateDefinition template : List.copyOf(model().getRouteTemplateDefinitions())) {
            if (part.templates().contains(template.getId())) {
                model().removeRouteTemplateDefinition(template);
            }
        }
        for (String bean : part.beans()) {
            context.getRegistry().unbind(bean);
            model().getCustomBeans().removeIf(definition -> bean.equals(definition.getName()));
        }
    }

    /** Those that were made here are known; those of the start are found. */
    private List<RouteDefinition> routes(RoutePart part) {
        List<RouteDefinition> known = added.get(part.key());
        return known != null
                ? known
                : all().stream().filter(route -> isOf(route, part)).toList();
    }

    private List<RouteDefinition> all() {
        Model model = model();
        // it shows its own list, which it changes under this lock
        synchronized (model) {
            return List.copyOf(model.getRouteDefinitions());
        }
    }

    private boolean isOf(RouteDefinition route, RoutePart part) {
        if (route.getRouteTemplateContext() == null) {
            return part.name().isEmpty() && isOf(route.getResource(), part);
        }
        Map<String, Object> parameters = route.getRouteTemplateContext().getParameters();
        boolean ours = route.getGroup() != null && Templates.KINDS.contains(route.getGroup());
        return ours == part.name().isPresent()
                && part.templated().stream().anyMatch(given -> isMadeWith(given, parameters));
    }

    private static boolean isMadeWith(Map<String, String> given, Map<String, Object> parameters) {
        return given.entrySet().stream()
                .allMatch(one -> one.getValue().equals(String.valueOf(parameters.get(one.getKey()))));
    }

    private boolean isOf(Resource resource, RoutePart part) {
        if (resource == null || !resource.getLocation().startsWith(FILE)) {
            return false;
        }
        Path path = Path.of(resource.getLocation().substring(FILE.length())).toAbsolutePath();
        return path.normalize().equals(directory.resolve(part.file()).normalize());
    }
}
