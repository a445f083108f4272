package org.restconnector.pull;

import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.http.base.HttpOperationFailedException;

/** Why an endpoint of the configuration did not take something, in one line without what may be secret. */
public final class EndpointFault {
    private EndpointFault() {}

    public static String words(Throwable fault) {
        if (fault instanceof RejectedExecutionException) {
            return "too many wait for it";
        }
        if (fault instanceof HttpOperationFailedException http) {
            return "answered " + http.getStatusCode();
        }
        Throwable cause = fault;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        String text = Optional.ofNullable(cause.getMessage())
                .flatMap(message -> message.lines().findFirst())
                .orElse("");
        if (text.isBlank()) {
            return cause.getClass().getSimpleName();
        }
        // the query of a URI may hold credentials, and so may the path of a web hook
        return text.replaceAll("(https?://[^/\\s?]+)[/?]\\S*", "$1/***").replaceAll("\\?\\S+", "?***");
    }
}
