package org.restconnector.console;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import org.restconnector.json.Json;
import org.restconnector.push.InboundRequest;
import org.restconnector.push.InboxRefusal;
import org.restconnector.settings.Durations;
import org.restconnector.store.DeadLetters.Filter;

/**
 * Which dead letters a call is to change: some ids, all that match a filter, or expressly all.
 *
 * @param ids empty if the filter says which
 * @param shown the filter as it was given
 */
record DeadLetterSelection(List<String> ids, Filter filter, Map<String, Object> shown) {
    private static final int MOST_IDS = 10_000;
    private static final List<String> FILTERS = List.of("from", "tenant", "stream", "job", "since", "until", "error");

    DeadLetterSelection {
        ids = List.copyOf(ids);
    }

    /** Reads selections from requests, and says what is wrong with them. */
    static final class Reader {
        private final Clock clock;
        private final int maxBytes;

        Reader(Clock clock, int maxBytes) {
            this.clock = clock;
            this.maxBytes = maxBytes;
        }

        /** @throws InboxRefusal unless it is exactly one of {@code ids}, {@code all} and filters */
        DeadLetterSelection read(InboundRequest request) {
            Map<?, ?> body = body(request);
            Map<String, Object> shown = new LinkedHashMap<>();
            body.forEach((key, value) -> shown.put(String.valueOf(key), value));
            TreeSet<String> unknown = new TreeSet<>(shown.keySet());
            unknown.removeAll(FILTERS);
            unknown.removeAll(List.of("ids", "all"));
            if (!unknown.isEmpty()) {
                throw invalid("unknown: " + String.join(", ", unknown));
            }
            List<String> ids = ids(shown.get("ids"));
            boolean all = Boolean.TRUE.equals(shown.get("all"));
            Filter filter = filter(name -> text(name, shown.get(name)));
            int ways = (ids.isEmpty() ? 0 : 1) + (all ? 1 : 0) + (filter.equals(Filter.ALL) ? 0 : 1);
            if (ways != 1) {
                throw invalid(ways == 0 ? "it names none" : "it names them in more than one way");
            }
            return new DeadLetterSelection(ids, filter, shown);
        }

        private Map<?, ?> body(InboundRequest request) {
            byte[] bytes = request.json(maxBytes);
            try {
                if (Json.read(bytes, 0, bytes.length) instanceof Map<?, ?> object) {
                    return object;
                }
            } catch (IOException e) {
                throw InboxRefusal.invalidJson("the body is no JSON");
            }
            throw invalid("it is no object");
        }

        private static List<String> ids(Object value) {
            if (value == null) {
                return List.of();
            }
            if (!(value instanceof List<?> list) || list.size() > MOST_IDS) {
                throw invalid("ids is no list of at most " + MOST_IDS + " texts");
            }
            return list.stream()
                    .map(id -> text("ids", id).orElseThrow(() -> invalid("an id is empty")))
                    .distinct()
                    .toList();
        }

        private static Optional<String> text(String name, Object value) {
            if (value != null && !(value instanceof String)) {
                throw invalid(name + " is no text");
            }
            return Optional.ofNullable((String) value).filter(text -> !text.isEmpty());
        }

        Filter filter(Function<String, Optional<String>> find) {
            Function<String, Optional<String>> given = name -> find.apply(name).filter(text -> !text.isEmpty());
            return new Filter(
                    given.apply("from"),
                    given.apply("tenant"),
                    given.apply("stream"),
                    given.apply("job"),
                    given.apply("since").map(text -> time("since", text)),
                    given.apply("until").map(text -> time("until", text)),
                    given.apply("error"));
        }

        private Instant time(String name, String text) {
            try {
                return Instant.parse(text);
            } catch (DateTimeParseException e) {
                try {
                    return clock.instant().minus(Durations.parse(text));
                } catch (IllegalArgumentException noDuration) {
                    throw InboxRefusal.invalidParameter(name
                            + " is neither an instant, as in 2026-01-31T12:00:00Z, nor a duration back, as in 24h");
                }
            }
        }

        private static InboxRefusal invalid(String what) {
            return InboxRefusal.invalidParameter("the body does not say which dead letters: " + what
                    + "; it takes one of \"ids\":[...], \"all\":true, " + "or filters (" + String.join(", ", FILTERS)
                    + ")");
        }
    }
}
