package org.restconnector.inspect;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A {@code templatedRoute} of a file.
 *
 * @param template the id of the template that it names
 * @param line where it begins
 */
record TemplateUse(String template, int line, List<Given> given) {

    /** @param value the scalar as it is written: {@code 1e3}, {@code null} and {@code true} are texts */
    record Given(String name, String value, int line) {}

    TemplateUse {
        Objects.requireNonNull(template, "template");
        given = List.copyOf(given);
    }

    Map<String, String> parameters() {
        Map<String, String> values = new LinkedHashMap<>();
        given.forEach(parameter -> values.put(parameter.name(), parameter.value()));
        return values;
    }

    /** Where the parameter stands; where all begins, if it is not given. */
    int lineOf(String parameter) {
        return given.stream()
                .filter(one -> one.name().equals(parameter))
                .reduce((first, last) -> last)
                .map(Given::line)
                .orElse(line);
    }
}
