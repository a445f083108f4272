package org.restconnector.inspect;

import java.util.List;

/** Checks a key of the configuration that names an endpoint, as far as that can be done before the endpoint is made. */
public final class ConfiguredEndpoint {
    private ConfiguredEndpoint() {}

    /** What is wrong with it, as whole messages. */
    public static List<String> problems(String key, String uri, Destinations destinations) {
        if (!uri.matches("[A-Za-z][A-Za-z0-9+.-]*:.+")) {
            return List.of(key + " is '" + uri.split("\\?", 2)[0]
                    + "', which is no endpoint URI, as in file:dead-letters?fileName=all.jsonl");
        }
        return destinations.problems(uri).stream()
                .map(problem -> key + " " + problem)
                .toList();
    }
}
