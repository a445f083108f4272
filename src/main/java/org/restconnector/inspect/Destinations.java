package org.restconnector.inspect;

import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.camel.util.StringHelper;
import org.apache.camel.util.URISupport;
import org.restconnector.settings.Parameter;
import org.restconnector.settings.Spelling;

/**
 * Checks endpoint URIs that records go to, as far as that can be done before they are made. Camel takes
 * any parameter of a kamelet, also one that it does not have.
 */
public final class Destinations {
    private static final Set<String> OF_ENDPOINTS = Set.of(
            "block",
            "bridgeErrorHandler",
            "exceptionHandler",
            "exchangePattern",
            "failIfNoConsumers",
            "lazyStartProducer",
            "location",
            "noErrorHandler",
            "routeId",
            "templateId",
            "timeout",
            "uuid");

    private final Predicate<String> components;
    private final Kamelets kamelets;
    private final Collection<String> templates;
    private final Function<String, Optional<String>> properties;

    /**
     * @param components whether there is a component of that scheme
     * @param templates ids of route templates, which can be used as kamelets
     * @param properties looks a configuration key up
     */
    public Destinations(
            Predicate<String> components,
            Kamelets kamelets,
            Collection<String> templates,
            Function<String, Optional<String>> properties) {
        this.components = Objects.requireNonNull(components, "components");
        this.kamelets = Objects.requireNonNull(kamelets, "kamelets");
        this.templates = List.copyOf(templates);
        this.properties = Objects.requireNonNull(properties, "properties");
    }

    /** What is wrong with it, each as it goes on after the parameter's name. */
    public List<String> problems(String uri) {
        int colon = uri.indexOf(':');
        if (colon < 1) {
            return List.of();
        }
        String scheme = uri.substring(0, colon);
        if (!components.test(scheme)) {
            return List.of("names the component '" + scheme + "', which is not on the class path; add "
                    + Components.artifact(scheme));
        }
        return scheme.equals("kamelet") ? kamelet(uri.substring(colon + 1)) : List.of();
    }

    private List<String> kamelet(String rest) {
        String[] parts = rest.split("\\?", 2);
        String name = parts[0].replaceFirst("^/*", "").split("/", 2)[0];
        if (templates.contains(name)) {
            return List.of();
        }
        return kamelets.find(name)
                .map(kamelet -> parameters(kamelet, parts.length == 2 ? parts[1] : ""))
                .orElseGet(() -> List.of("names the kamelet '" + name + "', which does not exist"
                        + Spelling.hint(name, Kamelets.SHIPPED)));
    }

    private List<String> parameters(Kamelet kamelet, String query) {
        Map<String, String> given = new LinkedHashMap<>();
        try {
            URISupport.parseQuery(query, true)
                    .forEach((key, value) -> given.put(StringHelper.dashToCamelCase(key), String.valueOf(value)));
        } catch (URISyntaxException | IllegalArgumentException e) {
            return List.of("holds kamelet:" + kamelet.name() + " with parameters that cannot be read: "
                    + e.getMessage().lines().findFirst().orElse(""));
        }
        String holds = "holds kamelet:" + kamelet.name();
        Collection<String> known =
                new TreeSet<>(kamelet.parameters().stream().map(Parameter::name).toList());
        List<String> problems = new ArrayList<>();
        given.keySet().stream()
                .filter(name -> !known.contains(name) && !OF_ENDPOINTS.contains(name))
                .forEach(name -> problems.add(
                        holds + " with the unknown parameter '" + name + "'" + Spelling.hint(name, known)));
        kamelet.parameters().stream()
                .filter(parameter -> parameter.required() && !isGiven(kamelet, parameter.name(), given))
                .forEach(parameter -> problems.add(holds + " without its parameter '" + parameter.name() + "'"));
        kamelet.choices().forEach((name, allowed) -> {
            String value = given.getOrDefault(name, allowed.get(0));
            if (!allowed.contains(value)) {
                problems.add(holds + " with " + name + " '" + value + "'; allowed are " + String.join(", ", allowed));
            }
        });
        return problems;
    }

    private boolean isGiven(Kamelet kamelet, String parameter, Map<String, String> given) {
        return !given.getOrDefault(parameter, "").isEmpty()
                || properties
                        .apply("camel.kamelet." + kamelet.name() + "." + parameter)
                        .isPresent();
    }
}
