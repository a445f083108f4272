package org.restconnector.testing;

import java.util.LinkedHashMap;
import java.util.Map;
import org.restconnector.json.Json;

/** A {@code rest-pull} as a user writes it. Immutable. */
public final class PullFile {
    private final Map<String, String> parameters;

    private PullFile(Map<String, String> parameters) {
        this.parameters = parameters;
    }

    /** A pull of {@code $.data[*]} with the primary key {@code id}. */
    public static PullFile of(String name, String url) {
        return new PullFile(Map.of())
                .with("name", name)
                .with("url", url)
                .with("records", "$.data[*]")
                .with("primaryKey", "id");
    }

    /** Sets the parameter, in place of an earlier value. */
    public PullFile with(String parameter, Object value) {
        Map<String, String> more = new LinkedHashMap<>(parameters);
        more.put(parameter, String.valueOf(value));
        return new PullFile(more);
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
        return new PullFile(fewer);
    }

    public String name() {
        return parameters.getOrDefault("name", "nameless");
    }

    /** The file's text. */
    public String yaml() {
        StringBuilder yaml = new StringBuilder("- templatedRoute:\n    routeTemplateRef: rest-pull\n    parameters:\n");
        parameters.forEach((name, value) -> yaml.append("      - {name: ")
                .append(Json.text(name))
                .append(", value: ")
                .append(Json.text(value))
                .append("}\n"));
        return yaml.toString();
    }
}
