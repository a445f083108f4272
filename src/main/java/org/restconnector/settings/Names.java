package org.restconnector.settings;

import java.util.Set;
import java.util.regex.Pattern;

/** What pulls and flows may be called: their names stand in routes, URLs, file names and metrics. */
public final class Names {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Set<String> RESERVED = Set.of("api", "v2", "observe", "openapi.json");

    private Names() {}

    /** Adds a problem if the parameter {@code name} cannot be one, or is among {@code taken}. */
    public static void check(Parameters parameters, Set<String> taken) {
        if (!parameters.given("name")) {
            return;
        }
        String name = parameters.textOrEmpty("name");
        if (!NAME.matcher(name).matches()) {
            parameters.problem(
                    "name",
                    "is '" + name
                            + "'; allowed are 1 to 64 letters, digits, '.', '_', '-', the first a letter or digit");
        } else if (RESERVED.contains(name)) {
            parameters.problem("name", "is '" + name + "', which is reserved");
        } else if (taken.contains(name)) {
            parameters.problem("name", "is '" + name + "', which is used twice; names are unique over all templates");
        }
    }
}
