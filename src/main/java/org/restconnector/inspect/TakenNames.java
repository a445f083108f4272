package org.restconnector.inspect;

import java.util.Map;
import java.util.Set;
import org.restconnector.settings.Names;
import org.restconnector.settings.Parameters;

/** Names are unique over all templates. */
final class TakenNames {
    private TakenNames() {}

    /** @param taken names that are in use, with the place of each; empty where it is not known */
    static void check(Parameters parameters, Map<String, String> taken) {
        Names.check(parameters, Set.of());
        String name = parameters.textOrEmpty("name");
        if (taken.containsKey(name)) {
            String place = taken.get(name).isEmpty() ? "" : ", first in " + taken.get(name);
            parameters.problem(
                    "name", "is '" + name + "', which is used twice" + place + "; names are unique over all templates");
        }
    }
}
