package org.restconnector.http;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.restconnector.settings.Parameters;

/**
 * The header fields by which an API says what is left of its budget, and when there is a new one.
 *
 * @param remaining names, the first one that an answer has counts; none: they are not looked at
 * @param reset names of the fields that hold a time: seconds from now or of the epoch, or a date
 */
record QuotaHeaders(List<String> remaining, List<String> reset) {
    /** Looks at nothing. */
    static final QuotaHeaders NONE = new QuotaHeaders(List.of(), List.of());

    /** A number of seconds above this is a time, not a span: 1e9 is in 2001. */
    private static final BigDecimal FIRST_TIME = BigDecimal.valueOf(1_000_000_000);

    private static final BigDecimal FIRST_MILLIS = BigDecimal.valueOf(100_000_000_000L);
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,15}(\\.\\d{1,9})?");

    QuotaHeaders {
        remaining = List.copyOf(remaining);
        reset = List.copyOf(reset);
    }

    static QuotaHeaders of(Parameters parameters) {
        return new QuotaHeaders(names(parameters, "rateLimitRemaining"), names(parameters, "rateLimitReset"));
    }

    private static List<String> names(Parameters parameters, String parameter) {
        List<String> names = parameters.list(parameter);
        names.stream()
                .filter(name -> !HeaderLines.isName(name))
                .forEach(name -> parameters.problem(parameter, "holds '" + name + "', which is no header name"));
        return names;
    }

    /** How long the API asks to wait before the next request; empty if it does not. */
    Optional<Duration> wait(int status, Headers fields, Clock clock) {
        Optional<String> left = first(remaining, fields);
        boolean refused = status == 429 && fields.first("Retry-After").isEmpty();
        boolean usedUp = left.map(String::strip)
                .map(text -> NUMBER.matcher(text).matches() && new BigDecimal(text).signum() <= 0)
                .orElse(refused);
        return usedUp ? first(reset, fields).flatMap(text -> until(text.strip(), clock)) : Optional.empty();
    }

    private static Optional<String> first(List<String> names, Headers fields) {
        return names.stream().flatMap(name -> fields.first(name).stream()).findFirst();
    }

    private static Optional<Duration> until(String text, Clock clock) {
        Instant now = clock.instant();
        if (NUMBER.matcher(text).matches()) {
            BigDecimal number = new BigDecimal(text);
            if (number.compareTo(FIRST_TIME) < 0) {
                return positive(Duration.ofMillis(number.movePointRight(3).longValue()));
            }
            boolean millis = number.compareTo(FIRST_MILLIS) >= 0;
            Instant reset = Instant.ofEpochMilli(
                    millis ? number.longValue() : number.movePointRight(3).longValue());
            return positive(Duration.between(now, reset));
        }
        try {
            return positive(Duration.between(now, OffsetDateTime.parse(text).toInstant()));
        } catch (DateTimeException e) {
            return RetryAfter.parse(text, clock);
        }
    }

    private static Optional<Duration> positive(Duration wait) {
        return Optional.of(wait).filter(d -> !d.isNegative() && !d.isZero());
    }
}
