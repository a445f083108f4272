package org.restconnector.inspect;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.restconnector.settings.Parameter;
import org.restconnector.settings.Template;

/** The route templates that can be used, by id: those of the product, then others. Immutable. */
public final class Templates {
    /** The templates of the product; each has its file in {@code classpath:camel/}. */
    public static final List<String> KINDS = List.of("rest-pull", "rest-fetch", "rest-push");

    /** The kind of a flow's template. */
    public static final String FLOW = "rest-push";

    /** The kind of a fetch's template. */
    public static final String FETCH = "rest-fetch";

    private static final Set<String> OWN = Set.of("name", "to", "connection");

    private final Map<String, Template> templates;

    private Templates(Map<String, Template> templates) {
        this.templates = templates;
    }

    public static Templates shipped() {
        Map<String, Template> shipped = new LinkedHashMap<>();
        for (String kind : KINDS) {
            String name = "camel/" + kind + ".camel.yaml";
            RouteFile file = RouteFile.of(new RouteSource(name, text(name)));
            file.templates().forEach(template -> shipped.put(template.id(), template));
        }
        return new Templates(shipped);
    }

    /** The parameters that a connection can be the default of: all but those that make a pull or flow this one. */
    public static Set<String> connectable() {
        return shipped().all().stream()
                .flatMap(template -> template.parameters().stream())
                .map(Parameter::name)
                .filter(name -> !OWN.contains(name))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static String text(String resource) {
        try (InputStream stream = Templates.class.getClassLoader().getResourceAsStream(resource)) {
            return new String(Objects.requireNonNull(stream, resource).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With these as well; a copy of one of ours takes all parameters of its original, but its own defaults win. */
    public Templates with(Collection<Template> others) {
        Map<String, Template> all = new LinkedHashMap<>(templates);
        others.forEach(other -> all.put(other.id(), complete(other)));
        return new Templates(all);
    }

    private Template complete(Template copy) {
        Template original = templates.get(copy.kind());
        if (original == null || !KINDS.contains(copy.kind())) {
            return copy;
        }
        List<Parameter> parameters = Stream.concat(
                        original.parameters().stream().map(parameter -> copy.parameter(parameter.name())
                                .orElse(parameter)),
                        copy.parameters().stream().filter(parameter -> original.parameter(parameter.name())
                                .isEmpty()))
                .toList();
        return new Template(copy.id(), copy.kind(), copy.description(), parameters);
    }

    public Optional<Template> find(String id) {
        return Optional.ofNullable(templates.get(id));
    }

    public List<Template> all() {
        return List.copyOf(templates.values());
    }

    public List<String> ids() {
        return List.copyOf(templates.keySet());
    }
}
