package org.restconnector.inspect;

import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.language.simple.SimpleLanguage;
import org.apache.camel.language.simple.types.SimpleParserException;
import org.restconnector.http.ValueTemplate;
import org.restconnector.pull.IncomingValues;
import org.restconnector.settings.Parameters;

/** Checks that Camel's simple language understands each <code>${...}</code>. */
public final class ExpressionCheck {
    private static final List<String> PARAMETERS = List.of("url", "query", "headers", "body");

    private final Supplier<? extends CamelContext> context;

    /** @param context asked for only if there is an expression; it need not be started */
    public ExpressionCheck(Supplier<? extends CamelContext> context) {
        this.context = Objects.requireNonNull(context, "context");
    }

    void check(Parameters parameters) {
        check(parameters, PARAMETERS);
    }

    void check(Parameters parameters, List<String> names) {
        for (String name : names) {
            String text = parameters.textOrEmpty(name);
            if (text.contains("${")) {
                check(parameters, name, text);
            }
        }
    }

    private void check(Parameters parameters, String name, String text) {
        List<String> expressions;
        try {
            expressions = ValueTemplate.of(text, ValueTemplate.Place.TEXT).expressions();
        } catch (IllegalArgumentException e) {
            // a missing } is a problem of the settings themselves, and told there
            return;
        }
        for (String expression : expressions) {
            if (parameters.declares("parentFields") && isField(expression)) {
                continue;
            }
            try {
                parse("${" + expression + "}");
            } catch (SimpleParserException e) {
                parameters.problem(
                        name,
                        "holds ${" + expression + "}, which is not of Camel's simple language: "
                                + e.getMessage().lines().findFirst().orElse(""));
            }
        }
    }

    /** A field of a fetch's incoming record, which Camel never sees. */
    private static boolean isField(String expression) {
        try {
            return IncomingValues.path(expression).isPresent();
        } catch (IllegalArgumentException e) {
            // told by the settings themselves
            return true;
        }
    }

    private void parse(String text) {
        // a bean is looked up when it is parsed, and may be bound later
        if (text.startsWith("${bean:") || text.startsWith("${ref:")) {
            return;
        }
        SimpleLanguage simple = new SimpleLanguage();
        simple.setCamelContext(context.get());
        try {
            simple.createExpression(text).init(context.get());
        } catch (RuntimeException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof SimpleParserException parser) {
                    throw parser;
                }
            }
            throw new SimpleParserException(String.valueOf(e.getMessage()), 0);
        }
    }
}
