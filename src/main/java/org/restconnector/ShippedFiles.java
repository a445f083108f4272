package org.restconnector;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.util.AntPathMatcher;
import org.restconnector.inspect.Kamelets;

/** Loads the bundle's routes and kamelets where a host's own patterns leave them out, so that those can stay as they are. */
final class ShippedFiles {
    /** Each is {@code classpath:camel/NAME.camel.yaml}. */
    static final List<String> ROUTES = List.of(
            "rest-alerts",
            "rest-call",
            "rest-errors",
            "rest-fetch",
            "rest-pages",
            "rest-pull",
            "rest-push",
            "rest-replays");

    private final CamelContext context;
    private final Configuration configuration;
    private boolean loaded;

    ShippedFiles(CamelContext context, Configuration configuration) {
        this.context = context;
        this.configuration = configuration;
    }

    /** To be called before the first routes are made; what comes after the first call is ignored. */
    void load() {
        if (loaded || configuration.standalone()) {
            return;
        }
        loaded = true;
        List<Resource> missing = Stream.concat(routes(), kamelets())
                .map(file -> PluginHelper.getResourceLoader(context).resolveResource("classpath:" + file))
                .toList();
        try {
            if (!missing.isEmpty()) {
                PluginHelper.getRoutesLoader(context).loadRoutes(missing);
            }
        } catch (Exception e) {
            throw new RuntimeCamelException("the connector's routes cannot be loaded: " + e.getMessage(), e);
        }
    }

    private Stream<String> routes() {
        List<String> patterns = LoadedRouteFiles.patterns(context);
        return ROUTES.stream().map(name -> "camel/" + name + ".camel.yaml").filter(file -> patterns.stream()
                .noneMatch(pattern -> covers(pattern, file)));
    }

    private static boolean covers(String pattern, String file) {
        return AntPathMatcher.INSTANCE.match(pattern.replaceFirst("^(classpath:)?/*", ""), file);
    }

    /** Found by its name among the templates, a kamelet's file is not looked for. */
    private Stream<String> kamelets() {
        Optional<String> location = configuration.find(Kamelets.LOCATION);
        return location.isEmpty() ? Stream.empty() : Kamelets.notAt(location.get());
    }
}
