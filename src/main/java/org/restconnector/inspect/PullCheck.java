package org.restconnector.inspect;

import java.util.Map;
import java.util.Objects;
import org.restconnector.pull.PullRegistry;
import org.restconnector.settings.Parameters;

/** All that is checked of one pull or fetch, by the start and by {@code check} alike. */
public final class PullCheck {
    private final Destinations destinations;
    private final ExpressionCheck expressions;

    public PullCheck(Destinations destinations, ExpressionCheck expressions) {
        this.destinations = Objects.requireNonNull(destinations, "destinations");
        this.expressions = Objects.requireNonNull(expressions, "expressions");
    }

    /**
     * Reads a pull's settings into the registry; what is wrong stands in {@code parameters} afterwards,
     * and nothing is added then.
     *
     * @param taken names that are in use, with the place of each; empty where it is not known
     */
    public void check(Parameters parameters, Map<String, String> taken, PullRegistry pulls) {
        TakenNames.check(parameters, taken);
        check(parameters, "to");
        check(parameters, "via");
        expressions.check(parameters);
        ReplaceCheck.check(parameters, pulls);
        FetchCheck.check(parameters, pulls);
        pulls.add(parameters);
        FetchCheck.checkCircle(parameters, pulls);
    }

    private void check(Parameters parameters, String name) {
        parameters
                .lines(name)
                .forEach(uri -> destinations.problems(uri).forEach(problem -> parameters.problem(name, problem)));
    }
}
