package org.restconnector.pull;

import java.util.Map;
import java.util.Optional;

/** What to do first about an error of a run, in a few words; the README has more. */
final class NextStep {
    private static final Map<String, String> STEPS = Map.ofEntries(
            Map.entry("http_status", "correct the request, or name the status in ignoreStatuses or retryStatuses"),
            Map.entry("response_error", "mend what the API says, or correct errorPath, okPath"),
            Map.entry("auth_failed", "renew the credentials, or run authorize if it says so"),
            Map.entry("rate_limited", "set rateLimit, or a longer every"),
            Map.entry("timeout", "set a smaller pageSize or a longer timeout, if it comes again"),
            Map.entry("connection", "see whether url, proxy and tls are right, if it comes again"),
            Map.entry("format", "look at the answer: is it a page to sign in?"),
            Map.entry("records_path", "correct records"),
            Map.entry("pagination", "correct the parameter that it names"),
            Map.entry("blocked_origin", "correct url, or name the host in allowedHosts"),
            Map.entry("response_too_large", "set a smaller pageSize or a larger maxPageBytes"),
            Map.entry("destination", "mend the destination; the page comes again"),
            Map.entry("store", "see to the disk or the database of the store"),
            Map.entry("config", "correct the parameter that it names"),
            Map.entry("interrupted", "none; the next run goes on"));

    private NextStep() {}

    static Optional<String> after(String code) {
        return Optional.ofNullable(STEPS.get(code));
    }
}
