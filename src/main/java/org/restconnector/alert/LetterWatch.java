package org.restconnector.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import org.restconnector.store.Alerts.Letters;
import org.restconnector.store.Alerts.Subject;

/** Tells of dead letters: the first at once, what comes within the hour in one event when it is over. */
final class LetterWatch {
    private static final Duration LEAST_TIME = Duration.ofHours(1);
    private static final String LETTER = "letter";
    private static final String TOLD = "lettersTold";

    private LetterWatch() {}

    /**
     * @param seen the subject's, which is changed
     * @param before the number of the newest dead letter that was there before anybody looked
     * @param after finds those behind a number
     */
    static List<String> look(
            Seen seen, Subject subject, long before, LongFunction<Optional<Letters>> after, Instant now) {
        long known = seen.number(LETTER).orElse(before);
        seen.put(LETTER, known);
        if (seen.time(TOLD).filter(told -> now.isBefore(told.plus(LEAST_TIME))).isPresent()) {
            return List.of();
        }
        Optional<Letters> found = after.apply(known);
        found.ifPresent(letters -> {
            seen.put(LETTER, letters.newest());
            seen.put(TOLD, now);
        });
        return found.map(letters -> AlertEvent.deadLetters(now, subject, letters)).stream()
                .toList();
    }
}
