package org.restconnector.pull;

import java.text.ParseException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.Date;
import java.util.Optional;
import java.util.TimeZone;
import org.quartz.CronExpression;

/**
 * A cron expression: 5 fields as UNIX has them, or 6 or 7 as Quartz. Where clocks change, a time of day
 * comes once, later if it is skipped; what comes every hour keeps coming. Safe for use by many threads.
 */
final class Cron {
    private static final int QUARTZ_HOURS = 2;

    private final String text;
    private final CronExpression wallClock;
    private final boolean everyHour;
    private final ZoneId timeZone;

    private Cron(String text, CronExpression wallClock, boolean everyHour, ZoneId timeZone) {
        this.text = text;
        this.wallClock = wallClock;
        this.everyHour = everyHour;
        this.timeZone = timeZone;
    }

    /** @throws IllegalArgumentException if the text is no cron expression, saying why */
    static Cron of(String text, ZoneId timeZone) {
        String[] fields = text.strip().split("\\s+");
        try {
            CronExpression expression =
                    new CronExpression(fields.length == 5 ? UnixCron.toQuartz(fields) : text.strip());
            // Quartz passes over an hour, or a day, where clocks change: it is given the time that they show
            expression.setTimeZone(TimeZone.getTimeZone(ZoneOffset.UTC));
            if (expression.getNextValidTimeAfter(new Date()) == null) {
                throw new IllegalArgumentException("is '" + text + "', which never comes");
            }
            boolean everyHour =
                    expression.getCronExpression().split("\\s+")[QUARTZ_HOURS].startsWith("*");
            return new Cron(text.strip(), expression, everyHour, timeZone);
        } catch (ParseException e) {
            throw new IllegalArgumentException(
                    "is '" + text + "', which is no cron expression of 5, 6 or 7 fields: " + e.getMessage(), e);
        } catch (NoClassDefFoundError e) {
            throw new IllegalArgumentException("needs the library org.quartz-scheduler:quartz on the class path", e);
        }
    }

    /** The first time after the given one; empty if there is none. */
    Optional<Instant> next(Instant after) {
        return everyHour ? nextOfEveryHour(after) : nextOfDay(after);
    }

    private Optional<Instant> nextOfDay(Instant after) {
        Optional<LocalDateTime> shown = nextShown(LocalDateTime.ofInstant(after, timeZone));
        while (shown.isPresent()) {
            // a time that is skipped becomes a later one, of a time that comes twice it is the first
            Instant time = shown.get().atZone(timeZone).toInstant();
            if (time.isAfter(after)) {
                return Optional.of(time);
            }
            shown = nextShown(shown.get());
        }
        return Optional.empty();
    }

    private Optional<Instant> nextOfEveryHour(Instant after) {
        ZoneOffset offset = timeZone.getRules().getOffset(after);
        Optional<LocalDateTime> shown = nextShown(LocalDateTime.ofInstant(after, offset));
        ZoneOffsetTransition change = timeZone.getRules().nextTransition(after);
        while (shown.isPresent()
                && change != null
                && !shown.get().toInstant(offset).isBefore(change.getInstant())) {
            offset = change.getOffsetAfter();
            shown = nextShown(change.getDateTimeAfter().minusSeconds(1));
            change = timeZone.getRules().nextTransition(change.getInstant());
        }
        ZoneOffset last = offset;
        return shown.map(time -> time.toInstant(last));
    }

    private Optional<LocalDateTime> nextShown(LocalDateTime after) {
        return Optional.ofNullable(wallClock.getNextValidTimeAfter(Date.from(after.toInstant(ZoneOffset.UTC))))
                .map(date -> LocalDateTime.ofInstant(date.toInstant(), ZoneOffset.UTC));
    }

    /** As the user wrote it. */
    @Override
    public String toString() {
        return text;
    }
}
