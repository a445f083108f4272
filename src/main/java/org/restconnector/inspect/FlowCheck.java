package org.restconnector.inspect;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.restconnector.push.FlowRegistry;
import org.restconnector.settings.Parameters;

/** All that is checked of one flow, by the start and by {@code check} alike. */
public final class FlowCheck {
    private final Destinations destinations;
    private final ExpressionCheck expressions;

    public FlowCheck(Destinations destinations, ExpressionCheck expressions) {
        this.destinations = Objects.requireNonNull(destinations, "destinations");
        this.expressions = Objects.requireNonNull(expressions, "expressions");
    }

    /**
     * Reads a flow's settings into the registry; what is wrong stands in {@code parameters} afterwards,
     * and nothing is added then.
     *
     * @param taken names that are in use, with the place of each; empty where it is not known
     */
    public void check(Parameters parameters, Map<String, String> taken, FlowRegistry flows) {
        TakenNames.check(parameters, taken);
        parameters
                .lines("via")
                .forEach(uri -> destinations.problems(uri).forEach(problem -> parameters.problem("via", problem)));
        expressions.check(parameters, List.of("headers"));
        flows.add(parameters);
    }
}
