package org.restconnector.http;

import java.time.ZoneId;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;

/** Evaluates what stands inside <code>${...}</code> with Camel's simple language. Safe for use by many threads. */
public final class Expressions {
    private final CamelContext context;
    private final Map<String, Expression> compiled = new ConcurrentHashMap<>();

    public Expressions(CamelContext context) {
        this.context = Objects.requireNonNull(context, "context");
    }

    /**
     * The value; empty if there is none.
     *
     * @param zone of <code>date:...</code> with a pattern, which Camel would take from the machine
     */
    public Optional<Object> evaluate(String expression, Exchange exchange, ZoneId zone) {
        String text = "${" + inZone(expression, zone) + "}";
        return Optional.ofNullable(compiled.computeIfAbsent(text, this::compile).evaluate(exchange, Object.class));
    }

    private Expression compile(String text) {
        Expression expression = context.resolveLanguage("simple").createExpression(text);
        expression.init(context);
        return expression;
    }

    private static String inZone(String expression, ZoneId zone) {
        if (!expression.startsWith("date:")) {
            return expression;
        }
        String[] parts = expression.substring("date:".length()).split(":", 2);
        return parts.length < 2 ? expression : "date-with-timezone:" + parts[0] + ":" + zone.getId() + ":" + parts[1];
    }
}
