package org.restconnector.settings;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Takes secret values out of texts that people read. Safe for use by many threads. */
public final class Secrets {
    /** What stands in a secret's place. */
    public static final String MASK = "***";

    private static final int SHORTEST = 4;

    private final List<String> values;

    /** Values shorter than four characters are left alone: hiding them would hide half of every text. */
    public Secrets(Collection<String> values) {
        this.values = values.stream()
                .flatMap(value -> Stream.concat(Stream.of(value), value.lines()))
                .filter(value -> value.length() >= SHORTEST)
                .flatMap(Secrets::forms)
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    private static Stream<String> forms(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        String encoded = URLEncoder.encode(value, StandardCharsets.UTF_8);
        return Stream.of(
                value,
                encoded,
                encoded.replace("+", "%20"),
                value.replace("\\", "\\\\").replace("\"", "\\\""),
                Base64.getEncoder().withoutPadding().encodeToString(bytes),
                Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** The text with {@code ***} in the place of every secret. */
    public String mask(String text) {
        String masked = text;
        for (String value : values) {
            masked = masked.replace(value, MASK);
        }
        return masked;
    }
}
