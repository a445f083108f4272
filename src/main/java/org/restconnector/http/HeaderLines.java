package org.restconnector.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.restconnector.settings.Parameters;

/** The parameter {@code headers}: lines {@code Name: value}. */
public final class HeaderLines {
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Set<String> OURS = Set.of(
            "content-length", "transfer-encoding", "connection", "keep-alive", "te", "trailer", "upgrade", "host");

    private static final Pattern SENSITIVE =
            Pattern.compile(".*(authorization|cookie|token|secret|password|api-?key).*", Pattern.CASE_INSENSITIVE);

    private HeaderLines() {}

    /** The lines' names and the templates of their values. */
    public record Line(String name, ValueTemplate value) {}

    public static List<Line> of(Parameters parameters, String parameter) {
        List<Line> lines = new ArrayList<>();
        for (Header field : plain(parameters, parameter)) {
            parameters
                    .parsed(parameter, text -> ValueTemplate.of(field.value(), ValueTemplate.Place.HEADER))
                    .ifPresent(template -> lines.add(new Line(field.name(), template)));
        }
        return List.copyOf(lines);
    }

    /** As {@link #of}, each value taken as it stands. */
    static List<Header> plain(Parameters parameters, String parameter) {
        List<Header> fields = new ArrayList<>();
        for (String line : parameters.lines(parameter)) {
            int colon = line.indexOf(':');
            String name = colon < 0 ? line : line.substring(0, colon).strip();
            if (colon < 0 || !isName(name)) {
                parameters.problem(parameter, "has a line that is not 'Name: value' (it begins '" + start(name) + "')");
            } else if (OURS.contains(name.toLowerCase(Locale.ROOT))) {
                parameters.problem(parameter, "sets " + name + ", which the HTTP client sets by itself");
            } else {
                String value = line.substring(colon + 1).strip();
                if (SENSITIVE.matcher(name).matches()) {
                    parameters.secret(value.replaceFirst("^(Bearer|Basic|Token) +", ""));
                }
                fields.add(new Header(name, value));
            }
        }
        return List.copyOf(fields);
    }

    private static String start(String line) {
        return line.length() > 12 ? line.substring(0, 12) + "..." : line;
    }

    /** RFC 9110, 5.6.2: a token. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** RFC 9110, 5.5: no control character but the tab. */
    public static boolean isValue(String text) {
        return text.chars().noneMatch(c -> c < 0x20 && c != '\t' || c == 0x7f);
    }
}
