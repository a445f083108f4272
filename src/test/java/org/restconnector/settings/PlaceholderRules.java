package org.restconnector.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What holds for every text with placeholders: each is replaced once, by hand as by the product. */
final class PlaceholderRules {
    private static final Map<String, String> KEYS = Map.of("a.b", "{{env:HOSTILE}}", "empty", "", "k", "${k} $1 \\");
    private static final Map<String, String> ENVIRONMENT = Map.of("HOSTILE", "{{file:f}}{{a.b}}\\$0", "E", "s3cr3t");
    private static final String CONTENT = "{{env:E}} of a file";

    private final Placeholders placeholders;

    PlaceholderRules() {
        try {
            Path directory = Files.createTempDirectory("placeholders");
            Path file = Files.writeString(directory.resolve("f"), CONTENT + "\n");
            file.toFile().deleteOnExit();
            directory.toFile().deleteOnExit();
            placeholders = new Placeholders(key -> Optional.ofNullable(KEYS.get(key)), ENVIRONMENT, directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void placeholder(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        List<String> secrets = new ArrayList<>();
        Optional<String> expected = byHand(text, secrets);
        try {
            Placeholders.Resolved resolved = placeholders.resolve(text);
            assertThat(Optional.of(resolved.text())).isEqualTo(expected);
            assertThat(resolved.secrets()).isEqualTo(secrets);
        } catch (IllegalArgumentException e) {
            assertThat(expected).isEmpty();
            assertThat(e.getMessage()).startsWith("has the placeholder {{").doesNotContain("s3cr3t");
        }
    }

    /** Empty if a placeholder has no value. */
    private static Optional<String> byHand(String text, List<String> secrets) {
        StringBuilder result = new StringBuilder();
        for (int at = 0; at < text.length(); ) {
            int end = text.startsWith("{{", at) ? text.indexOf("}}", at + 2) : -1;
            String inside = end < 0 ? "" : text.substring(at + 2, end);
            if (!isPlaceholder(inside)) {
                result.append(text.charAt(at++));
                continue;
            }
            Optional<String> value = value(inside);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            if (inside.contains(":")) {
                secrets.add(value.get());
            }
            result.append(value.get());
            at = end + 2;
        }
        return Optional.of(result.toString());
    }

    private static boolean isPlaceholder(String inside) {
        if (inside.startsWith("env:")) {
            return isName(inside.substring(4));
        }
        if (inside.startsWith("file:")) {
            return inside.length() > 5 && inside.chars().noneMatch(c -> "{}\r\n".indexOf(c) >= 0);
        }
        return !inside.isEmpty() && inside.chars().allMatch(c -> isLetterOrDigit(c) || "._-".indexOf(c) >= 0);
    }

    private static boolean isName(String text) {
        return !text.isEmpty()
                && !Character.isDigit(text.charAt(0))
                && text.chars().allMatch(c -> isLetterOrDigit(c) || c == '_');
    }

    private static boolean isLetterOrDigit(int c) {
        return c < 0x80 && Character.isLetterOrDigit(c);
    }

    private static Optional<String> value(String inside) {
        if (inside.startsWith("env:")) {
            return Optional.ofNullable(ENVIRONMENT.get(inside.substring(4)));
        }
        if (inside.startsWith("file:")) {
            return inside.substring(5).strip().equals("f") ? Optional.of(CONTENT) : Optional.empty();
        }
        return Optional.ofNullable(KEYS.get(inside));
    }
}
