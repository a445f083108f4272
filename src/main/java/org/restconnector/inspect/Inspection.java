package org.restconnector.inspect;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.restconnector.http.Url;
import org.restconnector.pull.Previews;
import org.restconnector.settings.KeyGroups;
import org.restconnector.settings.Placeholders;

/** A look at an unknown API: from what a user typed to the route file of a pull. */
public final class Inspection {
    private final GivenRequest request;

    private Inspection(GivenRequest request) {
        this.request = request;
    }

    /**
     * @param name of the pull; empty for one made of the URL
     * @param taken names that the pull may not have, if it is made
     * @param headers lines {@code Name: value}
     */
    public static Inspection of(
            Optional<String> name,
            Set<String> taken,
            String url,
            List<String> headers,
            String method,
            Optional<String> body) {
        Objects.requireNonNull(url, "url");
        return new Inspection(
                GivenRequest.of(name.orElseGet(() -> free(made(url), taken)), url, headers, method, body));
    }

    private static String made(String url) {
        try {
            return ResourceName.of(URI.create(Url.configured(url).toString()));
        } catch (IllegalArgumentException e) {
            // told of with the other parameters
            return "records";
        }
    }

    private static String free(String name, Set<String> taken) {
        String free = name;
        for (int number = 2; taken.contains(free); number++) {
            free = name + "-" + number;
        }
        return free;
    }

    public String name() {
        return request.parameters().get("name");
    }

    /** The environment variables that the file names, with the secret values that were typed. */
    public Map<String, String> environment() {
        return request.environment();
    }

    /** What each of them is to hold, without its value. */
    public Map<String, String> origins() {
        return request.origins();
    }

    /** A file of what was typed, which shows in a check what is wrong with it. */
    public String typed() {
        RouteFileText file = new RouteFileText();
        file.add(request.parameters());
        file.add("to", "log:inspect");
        return file.text();
    }

    /**
     * Asks the API and writes the file.
     *
     * @param placeholders with the {@link #environment}
     * @param log takes what was found, a line each
     * @throws UnreadableApiException if there is nothing to pull, saying why
     */
    public String run(Previews previews, Placeholders placeholders, KeyGroups groups, Consumer<String> log) {
        return new Inspector(new Trials(previews, placeholders, groups), request, log).run();
    }
}
