package org.restconnector.http;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads {@code Retry-After}: seconds, fractions of them, or an HTTP date. See RFC 9110, 10.2.3 and 5.6.7.
 */
final class RetryAfter {
    private static final Pattern SECONDS = Pattern.compile("\\d{1,15}(\\.\\d{1,9})?");
    private static final DateTimeFormatter[] DATES = {
        DateTimeFormatter.RFC_1123_DATE_TIME,
        DateTimeFormatter.ofPattern("EEEE, dd-MMM-yy HH:mm:ss zzz", Locale.ROOT),
        DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ROOT).withZone(java.time.ZoneOffset.UTC),
    };

    private RetryAfter() {}

    /** How long to wait from now; empty for what is zero, negative, past or unreadable. */
    static Optional<Duration> parse(String value, Clock clock) {
        String text = value.strip();
        if (SECONDS.matcher(text).matches()) {
            BigDecimal millis = new BigDecimal(text).movePointRight(3);
            return positive(Duration.ofMillis(
                    millis.setScale(0, java.math.RoundingMode.CEILING).longValueExact()));
        }
        for (DateTimeFormatter date : DATES) {
            try {
                Instant until = date.parse(text, ZonedDateTime::from).toInstant();
                return positive(Duration.between(clock.instant(), until));
            } catch (DateTimeException e) {
                continue;
            }
        }
        return Optional.empty();
    }

    private static Optional<Duration> positive(Duration wait) {
        return Optional.of(wait).filter(d -> !d.isNegative() && !d.isZero());
    }
}
