package org.restconnector.pull;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.camel.util.URISupport;
import org.restconnector.http.ApiSettings;
import org.restconnector.json.Json;
import org.restconnector.settings.Parameters;

/** The pulls that are configured, and the fetches that they lead to, by name. Safe for use by many threads. */
public final class PullRegistry {
    private final Map<String, PullSettings> pulls = new ConcurrentSkipListMap<>();

    /** Reads the settings of a pull or a fetch; what is wrong stands in {@code parameters} afterwards, and nothing is added then. */
    public void add(Parameters parameters) {
        PullSettings settings = PullSettings.of(parameters);
        if (parameters.problems().isEmpty()) {
            pulls.put(settings.name(), settings);
        }
    }

    public void remove(String name) {
        pulls.remove(name);
    }

    /** Names of the pulls, in alphabetical order. */
    public List<String> names() {
        return all().stream().filter(name -> !isFetch(name)).toList();
    }

    /** Names of the fetches, in alphabetical order. */
    public List<String> fetches() {
        return all().stream().filter(this::isFetch).toList();
    }

    /** Names of pulls and fetches. */
    public List<String> all() {
        return List.copyOf(pulls.keySet());
    }

    private boolean isFetch(String name) {
        PullSettings settings = pulls.get(name);
        return settings != null && settings.fetch().isPresent();
    }

    /** The fetches that records of a pull or a fetch go to. */
    public List<String> fetchesOf(String name) {
        return destinations(name).stream()
                .flatMap(uri -> DirectEndpoints.name(uri).stream())
                .filter(this::isFetch)
                .toList();
    }

    /** All fetches that records of a pull or a fetch lead to, near ones first. */
    public Set<String> fetchesBehind(String name) {
        Set<String> found = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>(fetchesOf(name));
        while (!open.isEmpty()) {
            String next = open.removeFirst();
            if (found.add(next)) {
                open.addAll(fetchesOf(next));
            }
        }
        return found;
    }

    /** The endpoint URIs that a pull delivers to. */
    public List<String> destinations(String name) {
        return settings(name).delivery().to();
    }

    /** The endpoint URI that a pull's records pass on their way, if there is one. */
    public List<String> via(String name) {
        return settings(name).delivery().via().stream().toList();
    }

    /** When a pull runs and where its records go, in one line without secrets. */
    public String description(String name) {
        String when = settings(name).schedule().map(ScheduleSettings::text).orElse("from direct:" + name);
        return when + ", to " + String.join(" and ", shownDestinations(name));
    }

    /** When that many periods of a pull's schedule have passed since then; empty if that never comes, or if there is no such pull. */
    public Optional<Instant> after(String name, Instant from, int periods) {
        return schedule(name).flatMap(schedule -> schedule.after(from, periods));
    }

    /** A pull's schedule, as users write it; empty if there is no such pull. */
    public Optional<String> scheduleText(String name) {
        return schedule(name).map(ScheduleSettings::text);
    }

    private Optional<ScheduleSettings> schedule(String name) {
        return Optional.ofNullable(pulls.get(name)).flatMap(PullSettings::schedule);
    }

    /** {@link #destinations} without secrets. */
    List<String> shownDestinations(String name) {
        PullSettings settings = settings(name);
        return settings.delivery().to().stream()
                .map(URISupport::sanitizeUri)
                .map(settings.api().secrets()::mask)
                .toList();
    }

    /** How an API is talked to; empty if nothing has the name. */
    public Optional<ApiSettings> api(String name) {
        return Optional.ofNullable(pulls.get(name)).map(PullSettings::api);
    }

    /** Whether runs of the pull ask only for what is new. */
    public boolean isIncremental(String name) {
        return settings(name).incremental().isPresent();
    }

    /**
     * JSON of a value that a user wrote, as the pull's records have it.
     *
     * @param before JSON of the value in whose place it comes: a text stays one
     * @throws IllegalArgumentException if the pull has no use for it, saying why
     */
    public String value(String name, String text, Optional<String> before) {
        IncrementalSettings settings = incremental(name);
        boolean wasText = before.filter(json -> json.startsWith("\"")).isPresent();
        Object value = wasText ? text : IncrementalSettings.numberOrText(text);
        SinceValue read = settings.format()
                .read(value)
                .orElseThrow(() -> new IllegalArgumentException("'" + text + "' is no "
                        + (settings.format().ofTimes() ? "time" : "value") + " of '" + settings.field() + "' of pull "
                        + name));
        settings.requireLike("'" + text + "'", read, before.flatMap(json -> stored(settings, json)));
        return read.json();
    }

    private static Optional<SinceValue> stored(IncrementalSettings settings, String json) {
        try {
            return settings.format().read(Json.read(json));
        } catch (IOException e) {
            // nothing to be like: the run, too, would begin anew
            return Optional.empty();
        }
    }

    /** @throws IllegalArgumentException if the pull cannot fetch that range, saying why */
    public void requireFits(String name, Backfill backfill) {
        Spans.of(incremental(name), backfill, Instant.now());
    }

    private IncrementalSettings incremental(String name) {
        return settings(name)
                .incremental()
                .orElseThrow(() -> new IllegalArgumentException(
                        "pull " + name + " is not incremental; its parameters name no field"));
    }

    PullSettings settings(String name) {
        PullSettings settings = pulls.get(name);
        if (settings == null) {
            throw new IllegalArgumentException("there is no pull '" + name + "'");
        }
        return settings;
    }
}
