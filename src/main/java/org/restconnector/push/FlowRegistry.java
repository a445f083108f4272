package org.restconnector.push;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.restconnector.http.ApiSettings;
import org.restconnector.settings.Parameters;

/** The flows that are configured, by name. Safe for use by many threads. */
public final class FlowRegistry {
    private final Map<String, PushSettings> flows = new ConcurrentSkipListMap<>();

    /** Reads a flow's settings; what is wrong stands in {@code parameters} afterwards, and nothing is added then. */
    public void add(Parameters parameters) {
        PushSettings settings = PushSettings.of(parameters);
        if (parameters.problems().isEmpty()) {
            flows.put(settings.name(), settings);
        }
    }

    public void remove(String name) {
        flows.remove(name);
    }

    /** In alphabetical order. */
    public List<String> names() {
        return List.copyOf(flows.keySet());
    }

    /** Where a flow's batches go, and how large they are, in one line without secrets. */
    public String description(String name) {
        return find(name)
                .orElseThrow(() -> new IllegalArgumentException("there is no flow '" + name + "'"))
                .description();
    }

    /** How the flow's target is talked to; empty if there is no such flow. */
    public Optional<ApiSettings> api(String name) {
        return find(name).map(PushSettings::api);
    }

    /** The field that is kept for the result; empty if there is no such flow, or it does not accept the stream. */
    public Optional<String> externalIdField(String flow, String stream) {
        return find(flow)
                .filter(settings ->
                        settings.streams().isEmpty() || settings.streams().contains(stream))
                .map(settings -> settings.form().removed());
    }

    /** The endpoint that its records pass on their way. */
    public List<String> via(String name) {
        return find(name).flatMap(PushSettings::via).stream().toList();
    }

    Optional<PushSettings> find(String name) {
        return Optional.ofNullable(flows.get(name));
    }
}
