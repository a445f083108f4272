package org.restconnector.push;

import java.net.URI;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.restconnector.http.Origin;
import org.restconnector.http.Url;
import org.restconnector.settings.Parameters;
import org.restconnector.store.Webhooks.Event;

/**
 * Who is told of a flow's jobs.
 *
 * @param signature with {@code webhookSecret}
 * @param events of which jobs' states
 */
record WebhookSettings(URI url, Optional<Signature> signature, Set<Event> events) {
    private static final List<String> DEPENDENT = List.of("webhookSecret", "webhookOn");

    WebhookSettings {
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(signature, "signature");
        events = Set.copyOf(events);
    }

    /** Empty if there is no {@code webhook}. */
    static Optional<WebhookSettings> of(Parameters parameters) {
        Optional<URI> url = parameters.parsed("webhook", WebhookSettings::url);
        Optional<Signature> signature = Signature.of(parameters, "webhookSecret");
        Set<Event> events = events(parameters);
        if (!parameters.given("webhook")) {
            for (String name : DEPENDENT) {
                if (parameters.outOfPlace(name)) {
                    parameters.problem(name, "is of use only with webhook, which is not given");
                }
            }
        }
        return url.map(at -> new WebhookSettings(at, signature, events));
    }

    private static URI url(String text) {
        try {
            URI url = Url.parse(text);
            Origin.of(url);
            return url;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "is not an absolute http or https URL, as in https://app.example.com/hooks/jobs", e);
        }
    }

    private static Set<Event> events(Parameters parameters) {
        Set<Event> events = EnumSet.noneOf(Event.class);
        for (String name : parameters.list("webhookOn")) {
            Arrays.stream(Event.values())
                    .filter(event -> event.name().equals(name.toUpperCase(Locale.ROOT)))
                    .findFirst()
                    .ifPresentOrElse(
                            events::add,
                            () -> parameters.problem(
                                    "webhookOn",
                                    "holds '" + name + "'; allowed are "
                                            + String.join(
                                                    ", ",
                                                    Arrays.stream(Event.values())
                                                            .map(Event::name)
                                                            .toList())));
        }
        return events;
    }
}
