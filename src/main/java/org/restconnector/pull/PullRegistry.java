package org.restconnector.pull;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.apache.camel.util.URISupport;
import org.restconnector.settings.Parameters;

/** The pulls that are configured, by name. Safe for use by many threads. */
public final class PullRegistry {
    private final Map<String, PullSettings> pulls = new ConcurrentSkipListMap<>();

    /** Reads a pull's settings; what is wrong stands in {@code parameters} afterwards, and nothing is added then. */
    public void add(Parameters parameters) {
        PullSettings settings = PullSettings.of(parameters);
        if (parameters.problems().isEmpty()) {
            pulls.put(settings.name(), settings);
        }
    }

    public void remove(String name) {
        pulls.remove(name);
    }

    /** In alphabetical order. */
    public List<String> names() {
        return List.copyOf(pulls.keySet());
    }

    /** An endpoint URI, and the parameter that holds it. */
    public record PullEndpoint(String parameter, String uri) {}

    /** The endpoints that a pull's records go to. */
    public List<PullEndpoint> endpoints(String name) {
        DeliverySettings delivery = settings(name).delivery();
        return Stream.concat(
                        delivery.via().stream().map(uri -> new PullEndpoint("via", uri)),
                        delivery.to().stream().map(uri -> new PullEndpoint("to", uri)))
                .toList();
    }

    /** When a pull runs and where its records go, in one line without secrets. */
    public String description(String name) {
        PullSettings settings = settings(name);
        List<String> to = settings.delivery().to().stream()
                .map(URISupport::sanitizeUri)
                .map(settings.api().secrets()::mask)
                .toList();
        return settings.schedule().text() + ", to " + String.join(" and ", to);
    }

    PullSettings settings(String name) {
        PullSettings settings = pulls.get(name);
        if (settings == null) {
            throw new IllegalArgumentException("there is no pull '" + name + "'");
        }
        return settings;
    }
}
