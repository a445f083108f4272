package org.restconnector.push;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.restconnector.store.Batches.Outcome;
import org.restconnector.store.Batches.Result;

/** What follows from the answer to a request. Texts are masked, 4,096 characters at most. */
sealed interface Verdict {

    /** Every record has its result. */
    record Done(List<Result> results, OptionalInt status) implements Verdict {
        public Done {
            results = List.copyOf(results);
        }

        /** Whether no record was taken. */
        boolean refused() {
            return results.stream().allMatch(result -> result.outcome() == Outcome.FAILED);
        }
    }

    /**
     * It may work later.
     *
     * @param asked how long the target asks to wait, which holds for the whole flow
     */
    record Again(Optional<Duration> asked, OptionalInt status, String error) implements Verdict {}

    /**
     * It was not sent, as there is no token; no try is counted.
     *
     * @param time before the flow asks again
     */
    record Hold(Duration time, String error) implements Verdict {}

    /** No request went out: the same try comes again. */
    record NotSent() implements Verdict {}

    /** Some of its records are at fault, or there already: its halves will tell. */
    record Split(OptionalInt status, String error) implements Verdict {}

    /** Nothing can be sent until the flow is resumed; the records wait. */
    record Pause(PauseReason reason, OptionalInt status, String error) implements Verdict {}
}
