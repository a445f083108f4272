package org.restconnector.pull;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.net.URI;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.restconnector.http.HeaderLines;
import org.restconnector.http.Origin;
import org.restconnector.http.PermanentFault;
import org.restconnector.http.Url;
import org.restconnector.http.UrlMask;
import org.restconnector.http.ValueTemplate;
import org.restconnector.json.Json;
import org.restconnector.settings.Parameters;

/** What a pull asks for, before pagination adds its values. */
record RequestSettings(
        String method,
        ValueTemplate url,
        List<QueryLine> query,
        List<HeaderLines.Line> headers,
        Optional<ValueTemplate> body,
        String contentType,
        ZoneId timeZone) {

    private static final List<String> PLACEMENTS =
            List.of("pageParam", "offsetParam", "pageSizeParam", "cursorParam", "sinceParam", "untilParam");

    enum Method {
        GET,
        POST
    }

    /** @param name the parameter's name, as it is meant */
    record QueryLine(String name, ValueTemplate value) {}

    RequestSettings {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(url, "url");
        query = List.copyOf(query);
        headers = List.copyOf(headers);
        Objects.requireNonNull(body, "body");
        Objects.requireNonNull(contentType, "contentType");
        Objects.requireNonNull(timeZone, "timeZone");
    }

    static RequestSettings of(Parameters parameters, List<Placement> placements) {
        String method = method(parameters);
        String contentType = parameters.textOrEmpty("contentType");
        if (method.equals("GET") && parameters.outOfPlace("body")) {
            parameters.problem("body", "goes with method POST, but method is GET");
        }
        Optional<ValueTemplate> body = body(parameters, contentType);
        checkBody(parameters, placements);
        return new RequestSettings(
                method,
                url(parameters),
                query(parameters),
                HeaderLines.of(parameters, "headers"),
                body,
                contentType,
                parameters.parsed("timeZone", RequestSettings::zone).orElse(ZoneId.of("UTC")));
    }

    private static String method(Parameters parameters) {
        String method = parameters.textOrEmpty("method").strip().toUpperCase(Locale.ROOT);
        if (!method.equals("GET") && !method.equals("POST")) {
            parameters.problem("method", "is '" + method + "'; allowed are GET, POST");
        }
        return method;
    }

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text.strip());
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "is '" + text + "', which is no time zone; allowed are names as UTC or Europe/Berlin", e);
        }
    }

    private static ValueTemplate url(Parameters parameters) {
        return parameters
                .parsed("url", text -> {
                    ValueTemplate template = ValueTemplate.of(text.strip(), ValueTemplate.Place.URL);
                    if (parameters.declares("parentFields")
                            && IncomingValues.whole(template).isPresent()) {
                        return template;
                    }
                    URI sample;
                    try {
                        sample = Url.configured(template.sample("x"));
                        Origin.of(sample);
                    } catch (IllegalArgumentException e) {
                        throw new IllegalArgumentException(
                                "is not an absolute http or https URL, as in https://api.example.com/v1/orders", e);
                    }
                    if (sample.getRawUserInfo() != null) {
                        throw new IllegalArgumentException(
                                "holds a user name; use auth: basic with username and password");
                    }
                    UrlMask.credentials(sample).forEach(parameters::secret);
                    return template;
                })
                .orElse(ValueTemplate.of("http://localhost", ValueTemplate.Place.URL));
    }

    private static List<QueryLine> query(Parameters parameters) {
        List<QueryLine> lines = new ArrayList<>();
        for (String line : parameters.lines("query")) {
            int equals = line.indexOf('=');
            if (equals < 1) {
                parameters.problem("query", "has the line '" + line + "'; allowed are lines name=value");
                continue;
            }
            String name = line.substring(0, equals).strip();
            String value = line.substring(equals + 1);
            if (UrlMask.isCredential(name)) {
                parameters.secret(value);
            }
            parameters
                    .parsed("query", all -> ValueTemplate.of(value, ValueTemplate.Place.TEXT))
                    .ifPresent(template -> lines.add(new QueryLine(name, template)));
        }
        return lines;
    }

    private static Optional<ValueTemplate> body(Parameters parameters, String contentType) {
        String type = contentType.toLowerCase(Locale.ROOT);
        ValueTemplate.Place place = type.contains("json")
                ? ValueTemplate.Place.JSON
                : type.startsWith("application/x-www-form-urlencoded")
                        ? ValueTemplate.Place.FORM
                        : ValueTemplate.Place.TEXT;
        return parameters.parsed("body", text -> ValueTemplate.of(text, place));
    }

    private static void checkBody(Parameters parameters, List<Placement> placements) {
        for (String name : PLACEMENTS) {
            if (parameters.declares(name)
                    && parameters.textOrEmpty(name).startsWith("body:")
                    && !parameters.given("body")) {
                parameters.problem(
                        name, "points to " + parameters.textOrEmpty(name) + ", but there is no parameter 'body'");
            }
        }
        boolean edited = placements.stream().anyMatch(place -> place.kind() == Placement.Kind.BODY);
        if (edited && parameters.given("body")) {
            checkJson(parameters, placements);
        }
    }

    private static void tryOut(Object body, JsonPointer pointer) {
        try {
            BodyPointer.set(body, pointer, 0);
        } catch (PermanentFault e) {
            throw new IllegalArgumentException("has no place for a value: " + e.getMessage(), e);
        }
    }

    private static void checkJson(Parameters parameters, List<Placement> placements) {
        parameters.parsed("body", text -> {
            try {
                // an object as a value: text within quotes, and a place to point into elsewhere
                Object sample = Json.read(
                        ValueTemplate.of(text, ValueTemplate.Place.JSON).sample("{}"));
                for (Placement place : placements) {
                    place.pointer().ifPresent(pointer -> tryOut(sample, pointer));
                }
                return sample;
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException(
                        "must be JSON, as a parameter points into it: " + e.getOriginalMessage(), e);
            } catch (java.io.IOException e) {
                throw new IllegalArgumentException("must be JSON, as a parameter points into it", e);
            }
        });
    }
}
