package org.restconnector.push;

import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.restconnector.http.Origin;
import org.restconnector.http.PermanentFault;
import org.restconnector.http.Url;
import org.restconnector.http.ValueTemplate;
import org.restconnector.settings.Parameters;

/**
 * Where a flow's requests go: a URL with placeholders in its path and query. The origin is fixed; a value
 * that comes in is percent-encoded for its place, so that it can lead nowhere else.
 *
 * @param inPath placeholders of the path, whose values may not be empty
 * @param shown as it was written, without its query
 */
record TargetUrl(ValueTemplate template, Origin origin, Set<String> inPath, String shown) {
    private static final String RECORD = "record.";
    private static final Set<String> NAMES = Set.of("stream", "tenant", "flow", "env", "job");
    private static final Pattern PLACEHOLDER = Pattern.compile("(?<!\\$)\\{([A-Za-z][^{}]*)}");

    TargetUrl {
        Objects.requireNonNull(template, "template");
        Objects.requireNonNull(origin, "origin");
        inPath = Set.copyOf(inPath);
    }

    static TargetUrl of(Parameters parameters) {
        return parameters.parsed("url", TargetUrl::parse).orElseGet(() -> parse("http://localhost"));
    }

    private static TargetUrl parse(String text) {
        String marked = PLACEHOLDER.matcher(text.strip()).replaceAll("\\${$1}");
        ValueTemplate template = ValueTemplate.of(marked, ValueTemplate.Place.URL);
        for (String name : template.expressions()) {
            if (!NAMES.contains(name) && !(name.startsWith(RECORD) && name.length() > RECORD.length())) {
                throw new IllegalArgumentException("has the placeholder {" + name
                        + "}; allowed are {stream}, {tenant}, {flow}, {env}, {job}, {record.FIELD}, and with tenants"
                        + " {tenant.KEY}");
            }
        }
        Origin origin = origin(template, "x");
        if (!origin.equals(origin(template, "9"))) {
            throw new IllegalArgumentException(
                    "has a placeholder in its host; allowed are placeholders in its path and query");
        }
        String path = marked.split("\\?", 2)[0];
        return new TargetUrl(
                template,
                origin,
                new HashSet<>(ValueTemplate.of(path, ValueTemplate.Place.URL).expressions()),
                text.strip().split("\\?", 2)[0]);
    }

    private static Origin origin(ValueTemplate template, String sample) {
        URI url;
        Origin origin;
        try {
            url = Url.parse(template.sample(sample));
            origin = Origin.of(url);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "is not an absolute http or https URL, as in https://crm.example.com/api/{tenant}/{stream}", e);
        }
        if (url.getRawUserInfo() != null) {
            throw new IllegalArgumentException("holds a user name; use auth: basic with username and password");
        }
        return origin;
    }

    /** Whether a field of the record stands in it. */
    boolean usesRecord() {
        return template.expressions().stream().anyMatch(name -> name.startsWith(RECORD));
    }

    boolean usesJob() {
        return template.expressions().contains("job");
    }

    /**
     * The URL of a request.
     *
     * @param values of the placeholders but those of records
     * @param field finds the value of a record's field
     * @throws PermanentFault {@code config} if a value is missing or cannot stand there
     */
    URI render(Map<String, String> values, Function<String, Optional<Object>> field) throws PermanentFault {
        for (String name : template.expressions()) {
            check(name, value(name, values, field));
        }
        URI url = Url.parse(template.render(name -> value(name, values, field)));
        if (!Origin.of(url).equals(origin)) {
            throw new PermanentFault("blocked_origin", "the values of url's placeholders lead away from " + origin);
        }
        return url;
    }

    private void check(String name, Optional<Object> value) throws PermanentFault {
        if (value.isEmpty()) {
            throw new PermanentFault("config", "url needs {" + name + "}, which the record does not have");
        }
        if (value.get() instanceof Map || value.get() instanceof List) {
            throw new PermanentFault("config", "url needs {" + name + "}, which is no text, number or boolean");
        }
        if (inPath.contains(name) && value.get().equals("")) {
            throw new PermanentFault("config", "url needs {" + name + "}, which is empty");
        }
    }

    private static Optional<Object> value(
            String name, Map<String, String> values, Function<String, Optional<Object>> field) {
        return name.startsWith(RECORD)
                ? field.apply(name.substring(RECORD.length()))
                : Optional.<Object>ofNullable(values.get(name));
    }
}
