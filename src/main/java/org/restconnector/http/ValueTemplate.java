package org.restconnector.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * A text with <code>${...}</code> in it. Only what stands inside goes to Camel's simple language; its
 * value is encoded for its place and never looked at again. <code>$${</code> is a literal <code>${</code>.
 */
public final class ValueTemplate {
    /** Where a text stands, which decides how a value in it is encoded. */
    public enum Place {
        URL,
        QUERY,
        HEADER,
        JSON,
        FORM,
        TEXT
    }

    private sealed interface Part permits Literal, Inner {}

    private record Literal(String text) implements Part {}

    private record Inner(String expression, Encoding encoding) implements Part {
        /** As a message of one line names it. */
        String shown() {
            return "${" + expression.replaceAll("\\s+", " ") + "}";
        }
    }

    private final List<Part> parts;

    private ValueTemplate(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    /** @throws IllegalArgumentException if a <code>${</code> is not closed */
    public static ValueTemplate of(String text, Place place) {
        List<Part> parts = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        EncodingTracker tracker = new EncodingTracker(place);
        int at = 0;
        while (at < text.length()) {
            if (text.startsWith("$${", at)) {
                literal.append("${");
                at += 3;
            } else if (text.startsWith("${", at)) {
                int end = closing(text, at + 2);
                tracker.read(literal);
                parts.add(new Literal(literal.toString()));
                parts.add(new Inner(text.substring(at + 2, end), tracker.encoding()));
                literal.setLength(0);
                at = end + 1;
            } else {
                literal.append(text.charAt(at++));
            }
        }
        parts.add(new Literal(literal.toString()));
        return new ValueTemplate(parts);
    }

    private static int closing(String text, int from) {
        int depth = 1;
        for (int i = from; i < text.length(); i++) {
            depth += text.charAt(i) == '{' ? 1 : text.charAt(i) == '}' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        throw new IllegalArgumentException("has a ${ without its }; a literal one is written $${");
    }

    /** The texts inside <code>${...}</code>. */
    public List<String> expressions() {
        return parts.stream()
                .filter(Inner.class::isInstance)
                .map(part -> ((Inner) part).expression())
                .toList();
    }

    /** The expression, if the text is nothing else. */
    public Optional<String> onlyExpression() {
        boolean alone = parts.stream()
                .allMatch(
                        part -> part instanceof Inner || ((Literal) part).text().isEmpty());
        return alone && expressions().size() == 1 ? Optional.of(expressions().get(0)) : Optional.empty();
    }

    /** The text when every expression had the same plain value: for checks before there are values. */
    public String sample(String value) {
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            text.append(part instanceof Literal literal ? literal.text() : value);
        }
        return text.toString();
    }

    /**
     * The text with its values.
     *
     * @param values evaluates an expression; empty if it has no value
     * @throws PermanentFault {@code config} if an expression has no value, or one that cannot stand there
     */
    public String render(Function<String, Optional<Object>> values) throws PermanentFault {
        Objects.requireNonNull(values, "values");
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            if (part instanceof Literal literal) {
                text.append(literal.text());
            } else if (part instanceof Inner inner) {
                Object value = values.apply(inner.expression())
                        .orElseThrow(() ->
                                new PermanentFault("config", "the expression " + inner.shown() + " has no value"));
                text.append(encoded(inner, value));
            }
        }
        return text.toString();
    }

    private static String encoded(Inner inner, Object value) throws PermanentFault {
        try {
            return inner.encoding().encode(value);
        } catch (IllegalArgumentException e) {
            throw new PermanentFault("config", "the value of " + inner.shown() + " " + e.getMessage(), e);
        }
    }
}
