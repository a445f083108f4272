package org.restconnector.inspect;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.restconnector.pull.PullRegistry;
import org.restconnector.settings.Names;
import org.restconnector.settings.Parameters;

/** All that is checked of one pull, by the start and by {@code check} alike. */
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
        Names.check(parameters, Set.of());
        String name = parameters.textOrEmpty("name");
        if (taken.containsKey(name)) {
            String place = taken.get(name).isEmpty() ? "" : ", first in " + taken.get(name);
            parameters.problem(
                    "name", "is '" + name + "', which is used twice" + place + "; names are unique over all templates");
        }
        parameters
                .lines("to")
                .forEach(uri -> destinations.problems(uri).forEach(problem -> parameters.problem("to", problem)));
        expressions.check(parameters);
        pulls.add(parameters);
    }
}
