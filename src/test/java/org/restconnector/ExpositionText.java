package org.restconnector;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Prometheus' text format 0.0.4, read strictly: https://prometheus.io/docs/instrumenting/exposition_formats/
 *
 * @param samples the values by name and labels, as they stand there
 * @param types by name
 */
record ExpositionText(Map<String, Double> samples, Map<String, String> types) {
    private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
    private static final String LABEL = "[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\\n]|\\\\[\\\\\"n])*\"";
    private static final Pattern COMMENT = Pattern.compile("# (HELP|TYPE) (" + NAME + ") (.+)");
    private static final Pattern SAMPLE =
            Pattern.compile("(" + NAME + ")(\\{" + LABEL + "(?:," + LABEL + ")*})? (\\S+)");

    static ExpositionText parse(String text) {
        if (!text.endsWith("\n")) {
            throw new AssertionError("the last line does not end");
        }
        Map<String, Double> samples = new LinkedHashMap<>();
        Map<String, String> types = new LinkedHashMap<>();
        for (String line : text.split("\n")) {
            Matcher comment = COMMENT.matcher(line);
            Matcher sample = SAMPLE.matcher(line);
            if (comment.matches()) {
                if (comment.group(1).equals("TYPE") && types.put(comment.group(2), comment.group(3)) != null) {
                    throw new AssertionError("a second type: " + line);
                }
            } else if (sample.matches()) {
                requireType(types, sample.group(1));
                String series = sample.group(1) + (sample.group(2) == null ? "" : sample.group(2));
                if (samples.put(series, number(sample.group(3))) != null) {
                    throw new AssertionError("a second value: " + line);
                }
            } else {
                throw new AssertionError("unreadable: " + line);
            }
        }
        return new ExpositionText(samples, types);
    }

    private static void requireType(Map<String, String> types, String name) {
        String family = name.replaceFirst("_(bucket|count|sum)$", "");
        if (!types.containsKey(name) && !types.containsKey(family)) {
            throw new AssertionError("no type before " + name);
        }
    }

    private static double number(String text) {
        return text.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
    }

    /** The one value of a name whose labels hold all of these, as in {@code pull="orders"}. */
    double value(String name, String... labels) {
        return samples.entrySet().stream()
                .filter(sample ->
                        sample.getKey().equals(name) || sample.getKey().startsWith(name + "{"))
                .filter(sample -> Arrays.stream(labels).allMatch(sample.getKey()::contains))
                .mapToDouble(Map.Entry::getValue)
                .reduce((first, second) -> {
                    throw new AssertionError("several of " + name);
                })
                .orElseThrow(() -> new AssertionError("no " + name + " in " + samples.keySet()));
    }

    Set<String> labelNames() {
        Set<String> names = new LinkedHashSet<>();
        Pattern label = Pattern.compile("[{,]([a-zA-Z_]+)=\"");
        samples.keySet().stream()
                .filter(series -> !series.startsWith("connector_jvm_"))
                .forEach(series -> {
                    Matcher found = label.matcher(series);
                    while (found.find()) {
                        names.add(found.group(1));
                    }
                });
        return names;
    }
}
