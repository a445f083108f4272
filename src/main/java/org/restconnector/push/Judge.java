package org.restconnector.push;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.restconnector.http.Fault;
import org.restconnector.http.Response;
import org.restconnector.http.StatusFault;
import org.restconnector.http.TransientFault;
import org.restconnector.store.Batches.Outcome;
import org.restconnector.store.Batches.Result;

/** Says what follows from an answer or a fault, by the flow's settings. */
final class Judge {
    static final int LONGEST_TEXT = 4096;
    private static final Set<Integer> SPLIT = Set.of(400, 409, 413, 422);

    private final PushSettings settings;

    Judge(PushSettings settings) {
        this.settings = settings;
    }

    /** Whether an answer of that status is a result of its own, no reason for another try nor for a new token. */
    boolean isFinal(int status) {
        return status != 401 && !settings.api().retry().retriesFor(status);
    }

    /** @param records how many the request held */
    Verdict of(Response answer, int records) {
        OptionalInt status = OptionalInt.of(answer.status());
        if (answer.successful()) {
            return new Verdict.Done(results(answer, records), status);
        }
        String words = words(answer);
        if (answer.status() == 410) {
            return new Verdict.Pause(PauseReason.GONE, status, words);
        }
        boolean existing = settings.existing().contains(answer.status());
        if (records > 1 && (existing || settings.splits() && SPLIT.contains(answer.status()))) {
            return new Verdict.Split(status, words);
        }
        return existing
                ? new Verdict.Done(
                        Collections.nCopies(records, new Result(Outcome.EXISTING, Optional.empty(), false, "")), status)
                : failed(records, status, words);
    }

    /** @param attempts tries of the batch that failed before this one */
    Verdict of(Exception fault, int records, int attempts) {
        if (fault instanceof TransientFault broken) {
            OptionalInt status = broken.status().map(OptionalInt::of).orElse(OptionalInt.empty());
            return attempts < settings.api().retry().retries()
                    ? new Verdict.Again(broken.retryAfter(), status, text(fault.getMessage()))
                    : failed(records, status, fault.getMessage() + tries(attempts + 1));
        }
        if (fault instanceof Fault known && known.code().equals("auth_failed")) {
            OptionalInt status =
                    known instanceof StatusFault refused ? OptionalInt.of(refused.status()) : OptionalInt.empty();
            return new Verdict.Pause(PauseReason.UNAUTHORIZED, status, text(fault.getMessage()));
        }
        if (fault instanceof Fault known && known.code().equals("interrupted")) {
            return new Verdict.NotSent();
        }
        if (fault instanceof Fault known) {
            return failed(records, OptionalInt.empty(), known.code() + ": " + fault.getMessage());
        }
        String message = "the request could not be made; the log of the connector says why";
        return attempts < settings.api().retry().retries()
                ? new Verdict.Again(Optional.empty(), OptionalInt.empty(), message)
                : failed(records, OptionalInt.empty(), message + tries(attempts + 1));
    }

    private static String tries(int tries) {
        return " (" + tries + (tries == 1 ? " try)" : " tries)");
    }

    private List<Result> results(Response answer, int records) {
        boolean updates = settings.method().equals("PUT") || settings.method().equals("PATCH");
        try {
            return settings.answer().read(answer.body(), records, updates).stream()
                    .map(result ->
                            new Result(result.outcome(), result.targetId(), result.updated(), text(result.error())))
                    .toList();
        } catch (AnswerPaths.MismatchException e) {
            return failures(records, text(e.getMessage()));
        }
    }

    private Verdict failed(int records, OptionalInt status, String error) {
        return new Verdict.Done(failures(records, text(error)), status);
    }

    private static List<Result> failures(int records, String error) {
        return Collections.nCopies(records, new Result(Outcome.FAILED, Optional.empty(), false, error));
    }

    /** What the target said, else its status. */
    private String words(Response answer) {
        byte[] body = answer.body();
        String said = new String(body, 0, Math.min(body.length, 4 * LONGEST_TEXT), StandardCharsets.UTF_8).strip();
        return text(said.isEmpty() ? "answered " + answer.status() : said);
    }

    private String text(String message) {
        String masked = settings.api().secrets().mask(message);
        return masked.length() > LONGEST_TEXT ? masked.substring(0, LONGEST_TEXT) : masked;
    }
}
