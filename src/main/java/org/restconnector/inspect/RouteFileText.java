package org.restconnector.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.restconnector.json.Json;

/** Writes the file of one pull, with comments above its parameters. One thread. */
final class RouteFileText {
    private static final String INDENT = "      ";
    private final List<String> head = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();

    void head(String text) {
        head.add(line(text));
    }

    /** A comment of its own, or above what is added next. */
    void comment(String text) {
        lines.add(INDENT + line(text));
    }

    void add(String name, String value) {
        lines.add(INDENT + entry(name, value));
    }

    void add(Map<String, String> parameters) {
        parameters.forEach(this::add);
    }

    /** A parameter that its user is to switch on. */
    void suggest(String name, String value) {
        lines.add(INDENT + "# " + entry(name, value));
    }

    private static String line(String text) {
        return "# " + text.replaceAll("\\p{Cntrl}+", " ");
    }

    private static String entry(String name, String value) {
        return "- {name: " + name + ", value: " + scalar(value) + "}";
    }

    /** Quoted as JSON, which YAML takes, unless it can be nothing but text or a number. */
    private static String scalar(String value) {
        boolean plain = value.matches("[A-Za-z][A-Za-z0-9_.-]*|\\d{1,9}")
                && !value.matches("(?i)true|false|null|yes|no|on|off|y|n");
        return plain ? value : Json.text(value);
    }

    String text() {
        List<String> all = new ArrayList<>(head);
        all.addAll(List.of("- templatedRoute:", "    routeTemplateRef: rest-pull", "    parameters:"));
        all.addAll(lines);
        return String.join("\n", all) + "\n";
    }
}
