package org.restconnector;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.restconnector.inspect.FileProblem;
import org.restconnector.inspect.RouteCheck;
import org.restconnector.inspect.RouteSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Validates route files without running them. */
@Command(
        name = "check",
        description = "Check route files without running them (all that are loaded where none is named).")
final class CheckCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(paramLabel = "FILE", description = "Route files.")
    private List<String> files = new ArrayList<>();

    @Option(
            names = "--fetch",
            paramLabel = "NAME",
            description = {
                "Also fetch the first pages of this pull and show request, answer, records and next page.",
                "Nothing is delivered or stored; works beside a process that runs."
            })
    private String fetch;

    CheckCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        ApplicationProperties properties = ApplicationProperties.read(surroundings.directory());
        RouteFiles routes = new RouteFiles(properties);
        List<RouteSource> sources = files.isEmpty() ? routes.all() : routes.named(files);
        RouteCheck.Result result = routes.check(sources);
        if (!result.problems().isEmpty()) {
            result.problems().stream().map(FileProblem::text).forEach(surroundings.err()::println);
            return Failures.MISCONFIGURED;
        }
        List<String> tenants = result.flows().names().stream()
                .flatMap(flow -> result.flows().tenantProblems(flow).stream())
                .distinct()
                .toList();
        if (!tenants.isEmpty()) {
            tenants.forEach(surroundings.err()::println);
            return Failures.MISCONFIGURED;
        }
        if (fetch != null) {
            return new PullPreview(surroundings, properties, result).show(fetch);
        }
        surroundings
                .out()
                .println(
                        sources.isEmpty()
                                ? "no file matches " + String.join(", ", properties.routePatterns())
                                : found(result) + " in " + count(sources.size(), "file") + ": fine");
        return 0;
    }

    private static String found(RouteCheck.Result result) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        counts.put("pull", result.pulls().size());
        counts.put("fetch", result.registry().fetches().size());
        counts.put("flow", result.flows().names().size());
        String found = counts.entrySet().stream()
                .filter(kind -> kind.getValue() > 0)
                .map(kind -> count(kind.getValue(), kind.getKey()))
                .collect(Collectors.joining(", "));
        return found.isEmpty() ? "no pull or flow" : found;
    }

    private static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : noun.endsWith("ch") ? "es" : "s");
    }
}
