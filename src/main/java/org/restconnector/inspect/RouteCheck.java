package org.restconnector.inspect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.restconnector.alert.Alerting;
import org.restconnector.http.RestHttp;
import org.restconnector.pull.DeadLetterCopies;
import org.restconnector.pull.PullRegistry;
import org.restconnector.push.FlowRegistry;
import org.restconnector.settings.KeyGroups;
import org.restconnector.settings.Parameters;
import org.restconnector.settings.Placeholders;
import org.restconnector.settings.Problem;
import org.restconnector.settings.Spelling;
import org.restconnector.settings.Template;

/** Checks route files without running them. One thread. */
public final class RouteCheck {
    private final Function<String, Optional<String>> properties;
    private final Placeholders placeholders;
    private final KeyGroups groups;
    private final ExpressionCheck expressions;
    private final List<FileProblem> problems = new ArrayList<>();
    private final Map<String, String> names = new LinkedHashMap<>();
    private final Map<String, String> kinds = new LinkedHashMap<>();
    private final PullRegistry pulls = new PullRegistry();
    private final FlowRegistry flows = new FlowRegistry();

    /**
     * @param properties looks a configuration key up
     * @param context asked for only if there is an expression to parse; it need not be started
     */
    public RouteCheck(
            Function<String, Optional<String>> properties,
            Placeholders placeholders,
            KeyGroups groups,
            Supplier<? extends CamelContext> context) {
        this.properties = Objects.requireNonNull(properties, "properties");
        this.placeholders = Objects.requireNonNull(placeholders, "placeholders");
        this.groups = Objects.requireNonNull(groups, "groups");
        this.expressions = new ExpressionCheck(context);
    }

    /**
     * What was found.
     *
     * @param registry the pulls that are fine
     * @param flows the flows that are fine
     * @param kinds which template each name is made from
     */
    public record Result(
            List<FileProblem> problems, PullRegistry registry, FlowRegistry flows, Map<String, String> kinds) {
        public Result {
            problems = List.copyOf(problems);
            Objects.requireNonNull(registry, "registry");
            Objects.requireNonNull(flows, "flows");
            kinds = Map.copyOf(kinds);
        }

        /** Names of the pulls that are fine. */
        public List<String> pulls() {
            return registry.names();
        }
    }

    /**
     * Checks the files that make one application: templates and beans of one can be used in another.
     *
     * @param beside further files of it, which are not checked
     */
    public Result check(List<RouteSource> sources, List<RouteSource> beside) {
        List<RouteFile> files = sources.stream().map(RouteFile::of).toList();
        List<RouteFile> all = Stream.concat(beside.stream().map(RouteFile::of), files.stream())
                .toList();
        Templates templates = Templates.shipped()
                .with(all.stream().flatMap(file -> file.templates().stream()).toList());
        Destinations destinations = destinations(all, templates);
        PullCheck check = new PullCheck(destinations, expressions);
        FlowCheck flowCheck = new FlowCheck(destinations, expressions);
        for (RouteFile file : files) {
            problems.addAll(file.problems());
            file.uses().forEach(use -> check(file, use, templates, check, flowCheck));
        }
        for (String key : List.of(DeadLetterCopies.KEY, Alerting.KEY)) {
            properties.apply(key).filter(uri -> !uri.isBlank()).ifPresent(uri -> ConfiguredEndpoint.problems(
                            key, uri.strip(), destinations)
                    .forEach(problem -> problems.add(FileProblem.ofConfiguration(problem))));
        }
        problems.sort(Comparator.comparing(FileProblem::file).thenComparing(FileProblem::line));
        return new Result(problems, pulls, flows, kinds);
    }

    private Destinations destinations(List<RouteFile> files, Templates templates) {
        Set<String> beans = new HashSet<>(Set.of(RestHttp.NAME));
        files.forEach(file -> beans.addAll(file.beans()));
        ClassLoader loader = Objects.requireNonNullElse(
                Thread.currentThread().getContextClassLoader(), RouteCheck.class.getClassLoader());
        return new Destinations(
                scheme -> beans.contains(scheme) || Components.present(scheme, loader),
                new Kamelets(properties.apply(Kamelets.LOCATION)),
                templates.ids(),
                properties);
    }

    private void check(RouteFile file, TemplateUse use, Templates templates, PullCheck check, FlowCheck flowCheck) {
        Optional<Template> template = templates.find(use.template());
        if (template.isEmpty()) {
            problems.add(new FileProblem(
                    file.name(),
                    use.line(),
                    "unknown template '" + use.template() + "'" + Spelling.hint(use.template(), templates.ids())));
        } else if (Templates.KINDS.contains(template.get().kind())) {
            Parameters parameters = new Parameters(template.get(), use.parameters(), placeholders, groups);
            if (template.get().kind().equals(Templates.FLOW)) {
                flowCheck.check(parameters, names, flows);
            } else {
                check.check(parameters, names, pulls);
            }
            parameters.problems().forEach(problem -> add(file, use, problem));
            kinds.putIfAbsent(parameters.textOrEmpty("name"), template.get().kind());
            names.putIfAbsent(parameters.textOrEmpty("name"), file.name() + ":" + use.lineOf("name"));
        } else {
            // what else a template of the user's takes is theirs to say: Camel lets them read undeclared ones
            new Parameters(template.get(), use.parameters(), placeholders)
                    .problems().stream()
                            .filter(problem -> !use.parameters().containsKey(problem.parameter()))
                            .forEach(problem -> add(file, use, problem));
        }
    }

    private void add(RouteFile file, TemplateUse use, Problem problem) {
        problems.add(new FileProblem(file.name(), use.lineOf(problem.parameter()), problem.message()));
    }
}
