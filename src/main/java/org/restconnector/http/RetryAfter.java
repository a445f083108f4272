package org.restconnector.http;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads {@code Retry-After}: seconds, fractions of them, or an HTTP date. See RFC 9110, 10.2.3 and 5.6.7.
 */
final class RetryAfter {
    private static final Pattern SECONDS = Pattern.compile("\\d{1,15}(\\.\\d{1,9})?");
    // exactly four digits: a pattern would take any number of them, and a wait that no clock can add
    private static final DateTimeFormatter ASCTIME = new DateTimeFormatterBuilder()
            .appendPattern("EEE MMM ppd HH:mm:ss ")
            .appendValue(ChronoField.YEAR, 4)
            .toFormatter(Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private RetryAfter() {}

    /** How long to wait from now; empty for what is zero, negative, past or unreadable. */
    static Optional<Duration> parse(String value, Clock clock) {
        String text = value.strip();
        if (SECONDS.matcher(text).matches()) {
            BigDecimal millis = new BigDecimal(text).movePointRight(3);
            return positive(Duration.ofMillis(
                    millis.setScale(0, java.math.RoundingMode.CEILING).longValueExact()));
        }
        Instant now = clock.instant();
        for (DateTimeFormatter date : List.of(DateTimeFormatter.RFC_1123_DATE_TIME, rfc850(now), ASCTIME)) {
            try {
                Instant until = date.parse(text, ZonedDateTime::from).toInstant();
                return positive(Duration.between(now, until));
            } catch (DateTimeException e) {
                continue;
            }
        }
        return Optional.empty();
    }

    /** Its year has two digits; one that would be more than 50 years ahead is past. */
    private static DateTimeFormatter rfc850(Instant now) {
        return new DateTimeFormatterBuilder()
                .appendPattern("EEEE, dd-MMM-")
                .appendValueReduced(
                        ChronoField.YEAR, 2, 2, now.atZone(ZoneOffset.UTC).getYear() - 49)
                .appendPattern(" HH:mm:ss zzz")
                .toFormatter(Locale.ENGLISH);
    }

    private static Optional<Duration> positive(Duration wait) {
        return Optional.of(wait).filter(d -> !d.isNegative() && !d.isZero());
    }
}
