package org.restconnector;

import java.util.List;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.restconnector.inspect.FileProblem;
import org.restconnector.inspect.RouteCheck;
import org.restconnector.inspect.RouteFileSearch;
import org.restconnector.inspect.RouteParts;
import org.restconnector.inspect.RouteSource;
import org.restconnector.settings.Placeholders;
import org.restconnector.settings.SettingsException;

/** The route files that the program loads, and their check. */
final class RouteFiles {
    private final ApplicationProperties properties;
    private final RouteFileSearch search;

    RouteFiles(ApplicationProperties properties) {
        this.properties = properties;
        this.search = new RouteFileSearch(properties.directory());
    }

    /** All that are loaded. */
    List<RouteSource> all() {
        return search.matching(properties.routePatterns());
    }

    List<RouteSource> named(List<String> files) {
        return files.stream().map(search::named).toList();
    }

    RouteCheck.Result check(List<RouteSource> sources) {
        return check(sources, Configuration.of(properties).placeholders());
    }

    /** With other values of placeholders than those around. */
    RouteCheck.Result check(List<RouteSource> sources, Placeholders placeholders) {
        return check(sources, all(), placeholders);
    }

    private RouteCheck.Result check(List<RouteSource> sources, List<RouteSource> beside, Placeholders placeholders) {
        Configuration configuration = Configuration.of(properties);
        configuration.retention();
        // not started: it is there for the grammar of `simple` alone
        try (LazyContext context = new LazyContext()) {
            return new RouteCheck(configuration::find, placeholders, configuration.groups(), context::get)
                    .check(sources, beside);
        }
    }

    /** All that are there, readable or not. */
    List<RouteFileSearch.Found> look() {
        return search.look(properties.routePatterns());
    }

    /** The problems of files that make one application, wherever they are now. */
    List<FileProblem> problems(List<RouteSource> sources) {
        return check(sources, List.of(), Configuration.of(properties).placeholders())
                .problems();
    }

    /** The parts of such files. */
    RouteParts parts(List<RouteSource> sources) {
        Placeholders placeholders = Configuration.of(properties).placeholders();
        return RouteParts.of(sources, value -> placeholders.resolve(value).text());
    }

    /**
     * Checks the files that are loaded.
     *
     * @throws SettingsException with a line for each problem, or if there are none
     */
    List<RouteSource> require() {
        if (properties.routePatterns().stream().noneMatch(search::finds)) {
            throw new SettingsException(
                    "no file matches " + String.join(", ", properties.routePatterns()) + "; write a pull there");
        }
        List<RouteSource> all = all();
        List<FileProblem> problems = check(all).problems();
        if (!problems.isEmpty()) {
            throw new SettingsException(
                    problems.stream().map(FileProblem::text).collect(Collectors.joining(System.lineSeparator())));
        }
        return all;
    }

    private static final class LazyContext implements AutoCloseable {
        private CamelContext context;

        CamelContext get() {
            if (context == null) {
                context = new DefaultCamelContext(false);
            }
            return context;
        }

        @Override
        public void close() {
            if (context != null) {
                context.stop();
            }
        }
    }
}
