package org.restconnector.json;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the steps of a {@link FieldPath}. */
final class FieldPathParser {
    private static final Pattern STEP = Pattern.compile(
            "\\.?([^.\\[\\]'\"*?()\\s]+)|\\[(\\d{1,9})]|\\['((?:[^'\\\\]|\\\\.)*)']|\\[\"((?:[^\"\\\\]|\\\\.)*)\"]");

    private FieldPathParser() {}

    static List<String> parse(String text) {
        int from = text.startsWith("$") && (text.length() == 1 || ".[".indexOf(text.charAt(1)) >= 0) ? 1 : 0;
        List<String> steps = new ArrayList<>();
        Matcher matcher = STEP.matcher(text);
        int at = from;
        while (at < text.length() && matcher.find(at) && matcher.start() == at && separated(text, at, from)) {
            steps.add(step(matcher));
            at = matcher.end();
        }
        if (at < text.length() || steps.isEmpty()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a path to a field; write id, user.id or $.user.id");
        }
        return List.copyOf(steps);
    }

    private static boolean separated(String text, int at, int from) {
        char c = text.charAt(at);
        return c == '.' ? at > 0 : c == '[' || at == from && from == 0;
    }

    private static String step(Matcher matcher) {
        for (int group = 1; group <= 4; group++) {
            if (matcher.group(group) != null) {
                return group < 3 ? matcher.group(group) : matcher.group(group).replaceAll("\\\\(.)", "$1");
            }
        }
        throw new IllegalStateException("a step without a name");
    }
}
