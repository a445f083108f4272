package org.restconnector.pull;

import java.util.OptionalInt;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.restconnector.http.Fault;
import org.restconnector.http.StatusFault;
import org.restconnector.http.TransientFault;

/** What a destination said, as people read it: one text, no secret, bounded. */
public final class Reasons {
    /** Characters of a destination's words that are kept. */
    static final int LONGEST = 4096;

    private Reasons() {}

    static String of(Throwable thrown, PullSettings pull) {
        String masked = pull.api().secrets().mask(words(thrown));
        return masked.length() > LONGEST ? masked.substring(0, LONGEST) : masked;
    }

    /** The whole text, secrets and all. */
    public static String words(Throwable thrown) {
        Throwable cause = root(thrown);
        String text;
        if (cause instanceof HttpOperationFailedException http) {
            String body = http.getResponseBody() == null ? "" : http.getResponseBody();
            text = "answered " + http.getStatusCode() + (body.isBlank() ? "" : ": " + body);
        } else {
            String message = cause.getMessage();
            text = message == null || message.isBlank() ? cause.getClass().getSimpleName() : message;
            if (cause instanceof java.io.IOException || message != null && message.length() < 12) {
                text = cause.getClass().getSimpleName() + ": " + text;
            }
        }
        return text.strip();
    }

    /** The status that an HTTP destination answered with. */
    public static OptionalInt status(Throwable thrown) {
        Throwable root = root(thrown);
        if (root instanceof HttpOperationFailedException http) {
            return OptionalInt.of(http.getStatusCode());
        }
        return root instanceof Fault ? status((Fault) root) : OptionalInt.empty();
    }

    private static OptionalInt status(Fault fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof StatusFault answered) {
                return OptionalInt.of(answered.status());
            }
            if (cause instanceof TransientFault answered && answered.status().isPresent()) {
                return OptionalInt.of(answered.status().get());
            }
        }
        return OptionalInt.empty();
    }

    private static Throwable root(Throwable thrown) {
        Throwable cause = thrown;
        while (!(cause instanceof HttpOperationFailedException)
                && !(cause instanceof Fault)
                && cause.getCause() != null
                && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return cause;
    }
}
