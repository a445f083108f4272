package org.restconnector.inspect;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.restconnector.settings.Template;

/**
 * A part of a route file that comes and goes as one: a pull, a fetch, a flow, or all else that the file holds.
 *
 * @param file as its user knows it
 * @param name of the pull, fetch or flow; empty of all else
 * @param kind the template that it is made from, or its original; empty of all else
 * @param yaml a file that holds nothing but this part
 * @param declares what other parts may name: its beans, templates, configurations, and {@code direct:} endpoints
 */
public record RoutePart(String file, int line, Optional<String> name, String kind, String yaml, Set<String> declares) {
    public RoutePart {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(yaml, "yaml");
        declares = Set.copyOf(declares);
    }

    /** What tells it from all other parts of an application: a name, or else the file. */
    public String key() {
        return name.map(own -> "name " + own).orElse("file " + file);
    }

    /** {@code pull orders}, or {@code other routes and beans}. */
    public String title() {
        return name.map(own -> kind.replaceFirst("^rest-", "").replace("push", "flow") + " " + own)
                .orElse("other routes and beans");
    }

    /** The beans that it declares. */
    public List<String> beans() {
        return content().beans();
    }

    /** The templates that it declares. */
    public List<String> templates() {
        return content().templates().stream().map(Template::id).toList();
    }

    /** The parameters of each route that it makes from a template. */
    public List<Map<String, String>> templated() {
        return content().uses().stream().map(TemplateUse::parameters).toList();
    }

    private RouteFile content() {
        return RouteFile.of(new RouteSource(file, yaml));
    }

    /** Whether its text names something that the other declares. */
    boolean mentions(RoutePart other) {
        return other.declares.stream().anyMatch(this::mentions);
    }

    /** Whether its text holds the word. */
    public boolean mentions(String word) {
        return yaml.contains(word)
                && Pattern.compile("(?<![\\w.-])" + Pattern.quote(word) + "(?![\\w-])")
                        .matcher(yaml)
                        .find();
    }
}
