package org.restconnector.http;

import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.restconnector.settings.Parameters;

/**
 * When a request is tried again.
 *
 * @param retries tries after the first
 * @param delay before the second try; each further one waits twice as long, up to {@code maxDelay}
 * @param maxRetryAfter the longest wait that a server may ask for
 * @param statuses answers to try again for, beside 408, 425, 429, 500, 502, 503, 504 and 520-599
 */
public record RetrySettings(
        int retries, Duration delay, Duration maxDelay, Duration maxRetryAfter, Set<Integer> statuses) {
    private static final int MOST_RETRIES = 1_000_000;
    private static final Set<Integer> USUAL = Set.of(408, 425, 429, 500, 502, 503, 504);

    public RetrySettings {
        Objects.requireNonNull(delay, "delay");
        Objects.requireNonNull(maxDelay, "maxDelay");
        Objects.requireNonNull(maxRetryAfter, "maxRetryAfter");
        statuses = Set.copyOf(statuses);
    }

    /** From {@code retries}, {@code retryDelay}, {@code maxRetryDelay}, {@code maxRetryAfter}, {@code retryStatuses}. */
    public static RetrySettings of(Parameters parameters) {
        return of(parameters, statuses(parameters, "retryStatuses"));
    }

    /** As {@link #of(Parameters)}, with these statuses. */
    static RetrySettings of(Parameters parameters, Set<Integer> statuses) {
        RetrySettings settings = new RetrySettings(
                parameters.number("retries", 0, MOST_RETRIES).orElse(0L).intValue(),
                parameters.duration("retryDelay"),
                parameters.duration("maxRetryDelay"),
                parameters.duration("maxRetryAfter"),
                statuses);
        if (settings.maxDelay.compareTo(settings.delay) < 0 && parameters.given("maxRetryDelay")) {
            parameters.problem("maxRetryDelay", "is shorter than retryDelay");
        }
        return settings;
    }

    /** The HTTP statuses that a parameter lists. */
    public static Set<Integer> statuses(Parameters parameters, String name) {
        Set<Integer> statuses = new HashSet<>();
        for (String item : parameters.list(name)) {
            if (item.matches("[1-5]\\d\\d")) {
                statuses.add(Integer.valueOf(item));
            } else {
                parameters.problem(name, "holds '" + item + "'; allowed are HTTP statuses, as in 404,410");
            }
        }
        return statuses;
    }

    /** Whether an answer of that status is reason to try again. */
    public boolean retriesFor(int status) {
        return USUAL.contains(status) || status >= 520 && status <= 599 || statuses.contains(status);
    }

    /** The wait before the given retry, counted from 1; {@code jitter} from 0 to 1 only lengthens it. */
    public Duration delayBefore(int retry, double jitter) {
        double factor = Math.pow(2, Math.min(retry - 1, 40)) * (1 + 0.2 * jitter);
        double millis = Math.min(delay.toMillis() * factor, maxDelay.toMillis());
        return Duration.ofMillis((long) Math.ceil(millis));
    }
}
