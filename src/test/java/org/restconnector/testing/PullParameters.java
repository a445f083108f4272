package org.restconnector.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.restconnector.settings.Parameter;
import org.restconnector.settings.Parameters;
import org.restconnector.settings.Placeholders;
import org.restconnector.settings.Template;

/** Parameters of the template {@code rest-pull} as the product declares them, without a Camel context. */
public final class PullParameters {
    private static final Pattern DECLARED = Pattern.compile(
            "- \\{name: (\\w+), required: (true|false)(?:, defaultValue: (\"[^\"]*\"|'[^']*'|[^,]+))?, description: \"(.*)\"}");

    private PullParameters() {}

    /** Those of a pull that needs nothing else, and these: names and values in turn. */
    public static Parameters with(String... namesAndValues) {
        Map<String, String> given = new LinkedHashMap<>();
        given.put("name", "items");
        given.put("url", "https://api.example.com/items");
        given.put("to", "direct:items");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            given.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return of(given);
    }

    public static Parameters of(Map<String, String> given) {
        Placeholders placeholders =
                new Placeholders(key -> Optional.empty(), Map.of("TOKEN", "t0ken-of-the-test"), Path.of(""));
        return new Parameters(template(), given, placeholders);
    }

    private static Template template() {
        List<Parameter> parameters = new ArrayList<>();
        Matcher matcher = DECLARED.matcher(yaml());
        while (matcher.find()) {
            Optional<String> defaultValue =
                    Optional.ofNullable(matcher.group(3)).map(value -> value.replaceAll("^[\"'](.*)[\"']$", "$1"));
            parameters.add(new Parameter(
                    matcher.group(1),
                    matcher.group(4),
                    defaultValue,
                    matcher.group(2).equals("true")));
        }
        return new Template("rest-pull", "rest-pull", "", parameters);
    }

    private static String yaml() {
        try (InputStream file = PullParameters.class.getResourceAsStream("/camel/rest-pull.camel.yaml")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
