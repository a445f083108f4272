package org.restconnector.pull;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A date, or a date and time, as APIs write them after ISO 8601, and the way it was written: with a
 * {@code T} or a space, to the minute or to any fraction of a second, with a zone or, in UTC, without.
 */
final class TimeText {
    private static final Pattern FORM = Pattern.compile("(\\d{4}-\\d\\d-\\d\\d)"
            + "(?:([Tt ])(\\d\\d:\\d\\d)(:\\d\\d)?(?:([.,])(\\d+))?( ?)([Zz]|[+-]\\d\\d(?::?\\d\\d)?)?)?");
    private static final int NANO_DIGITS = 9;

    private final Matcher form;
    private final ZoneOffset offset;
    private final Instant instant;

    private TimeText(Matcher form) {
        this.form = form;
        this.offset = zone().isEmpty() || zone().equalsIgnoreCase("Z") ? ZoneOffset.UTC : ZoneOffset.of(zone());
        LocalTime time = form.group(3) == null ? LocalTime.MIN : LocalTime.parse(form.group(3) + group(4));
        this.instant = LocalDate.parse(form.group(1))
                .atTime(time.plusNanos(nanos()))
                .atOffset(offset)
                .toInstant();
    }

    /** Empty if the text is no such time, or there is none such in the calendar. */
    static Optional<TimeText> parse(String text) {
        Matcher form = FORM.matcher(text);
        try {
            return form.matches() ? Optional.of(new TimeText(form)) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private String group(int number) {
        return form.group(number) == null ? "" : form.group(number);
    }

    private String zone() {
        return group(8);
    }

    private long nanos() {
        String digits = (group(6) + "0".repeat(NANO_DIGITS)).substring(0, NANO_DIGITS);
        return Long.parseLong(digits);
    }

    Instant instant() {
        return instant;
    }

    /** Another time, written in the same way; what the way has no place for is cut off. */
    String write(Instant other) {
        OffsetDateTime time = other.atOffset(offset);
        StringBuilder text = new StringBuilder(time.toLocalDate().toString());
        if (form.group(3) != null) {
            text.append(form.group(2));
            text.append(time.format(DateTimeFormatter.ofPattern(form.group(4) == null ? "HH:mm" : "HH:mm:ss")));
            String fraction = String.format("%09d", time.getNano()) + "0".repeat(group(6).length());
            text.append(group(5)).append(fraction, 0, group(6).length());
            text.append(group(7)).append(zone());
        }
        return text.toString();
    }
}
