package org.restconnector.inspect;

import java.util.List;
import org.restconnector.pull.DeadLetterCopies;

/** Checks {@code connector.deadLetter.to}, as far as that can be done before its endpoint is made. */
public final class DeadLetterTo {
    private DeadLetterTo() {}

    /** What is wrong with it, as whole messages. */
    public static List<String> problems(String uri, Destinations destinations) {
        if (!uri.matches("[A-Za-z][A-Za-z0-9+.-]*:.+")) {
            return List.of(DeadLetterCopies.KEY + " is '" + uri.split("\\?", 2)[0]
                    + "', which is no endpoint URI, as in file:dead-letters?fileName=all.jsonl");
        }
        return destinations.problems(uri).stream()
                .map(problem -> DeadLetterCopies.KEY + " " + problem)
                .toList();
    }
}
