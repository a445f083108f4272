package org.restconnector.push;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.restconnector.http.Fault;
import org.restconnector.http.HttpCalls;
import org.restconnector.http.PermanentFault;
import org.restconnector.http.Response;
import org.restconnector.http.RetrySettings;
import org.restconnector.http.StatusFault;
import org.restconnector.http.TokenFault;
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
        return refused(answer.status(), words(answer), records);
    }

    private Verdict refused(int code, String words, int records) {
        OptionalInt status = OptionalInt.of(code);
        if (code == 410) {
            return new Verdict.Pause(PauseReason.GONE, status, words);
        }
        boolean existing = settings.existing().contains(code);
        if (records > 1 && (existing || settings.splits() && SPLIT.contains(code))) {
            return new Verdict.Split(status, words);
        }
        return existing
                ? new Verdict.Done(
                        Collections.nCopies(records, new Result(Outcome.EXISTING, Optional.empty(), false, "")), status)
                : failed(records, status, words);
    }

    /** An answer whose body is too large, or damaged: its status says what became of the records. */
    private Verdict unread(int code, String why, int records, int attempts) {
        OptionalInt status = OptionalInt.of(code);
        if (code >= 200 && code < 300) {
            return settings.answer().isNeeded()
                    ? failed(records, status, "result_mismatch: " + why)
                    : new Verdict.Done(Collections.nCopies(records, delivered()), status);
        }
        String words = "answered " + code + "; " + why;
        if (settings.api().retry().retriesFor(code)) {
            return again(Optional.empty(), status, words, records, attempts);
        }
        return code == 401
                ? new Verdict.Pause(PauseReason.UNAUTHORIZED, status, text(words))
                : refused(code, text(words), records);
    }

    private Result delivered() {
        return new Result(Outcome.DELIVERED, Optional.empty(), updates(), "");
    }

    private Verdict again(Optional<Duration> asked, OptionalInt status, String error, int records, int attempts) {
        return attempts < settings.api().retry().retries()
                ? new Verdict.Again(asked, status, text(error))
                : failed(records, status, error + tries(attempts + 1));
    }

    /** @param attempts tries of the batch that failed before this one */
    Verdict of(Exception fault, int records, int attempts) {
        if (fault instanceof TokenFault none) {
            return withoutToken(none);
        }
        if (fault instanceof TransientFault broken) {
            OptionalInt status = broken.status().map(OptionalInt::of).orElse(OptionalInt.empty());
            return again(broken.retryAfter(), status, fault.getMessage(), records, attempts);
        }
        if (fault instanceof PermanentFault broken && broken.status().isPresent()) {
            return unread(broken.status().getAsInt(), fault.getMessage(), records, attempts);
        }
        if (fault instanceof Fault known && known.code().equals("auth_failed")) {
            OptionalInt status =
                    known instanceof StatusFault refused ? OptionalInt.of(refused.status()) : OptionalInt.empty();
            return new Verdict.Pause(PauseReason.UNAUTHORIZED, status, text(fault.getMessage()));
        }
        if (fault instanceof Fault known && known.code().equals(HttpCalls.BLOCKED_ADDRESS)) {
            return new Verdict.Pause(PauseReason.BLOCKED_ADDRESS, OptionalInt.empty(), text(fault.getMessage()));
        }
        if (fault instanceof Fault known && known.code().equals("interrupted")) {
            return new Verdict.NotSent();
        }
        if (fault instanceof Fault known) {
            return failed(records, OptionalInt.empty(), known.code() + ": " + fault.getMessage());
        }
        String message = "the request could not be made; the log of the connector says why";
        return again(Optional.empty(), OptionalInt.empty(), message, records, attempts);
    }

    private Verdict withoutToken(TokenFault fault) {
        RetrySettings retry = settings.api().retry();
        if (fault.failures() > retry.retries()) {
            OptionalInt status = fault.status().map(OptionalInt::of).orElse(OptionalInt.empty());
            return new Verdict.Pause(
                    PauseReason.UNAUTHORIZED, status, text(fault.getMessage() + tries(fault.failures())));
        }
        Duration wait = fault.retryAfter()
                .map(asked -> asked.compareTo(retry.maxRetryAfter()) > 0 ? retry.maxRetryAfter() : asked)
                .orElseGet(() -> retry.delayBefore(
                        fault.failures(), ThreadLocalRandom.current().nextDouble()));
        return new Verdict.Hold(wait, text(fault.getMessage()));
    }

    private static String tries(int tries) {
        return " (" + tries + (tries == 1 ? " try)" : " tries)");
    }

    private List<Result> results(Response answer, int records) {
        try {
            return settings.answer().read(answer.body(), records, updates()).stream()
                    .map(result ->
                            new Result(result.outcome(), result.targetId(), result.updated(), text(result.error())))
                    .toList();
        } catch (AnswerPaths.MismatchException e) {
            return failures(records, text(e.getMessage()));
        }
    }

    private boolean updates() {
        return settings.method().equals("PUT") || settings.method().equals("PATCH");
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
