package org.restconnector.inspect;

import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.restconnector.pull.Preview;
import org.restconnector.pull.PreviewPage;
import org.restconnector.pull.Previews;
import org.restconnector.pull.PullRegistry;
import org.restconnector.settings.KeyGroups;
import org.restconnector.settings.Parameters;
import org.restconnector.settings.Placeholders;
import org.restconnector.settings.Problem;
import org.restconnector.settings.SettingsException;
import org.restconnector.settings.Template;

/** Tries out pulls that do not exist yet, and counts the requests. One thread. */
final class Trials {
    private static final int MOST_REQUESTS = 30;

    private final Previews previews;
    private final Placeholders placeholders;
    private final KeyGroups groups;
    private final Template template = Templates.shipped().find("rest-pull").orElseThrow();
    private int requests;

    Trials(Previews previews, Placeholders placeholders, KeyGroups groups) {
        this.previews = Objects.requireNonNull(previews, "previews");
        this.placeholders = Objects.requireNonNull(placeholders, "placeholders");
        this.groups = Objects.requireNonNull(groups, "groups");
    }

    /** @throws SettingsException if the parameters are none of a pull */
    Preview of(Map<String, String> given) {
        Parameters parameters = new Parameters(template, given, placeholders, groups);
        PullRegistry pulls = new PullRegistry();
        pulls.add(parameters);
        if (!parameters.problems().isEmpty()) {
            throw new SettingsException(parameters.problems().stream()
                    .map(Problem::message)
                    .collect(Collectors.joining(System.lineSeparator())));
        }
        return previews.patient(pulls, given.get("name"));
    }

    PreviewPage next(Preview preview) {
        requests++;
        return preview.next();
    }

    /** How many requests went out. */
    int requests() {
        return requests;
    }

    /** Whether there were so many that no further guess is worth another. */
    boolean exhausted() {
        return requests >= MOST_REQUESTS;
    }
}
