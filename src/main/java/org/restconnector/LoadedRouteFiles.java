package org.restconnector;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.PackageScanResourceResolver;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.restconnector.inspect.RouteSource;

/** The YAML route files that a runtime was told to load, for messages that name them. */
final class LoadedRouteFiles {
    private static final List<String> KEYS =
            List.of("camel.main.routesIncludePattern", "camel.main.routes-include-pattern");
    private static final String DEFAULT = "classpath:camel/*";

    private LoadedRouteFiles() {}

    /**
     * What cannot be found or read is left out.
     *
     * @param directory what files are shown relative to
     */
    static List<RouteSource> of(CamelContext context, Path directory) {
        PackageScanResourceResolver resolver = PluginHelper.getPackageScanResourceResolver(context);
        return patterns(context).stream()
                .flatMap(pattern -> find(resolver, pattern).stream())
                .filter(resource -> resource.getLocation().endsWith(".yaml"))
                .sorted(Comparator.comparing(Resource::getLocation))
                .flatMap(resource -> read(resource, directory).stream())
                .toList();
    }

    /** What the runtime was told to load. */
    static List<String> patterns(CamelContext context) {
        String patterns = KEYS.stream()
                .map(key -> context.getPropertiesComponent().resolveProperty(key))
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(DEFAULT);
        return Stream.of(patterns.split(","))
                .map(pattern -> pattern.strip().replaceFirst("\\?optional=true$", ""))
                .toList();
    }

    private static List<Resource> find(PackageScanResourceResolver resolver, String pattern) {
        try {
            return new ArrayList<>(resolver.findResources(pattern));
        } catch (Exception e) {
            return List.of();
        }
    }

    private static Optional<RouteSource> read(Resource resource, Path directory) {
        try (InputStream stream = resource.getInputStream()) {
            String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            return Optional.of(new RouteSource(name(resource.getLocation(), directory), text));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String name(String location, Path directory) {
        if (!location.startsWith("file:")) {
            return location;
        }
        Path path = Path.of(location.substring("file:".length())).toAbsolutePath();
        Path here = directory.toAbsolutePath();
        return path.startsWith(here) ? here.relativize(path).toString() : path.toString();
    }
}
