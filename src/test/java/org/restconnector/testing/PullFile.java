package org.restconnector.testing;

import java.util.LinkedHashMap;
import java.util.Map;
import org.restconnector.json.Json;

/** A {@code rest-pull}, or a {@code rest-fetch}, as a user writes it. Immutable. */
public final class PullFile {
    private final String template;
    private final Map<String, String> parameters;

    private PullFile(String template, Map<String, String> parameters) {
        this.template = template;
        this.parameters = parameters;
    }

    /** A fetch of {@code $.data[*]} with the primary key {@code id}. */
    public static PullFile fetch(String name, String url) {
        return new PullFile("rest-fetch", of(name, url).parameters);
    }

    /** A pull of {@code $.data[*]} with the primary key {@code id}. */
    public static PullFile of(String name, String url) {
        return new PullFile("rest-pull", Map.of())
                .with("name", name)
                .with("url", url)
                .with("records", "$.data[*]")
                .with("primaryKey", "id");
    }

    /** Sets the parameter, in place of an earlier value. */
    public PullFile with(String parameter, Object value) {
        Map<String, String> more = new LinkedHashMap<>(parameters);
        more.put(parameter, String.valueOf(value));
        return new PullFile(template, more);
    }

    public PullFile with(Map<String, String> others) {
        PullFile file = this;
        for (Map.Entry<String, String> other : others.entrySet()) {
            file = file.with(other.getKey(), other.getValue());
        }
        return file;
    }

    public PullFile without(String parameter) {
        Map<String, String> fewer = new LinkedHashMap<>(parameters);
        fewer.remove(parameter);
        return new PullFile(template, fewer);
    }

    public String name() {
        return parameters.getOrDefault("name", "nameless");
    }

    /** The file's text. */
    public String yaml() {
        StringBuilder yaml =
                new StringBuilder("- templatedRoute:\n    routeTemplateRef: " + template + "\n    parameters:\n");
        parameters.forEach((name, value) -> yaml.append("      - {name: ")
                .append(Json.text(name))
                .append(", value: ")
                .append(Json.text(value))
                .append("}\n"));
        return yaml.toString();
    }
}
