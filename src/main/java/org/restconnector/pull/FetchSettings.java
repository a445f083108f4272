package org.restconnector.pull;

import java.util.Objects;
import org.restconnector.settings.Parameters;

/** What a fetch has beside all that a pull has. */
record FetchSettings(ParentFields parentFields) {
    FetchSettings {
        Objects.requireNonNull(parentFields, "parentFields");
    }

    static FetchSettings of(Parameters parameters) {
        // read so that it is known; what it means is the pull's to say
        parameters.flag("resume");
        IncomingValues.check(parameters);
        return new FetchSettings(ParentFields.of(parameters));
    }
}
