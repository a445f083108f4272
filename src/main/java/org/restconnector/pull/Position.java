package org.restconnector.pull;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.restconnector.http.Origin;
import org.restconnector.http.Url;
import org.restconnector.json.Json;

/**
 * A place within a pull's pages: what the next request needs to know of those before it.
 *
 * @param value the page's number, its offset, or the cursor; empty where there is none yet
 * @param url the next page's URL, for kinds that follow URLs
 * @param received records that the pages before held
 * @param pages how many pages there were before
 * @param previous what the page before is known by; empty if it held nothing
 * @param ended whether the last page is behind it, and only the run's end was not recorded
 */
record Position(
        Optional<Object> value, Optional<String> url, long received, long pages, String previous, boolean ended) {
    Position {
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(previous, "previous");
    }

    Position(Optional<Object> value, Optional<String> url, long received, long pages, String previous) {
        this(value, url, received, pages, previous, false);
    }

    /** The same place, with nothing left to ask for. */
    Position end() {
        return new Position(value, url, received, pages, previous, true);
    }

    static Position start(PaginationSettings settings) {
        Optional<Object> value = settings.kind().counts() ? Optional.of(settings.first()) : Optional.empty();
        return new Position(value, Optional.empty(), 0, 0, "");
    }

    /** @throws IllegalArgumentException if pages that are found in this way have no such place */
    void requireFits(PaginationSettings settings) {
        boolean counted = value.filter(Number.class::isInstance).isPresent();
        if (settings.kind().counts() && !counted) {
            throw new IllegalArgumentException("it has no number to go on from");
        }
        url.map(Url::parse).ifPresent(Origin::of);
    }

    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        value.ifPresent(v -> fields.put("value", v));
        url.ifPresent(u -> fields.put("url", u));
        fields.put("received", received);
        fields.put("pages", pages);
        fields.put("previous", previous);
        fields.put("ended", ended);
        return fields;
    }

    /** @throws IllegalArgumentException if the text is no JSON object */
    static Map<?, ?> parse(String text) {
        try {
            return (Map<?, ?>) Json.read(text);
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException("not a checkpoint of this program", e);
        }
    }

    /** @throws IllegalArgumentException if {@link #fields} are not among them */
    static Position of(Map<?, ?> fields) {
        try {
            return new Position(
                    Optional.ofNullable(fields.get("value")),
                    Optional.ofNullable((String) fields.get("url")),
                    ((Number) fields.get("received")).longValue(),
                    ((Number) fields.get("pages")).longValue(),
                    (String) fields.get("previous"),
                    (Boolean) fields.get("ended"));
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("not a checkpoint of this program", e);
        }
    }
}
