package org.restconnector.inspect;

import java.util.Set;
import java.util.regex.Pattern;
import org.restconnector.pull.PullRegistry;
import org.restconnector.settings.Parameters;
import org.restconnector.sink.TableAddress;

/** What is to be checked of a fetch beside all that is of a pull. */
final class FetchCheck {
    private static final Pattern OWN_ROUTES = Pattern.compile("(rest|dead-letter|inbox)(-.*)?");

    private FetchCheck() {}

    static void check(Parameters parameters, PullRegistry pulls) {
        if (!parameters.declares("parentFields")) {
            return;
        }
        String name = parameters.textOrEmpty("name");
        if (OWN_ROUTES.matcher(name).matches()) {
            parameters.problem("name", "is '" + name + "', but direct:" + name + " may be one of the product's routes");
        }
        boolean replaces = parameters.lines("to").stream()
                .flatMap(uri -> TableAddress.of(uri).stream())
                .anyMatch(TableAddress::replaces);
        if (replaces) {
            parameters.problem(
                    "to",
                    "holds kamelet:table-sink with mode=replace, but a fetch reads what belongs to one record, and"
                            + " never all that the table holds; use mode=upsert");
        }
    }

    /** Of a fetch that is in the registry. */
    static void checkCircle(Parameters parameters, PullRegistry pulls) {
        String name = parameters.textOrEmpty("name");
        if (!parameters.declares("parentFields") || !pulls.fetches().contains(name)) {
            return;
        }
        Set<String> behind = pulls.fetchesBehind(name);
        if (behind.contains(name)) {
            pulls.remove(name);
            parameters.problem(
                    "to", "leads back to direct:" + name + " itself, by way of " + String.join(", ", behind));
        }
    }
}
