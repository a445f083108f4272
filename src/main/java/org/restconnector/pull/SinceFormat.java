package org.restconnector.pull;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.restconnector.json.Json;

/** How the values of an incremental field are read, and how they are sent. Safe for use by many threads. */
final class SinceFormat {
    static final SinceFormat AS_SEEN = new SinceFormat(Kind.AS_SEEN, Optional.empty());

    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,1000}(\\.\\d{1,1000})?");
    /** As seconds in the year 5138, as milliseconds in 1973: nobody means the first. */
    private static final BigDecimal FIRST_MILLIS = new BigDecimal("1e11");
    /** As milliseconds the second day of 1970. */
    private static final BigDecimal FIRST_SECONDS = new BigDecimal("1e8");

    private static final int MOST_DIGITS = 1000;
    private static final BigDecimal LATEST = BigDecimal.valueOf(Instant.MAX.getEpochSecond());

    private enum Kind {
        AS_SEEN,
        ISO,
        EPOCH,
        EPOCH_MILLIS,
        PATTERN
    }

    private final Kind kind;
    private final Optional<DateTimeFormatter> pattern;

    private SinceFormat(Kind kind, Optional<DateTimeFormatter> pattern) {
        this.kind = kind;
        this.pattern = pattern;
    }

    /** @throws IllegalArgumentException if the text is no format; the message goes on after the parameter's name */
    static SinceFormat of(String text) {
        return switch (text.strip()) {
            case "iso" -> new SinceFormat(Kind.ISO, Optional.empty());
            case "epoch" -> new SinceFormat(Kind.EPOCH, Optional.empty());
            case "epoch-millis" -> new SinceFormat(Kind.EPOCH_MILLIS, Optional.empty());
            default -> new SinceFormat(Kind.PATTERN, Optional.of(pattern(text)));
        };
    }

    private static DateTimeFormatter pattern(String text) {
        try {
            DateTimeFormatter pattern =
                    DateTimeFormatter.ofPattern(text.strip(), Locale.ENGLISH).withZone(ZoneId.of("UTC"));
            instant(pattern.parse(pattern.format(Instant.EPOCH)));
            return pattern;
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IllegalArgumentException(
                    "is '" + text + "'; allowed are iso, epoch, epoch-millis, or a pattern with year, month and day, as"
                            + " in yyyy-MM-dd HH:mm:ss",
                    e);
        }
    }

    private static Instant instant(TemporalAccessor parsed) {
        return parsed.isSupported(ChronoField.INSTANT_SECONDS)
                ? Instant.from(parsed)
                : LocalDate.from(parsed).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /** Whether all values are times. */
    boolean ofTimes() {
        return kind != Kind.AS_SEEN;
    }

    /** Whether a time is sent as a number. */
    boolean sendsNumbers() {
        return kind == Kind.EPOCH || kind == Kind.EPOCH_MILLIS;
    }

    /** The value; empty if it is of no use as one. */
    Optional<SinceValue> read(Object value) {
        if (!(value instanceof Number) && !(value instanceof String)) {
            return Optional.empty();
        }
        String text = Json.plain(value);
        Optional<Instant> written = pattern.flatMap(form -> parse(form, text))
                .or(() -> TimeText.parse(text).map(TimeText::instant));
        if (written.isPresent()) {
            return Optional.of(SinceValue.time(value, written.get()));
        }
        boolean isNumber = value instanceof Number || NUMBER.matcher(text).matches();
        if (isNumber) {
            BigDecimal number = new BigDecimal(text);
            return ofTimes()
                    ? epoch(number).map(time -> SinceValue.time(value, time))
                    : Optional.of(SinceValue.number(value, number));
        }
        return ofTimes() || text.isEmpty() ? Optional.empty() : Optional.of(SinceValue.text(text));
    }

    private static Optional<Instant> parse(DateTimeFormatter form, String text) {
        try {
            return Optional.of(instant(form.parse(text)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Seconds or milliseconds, whichever gives a time of these days; small numbers are what is sent. */
    private Optional<Instant> epoch(BigDecimal number) {
        if (Math.abs((long) number.scale()) > MOST_DIGITS) {
            return Optional.empty();
        }
        BigDecimal size = number.abs();
        boolean millis =
                size.compareTo(FIRST_MILLIS) >= 0 || kind == Kind.EPOCH_MILLIS && size.compareTo(FIRST_SECONDS) < 0;
        BigDecimal seconds = millis ? number.movePointLeft(3) : number;
        if (seconds.abs().compareTo(LATEST) >= 0) {
            return Optional.empty();
        }
        BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
        long nanos = seconds.subtract(whole)
                .movePointRight(9)
                .setScale(0, RoundingMode.FLOOR)
                .longValueExact();
        return Optional.of(Instant.ofEpochSecond(whole.longValueExact(), nanos));
    }

    /** As it goes into a request: text or a number. */
    Object send(SinceValue value) {
        return ofTimes() && value.time().isPresent()
                ? write(value.time().get(), Optional.of(value)).orElse(value.seen())
                : value.seen();
    }

    /**
     * A time as it goes into a request; what the form has no place for is cut off.
     *
     * @param like what it is written like where that is as values were seen
     * @return empty if those are no times
     */
    Optional<Object> write(Instant time, Optional<SinceValue> like) {
        return switch (kind) {
            case AS_SEEN -> asSeen(time, like);
            case ISO -> Optional.of(DateTimeFormatter.ISO_INSTANT.format(time));
            case EPOCH -> Optional.of(time.getEpochSecond());
            case EPOCH_MILLIS -> Optional.of(time.toEpochMilli());
            case PATTERN -> Optional.of(pattern.orElseThrow().format(time));
        };
    }

    private static Optional<Object> asSeen(Instant time, Optional<SinceValue> like) {
        if (like.isEmpty()) {
            return Optional.of(DateTimeFormatter.ISO_INSTANT.format(time.truncatedTo(ChronoUnit.SECONDS)));
        }
        return TimeText.parse(Json.plain(like.get().seen())).map(form -> form.write(time));
    }
}
