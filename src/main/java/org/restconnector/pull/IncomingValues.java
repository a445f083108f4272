package org.restconnector.pull;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.restconnector.http.ValueTemplate;
import org.restconnector.json.FieldPath;
import org.restconnector.settings.Parameters;

/** Finds the field that <code>${body[field]}</code> means: it is ours to find, and never evaluated. */
public final class IncomingValues {
    private static final List<String> TEXTS = List.of("url", "query", "headers", "body");
    private static final Pattern FIELD = Pattern.compile("body\\[(.+)]", Pattern.DOTALL);
    private static final Pattern ORIGIN_AND_PATH = Pattern.compile("(?i)https?://[^/?#$]+[/?].*", Pattern.DOTALL);

    private IncomingValues() {}

    /**
     * The path of the field, if the expression names one.
     *
     * @throws IllegalArgumentException if it is no path, saying why
     */
    public static Optional<FieldPath> path(String expression) {
        Matcher field = FIELD.matcher(expression.strip());
        if (!field.matches() || expression.indexOf(']') < expression.length() - 1 && !isQuoted(field.group(1))) {
            return Optional.empty();
        }
        String path = field.group(1).strip();
        return Optional.of(FieldPath.of(isQuoted(path) ? "$[" + path + "]" : path));
    }

    private static boolean isQuoted(String path) {
        return path.matches("(?s)'[^']*'|\"[^\"]*\"");
    }

    /** The field that holds the whole URL, if that is what the URL is. */
    static Optional<FieldPath> whole(ValueTemplate url) {
        return url.onlyExpression().flatMap(IncomingValues::path);
    }

    /** @throws MissingFieldException if the record has no such field */
    static Object value(FieldPath path, Map<String, Object> record) {
        return path.find(record).orElseThrow(() -> new MissingFieldException(path));
    }

    /** A record lacks what a request needs. */
    static final class MissingFieldException extends RuntimeException {
        private static final long serialVersionUID = 1;

        private MissingFieldException(FieldPath path) {
            super("the record has no field '" + path + "', or it is null, and the request needs it");
        }
    }

    /** Looks at the places of a fetch that take them. */
    static void check(Parameters parameters) {
        for (String name : TEXTS) {
            parameters.parsed(name, text -> {
                for (String expression :
                        ValueTemplate.of(text, ValueTemplate.Place.TEXT).expressions()) {
                    field(expression);
                }
                return text;
            });
        }
        parameters.parsed("url", text -> checkUrl(text.strip(), parameters));
    }

    private static void field(String expression) {
        try {
            path(expression);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("holds ${" + expression + "}, which " + e.getMessage(), e);
        }
    }

    private static String checkUrl(String url, Parameters parameters) {
        ValueTemplate template = ValueTemplate.of(url, ValueTemplate.Place.URL);
        boolean takesField = template.expressions().stream().anyMatch(text -> text.startsWith("body"));
        if (template.onlyExpression().isPresent() && takesField) {
            if (parameters.list("allowedHosts").isEmpty()) {
                parameters.problem(
                        "allowedHosts",
                        "is required where the URL is one that a record carries; it names the hosts that may be asked,"
                                + " and that get the credentials");
            }
        } else if (takesField && !ORIGIN_AND_PATH.matcher(url).matches()) {
            throw new IllegalArgumentException(
                    "has a record's field in its host; allowed are fields in its path and query, or a URL that is one"
                            + " ${body[field]} and nothing else");
        }
        return url;
    }
}
