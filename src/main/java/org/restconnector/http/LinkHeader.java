package org.restconnector.http;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads {@code Link} headers as RFC 8288, appendix B, describes it. */
public final class LinkHeader {
    private final String text;
    private int at;

    private LinkHeader(String text) {
        this.text = text;
    }

    /** The target of the first link whose {@code rel} holds the type, as it is written there. */
    public static Optional<String> find(List<String> headers, String type) {
        return headers.stream()
                .flatMap(header -> new LinkHeader(header).find(type).stream())
                .findFirst();
    }

    private Optional<String> find(String type) {
        while (skipTo('<')) {
            int end = text.indexOf('>', at);
            if (end < 0) {
                return Optional.empty();
            }
            String target = text.substring(at, end).strip();
            at = end + 1;
            if (relation().stream().anyMatch(type::equals)) {
                return Optional.of(target);
            }
        }
        return Optional.empty();
    }

    private boolean skipTo(char c) {
        int found = text.indexOf(c, at);
        at = found + 1;
        return found >= 0;
    }

    /** Reads the parameters up to the next link; the first {@code rel} counts. */
    private List<String> relation() {
        List<String> relation = List.of();
        boolean seen = false;
        while (at < text.length() && text.charAt(at) != ',') {
            if (text.charAt(at) != ';') {
                at++;
                continue;
            }
            at++;
            String name = token("=;,").strip().toLowerCase(Locale.ROOT);
            String value = at < text.length() && text.charAt(at) == '=' ? value() : "";
            if (name.equals("rel") && !seen) {
                seen = true;
                relation = Arrays.asList(value.strip().toLowerCase(Locale.ROOT).split("\\s+"));
            }
        }
        return relation;
    }

    private String value() {
        at++;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at < text.length() && text.charAt(at) == '"' ? quoted() : token(";,");
    }

    private String quoted() {
        StringBuilder value = new StringBuilder();
        at++;
        while (at < text.length() && text.charAt(at) != '"') {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            value.append(text.charAt(at++));
        }
        at++;
        return value.toString();
    }

    private String token(String ends) {
        int from = at;
        while (at < text.length() && ends.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(from, at);
    }
}
