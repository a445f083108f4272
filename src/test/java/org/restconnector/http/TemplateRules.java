package org.restconnector.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.restconnector.http.ValueTemplate.Place;
import org.restconnector.json.Json;

/**
 * What holds for every text with <code>${...}</code>, whatever the values: only what the user wrote is an
 * expression, and a value stays a value, in its place.
 */
final class TemplateRules {
    private static final String HARMLESS = "x";

    private TemplateRules() {}

    /** @param input a digit for the place, a template, {@code |}, and the value of all its expressions */
    static void template(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        int bar = text.indexOf('|');
        if (bar < 1) {
            return;
        }
        Place place = Place.values()[text.charAt(0) % Place.values().length];
        String value = text.substring(bar + 1);
        parsed(text.substring(1, bar), place).ifPresent(template -> {
            assertThat(rendered(template, HARMLESS)).isPresent();
            rendered(template, value).ifPresent(result -> assertHarmless(place, template, value, result));
        });
    }

    private static Optional<ValueTemplate> parsed(String text, Place place) {
        try {
            return Optional.of(ValueTemplate.of(text, place));
        } catch (IllegalArgumentException e) {
            assertThat(text).contains("${");
            assertThat(e).hasMessage("has a ${ without its }; a literal one is written $${");
            return Optional.empty();
        }
    }

    private static Optional<String> rendered(ValueTemplate template, String value) {
        List<String> asked = new ArrayList<>();
        try {
            String result = template.render(expression -> {
                asked.add(expression);
                return Optional.of(value);
            });
            assertThat(asked).isEqualTo(template.expressions());
            return Optional.of(result);
        } catch (PermanentFault fault) {
            assertThat(fault.code()).isEqualTo("config");
            assertThat(fault.getMessage()).doesNotContain("\n", "\r");
            return Optional.empty();
        }
    }

    private static void assertHarmless(Place place, ValueTemplate template, String value, String result) {
        String harmless = template.sample(HARMLESS);
        switch (place) {
            case URL ->
                // a value in the name of the host is what its user asked for
                url(harmless)
                        .filter(expected -> url(template.sample("y"))
                                .map(URI::getRawAuthority)
                                .equals(Optional.of(expected.getRawAuthority())))
                        .ifPresent(expected -> assertSameWay(expected, result));
            case QUERY, FORM ->
                assertThat(result.chars()
                                .filter(c -> "&=#?\r\n".indexOf(c) >= 0)
                                .count())
                        .isEqualTo(harmless.chars()
                                .filter(c -> "&=#?\r\n".indexOf(c) >= 0)
                                .count());
            case HEADER -> assertThat(HeaderLines.isValue(result)).isEqualTo(HeaderLines.isValue(harmless));
            case JSON ->
                json(harmless)
                        .ifPresent(expected ->
                                assertThat(shape(json(result).orElseThrow())).isEqualTo(shape(expected)));
            case TEXT -> assertThat(result).isEqualTo(template.sample(value));
        }
    }

    private static Optional<URI> url(String text) {
        try {
            return Optional.of(Url.parse(text))
                    .filter(url -> List.of("http", "https").contains(String.valueOf(url.getScheme())))
                    .filter(url -> url.getHost() != null);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static void assertSameWay(URI expected, String text) {
        URI url = Url.parse(text);
        assertThat(url.getScheme()).isEqualTo(expected.getScheme());
        assertThat(url.getRawAuthority()).isEqualTo(expected.getRawAuthority());
        assertThat(count(url.getRawPath(), "/")).isEqualTo(count(expected.getRawPath(), "/"));
        assertThat(count(url.getRawQuery(), "&")).isEqualTo(count(expected.getRawQuery(), "&"));
        assertThat(count(url.getRawQuery(), "=")).isEqualTo(count(expected.getRawQuery(), "="));
        assertThat(url.getRawFragment() == null).isEqualTo(expected.getRawFragment() == null);
    }

    private static int count(String text, String what) {
        return text == null ? -1 : text.split(java.util.regex.Pattern.quote(what), -1).length;
    }

    private static Optional<JsonNode> json(String text) {
        try {
            return Optional.of(Json.mapper().readTree(text)).filter(node -> !node.isMissingNode());
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static String shape(JsonNode node) {
        if (!node.isContainerNode()) {
            return node.getNodeType().name();
        }
        StringBuilder shape = new StringBuilder(node.isArray() ? "[" : "{");
        node.forEach(child -> shape.append(shape(child)).append(','));
        return shape.append(']').toString();
    }
}
